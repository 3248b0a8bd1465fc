"""Keys of this copy that a token keeps."""

import secrets
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import quote, unquote_to_bytes

from cryptography import x509
from django.conf import settings
from django.utils.module_loading import import_string

from certificate_format import Algorithm
from certificate_format.algorithms import PublicKey
from certificate_format.signer import Signer
from sotiem.certificates.models import SigningKey
from sotiem.foundation.refusals import Refusal

_SCHEME: Final = "pkcs11:"
# Loaded where a token is set: its library takes a tenth of a second, and who has none needs none.
_TOKENS: Final = "certificate_format.token_signer"


class KeyCannotBeOpened(Refusal):
    """The private key was encrypted under another secret than this copy has."""


class TokenCannotBeUsed(KeyCannotBeOpened):
    """The token that keeps the key refuses, or cannot be reached; details: problem."""


class TokenKey(NamedTuple):
    """A key in a token: by what it is found there (RFC 7512), and its public half."""

    uri: str
    public: PublicKey


def make_token_key(label: str) -> TokenKey:
    """Let the token make a key for ES256."""
    key_id = secrets.token_bytes(8)
    name = settings.PKCS11_TOKEN
    uri = f"{_SCHEME}token={quote(name, safe='')};id={''.join(f'%{byte:02x}' for byte in key_id)}"
    try:
        public = _token(name).make_key(key_id, algorithm=Algorithm.ES256, label=label)
    except _token_error() as error:
        raise TokenCannotBeUsed(problem=str(error)) from error
    return TokenKey(uri, public)


def token_signer(key: SigningKey) -> Signer:
    """Take a key in hand that a token keeps; refuse when the token or the key is not there."""
    said = dict(part.split("=", 1) for part in key.token_key.removeprefix(_SCHEME).split(";"))
    token = _token(unquote_to_bytes(said["token"]).decode())
    certificate = x509.load_der_x509_certificate(bytes(key.certificate))
    try:
        return _Refusing(token.signer(unquote_to_bytes(said["id"]), certificate))
    except _token_error() as error:
        raise TokenCannotBeUsed(problem=str(error)) from error


class _Refusing:
    """A signer whose token may go at any moment: that is a refusal, and no defect."""

    def __init__(self, signer: Any) -> None:
        self._signer = signer
        self.kid: bytes = signer.kid
        self.algorithm: Algorithm = signer.algorithm
        self.valid_from = signer.valid_from
        self.valid_until = signer.valid_until

    def sign(self, message: bytes) -> bytes:
        return self.sign_many([message])[0]

    def sign_many(self, messages: Sequence[bytes]) -> Sequence[bytes]:
        try:
            signed: Sequence[bytes] = self._signer.sign_many(messages)
        except _token_error() as error:
            raise TokenCannotBeUsed(problem=str(error)) from error
        return signed


def _token(label: str) -> Any:
    try:
        pin = Path(settings.PKCS11_PIN_FILE).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise TokenCannotBeUsed(problem="pin_file_missing") from error
    return _opened(settings.PKCS11_MODULE, label, pin)


@lru_cache(maxsize=4)
def _opened(module: str, label: str, pin: str) -> Any:
    return import_string(f"{_TOKENS}.Token")(module=module, label=label, pin=pin)


def _token_error() -> type[Exception]:
    error: type[Exception] = import_string(f"{_TOKENS}.TokenError")
    return error
