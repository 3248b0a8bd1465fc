"""Keys that never leave a token: a hardware module or card, asked through PKCS#11.

Only who keeps keys so needs `python-pkcs11`, and imports this module.
"""

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from threading import RLock
from typing import Any, Final, TypeVar

import pkcs11
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, load_der_public_key
from pkcs11 import exceptions as refused
from pkcs11.util import ec as ec_keys

from certificate_format import algorithms
from certificate_format.algorithms import Algorithm, PublicKey
from certificate_format.errors import CertificateError, Reason
from certificate_format.trust import kid_of

Done = TypeVar("Done")

_PSS: Final = (pkcs11.Mechanism.SHA256, pkcs11.MGF.SHA256, 32)


class TokenProblem(StrEnum):
    """Why a token does nothing for us: a code."""

    MODULE_MISSING = "module_missing"  # no PKCS#11 library there
    ABSENT = "absent"  # no token of that label is plugged in
    PIN_WRONG = "pin_wrong"
    PIN_LOCKED = "pin_locked"
    FULL = "full"
    KEY_MISSING = "key_missing"
    NOT_ABLE = "not_able"  # it knows no such keys or signatures
    LOST = "lost"  # it answers no more, or not sensibly


_PROBLEMS: Final[dict[type[Exception], TokenProblem]] = {
    refused.NoSuchToken: TokenProblem.ABSENT,
    refused.TokenNotPresent: TokenProblem.ABSENT,
    refused.TokenNotRecognised: TokenProblem.ABSENT,
    refused.MultipleTokensReturned: TokenProblem.ABSENT,
    refused.PinIncorrect: TokenProblem.PIN_WRONG,
    refused.PinInvalid: TokenProblem.PIN_WRONG,
    refused.PinLenRange: TokenProblem.PIN_WRONG,
    refused.PinLocked: TokenProblem.PIN_LOCKED,
    refused.PinExpired: TokenProblem.PIN_LOCKED,
    refused.UserPinNotInitialized: TokenProblem.PIN_LOCKED,
    refused.DeviceMemory: TokenProblem.FULL,
    refused.MechanismInvalid: TokenProblem.NOT_ABLE,
    refused.FunctionNotSupported: TokenProblem.NOT_ABLE,
    refused.TokenWriteProtected: TokenProblem.NOT_ABLE,
}
# Asked once more these may be answered: the token was taken out and put back, or restarted.
_PERHAPS_AGAIN: Final = frozenset(
    {TokenProblem.LOST, TokenProblem.ABSENT, TokenProblem.KEY_MISSING}
)


class TokenError(Exception):
    """A token refuses, or cannot be reached; `problem` says why."""

    def __init__(self, problem: TokenProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


class Token:
    """One token, by its label, with a session of this process.

    A session is not shared over a fork: a child opens its own. Threads take turns.
    """

    def __init__(self, *, module: str, label: str, pin: str) -> None:
        self._module, self._label, self._pin = module, label, pin
        self._lock = RLock()
        self._session: Any = None
        self._keys: dict[bytes, Any] = {}
        self._process = 0

    def make_key(self, key_id: bytes, *, algorithm: Algorithm, label: str) -> PublicKey:
        """Let the token make a key that it never gives away; give the public half."""
        return self._ask(lambda: self._make_key(key_id, algorithm, label))

    def signer(self, key_id: bytes, certificate: x509.Certificate) -> "TokenSigner":
        """Take a key of the token in hand; refuse when it is not there."""
        self._ask(lambda: self._key(key_id))
        return TokenSigner(self, key_id, certificate)

    def sign(self, key_id: bytes, messages: Sequence[bytes], algorithm: Algorithm) -> list[bytes]:
        """Sign each message, as COSE writes it."""
        how: dict[str, Any] = (
            {"mechanism": pkcs11.Mechanism.ECDSA}
            if algorithm is Algorithm.ES256
            else {"mechanism": pkcs11.Mechanism.RSA_PKCS_PSS, "mechanism_param": _PSS}
        )

        # Hashed here: every token signs a hash, and not every one knows how to make it.
        def signed() -> list[bytes]:
            key = self._key(key_id)
            return [bytes(key.sign(sha256(message).digest(), **how)) for message in messages]

        return self._ask(signed)

    def _ask(self, act: Callable[[], Done]) -> Done:
        """Act; when the session is lost, open another and act once more."""
        with self._lock:
            try:
                return self._attempt(act)
            except TokenError as error:
                if error.problem not in _PERHAPS_AGAIN or self._process != os.getpid():
                    raise
                self._forget()
                return self._attempt(act)

    def _attempt(self, act: Callable[[], Done]) -> Done:
        try:
            self._open()
            return act()
        except (refused.PKCS11Error, OSError) as error:
            problem = _PROBLEMS.get(type(error), TokenProblem.LOST)
            if problem is TokenProblem.LOST:
                self._session = None
            raise TokenError(problem) from error

    def _open(self) -> None:
        if self._process != os.getpid():
            self._session, self._keys = None, {}
            is_child, self._process = self._process != 0, os.getpid()
            if is_child:
                self._library().reinitialize()
        if self._session is None:
            self._keys = {}
            token = self._library().get_token(token_label=self._label)
            self._session = token.open(rw=True, user_pin=self._pin)

    def _library(self) -> Any:
        if not Path(self._module).is_file():
            raise TokenError(TokenProblem.MODULE_MISSING)
        try:
            return pkcs11.lib(self._module)
        except (OSError, RuntimeError) as error:
            raise TokenError(TokenProblem.MODULE_MISSING) from error

    def _forget(self) -> None:
        """Begin anew with the library: it counts what is plugged in when it begins."""
        if self._session is not None:
            with suppress(refused.PKCS11Error):
                self._session.close()
        self._session, self._keys = None, {}
        with suppress(refused.PKCS11Error):
            self._library().reinitialize()

    def _key(self, key_id: bytes) -> Any:
        if key_id not in self._keys:
            wanted = {
                pkcs11.Attribute.CLASS: pkcs11.ObjectClass.PRIVATE_KEY,
                pkcs11.Attribute.ID: key_id,
            }
            # A search in a session that is lost would leave the library with one half begun.
            with suppress(refused.RandomNoRNG, refused.FunctionNotSupported):
                self._session.generate_random(64)
            found = list(self._session.get_objects(wanted))
            if len(found) != 1:
                raise TokenError(TokenProblem.KEY_MISSING)
            self._keys[key_id] = found[0]
        return self._keys[key_id]

    def _make_key(self, key_id: bytes, algorithm: Algorithm, label: str) -> PublicKey:
        kept = {"id": key_id, "label": label, "store": True}
        private = {
            pkcs11.Attribute.SENSITIVE: True,
            pkcs11.Attribute.EXTRACTABLE: False,
            pkcs11.Attribute.PRIVATE: True,
        }
        if algorithm is Algorithm.PS256:
            public, _ = self._session.generate_keypair(
                pkcs11.KeyType.RSA, 2048, private_template=private, **kept
            )
            return _loaded(pkcs11.util.rsa.encode_rsa_public_key(public))
        curve = self._session.create_domain_parameters(
            pkcs11.KeyType.EC,
            {pkcs11.Attribute.EC_PARAMS: ec_keys.encode_named_curve_parameters("secp256r1")},
            local=True,
        )
        public, _ = curve.generate_keypair(private_template=private, **kept)
        return _loaded(ec_keys.encode_ec_public_key(public))


class TokenSigner:
    """Signs with a key that stays in a token."""

    def __init__(self, token: Token, key_id: bytes, certificate: x509.Certificate) -> None:
        public = certificate.public_key()
        algorithm = (
            algorithms.algorithm_for(public)
            if isinstance(public, ec.EllipticCurvePublicKey)
            else Algorithm.PS256
        )
        if algorithm is None:
            raise CertificateError(Reason.ALGORITHM_DOES_NOT_FIT_KEY)
        self._token, self._key_id = token, key_id
        self.algorithm = algorithm
        self.kid = kid_of(certificate.public_bytes(Encoding.DER))
        self.valid_from = certificate.not_valid_before_utc
        self.valid_until: datetime = certificate.not_valid_after_utc

    def sign(self, message: bytes) -> bytes:
        """Sign one message."""
        return self.sign_many([message])[0]

    def sign_many(self, messages: Sequence[bytes]) -> Sequence[bytes]:
        """Sign messages one after the other, under one lock."""
        return self._token.sign(self._key_id, messages, self.algorithm)


def _loaded(encoded: bytes) -> PublicKey:
    key = load_der_public_key(encoded)
    if not isinstance(key, PublicKey):
        raise TokenError(TokenProblem.NOT_ABLE)
    return key
