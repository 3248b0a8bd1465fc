"""Keys in a token, asked through PKCS#11; the token is SoftHSM's."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pkcs11
import pytest
from cryptography import x509

from certificate_format import (
    Algorithm,
    BatchSigner,
    TrustList,
    algorithms,
    issue_many,
    judge,
)
from certificate_format.algorithms import PublicKey
from certificate_format.keys import make_csca, make_signer_certificate, new_private_key
from certificate_format.token_signer import Token, TokenError, TokenProblem, TokenSigner
from tests import softhsm
from tests.certificate_format.building import PAYLOAD

AT = datetime(2026, 3, 1, tzinfo=UTC)
END = AT + timedelta(days=730)
KEY = b"\x01\x02"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    with softhsm.plugged_in(tmp_path):
        yield tmp_path


@pytest.fixture
def token(folder: Path) -> Token:
    pkcs11.lib(softhsm.module()).reinitialize()
    return a_token()


def a_token(*, module: str = "", label: str = softhsm.LABEL, pin: str = softhsm.PIN) -> Token:
    return Token(module=module or softhsm.module(), label=label, pin=pin)


def vouched(public: PublicKey) -> x509.Certificate:
    root = new_private_key(Algorithm.ES256)
    csca = make_csca(root, country="VN", name="root", valid_from=AT, valid_until=END)
    return make_signer_certificate(
        public,
        csca=csca,
        csca_key=root,
        country="VN",
        name="signer",
        valid_from=AT,
        valid_until=END,
    )


def a_signer(token: Token, algorithm: Algorithm = Algorithm.ES256) -> TokenSigner:
    public = token.make_key(KEY, algorithm=algorithm, label="signer")
    return token.signer(KEY, vouched(public))


@pytest.mark.parametrize("algorithm", list(Algorithm))
def test_what_a_token_signs_holds(token: Token, algorithm: Algorithm) -> None:
    public = token.make_key(KEY, algorithm=algorithm, label="signer")
    signer = token.signer(KEY, vouched(public))
    assert signer.algorithm is algorithm
    assert isinstance(signer, BatchSigner)
    one, other = signer.sign_many([b"one", b"other"])
    assert algorithms.holds(public, one, b"one")
    assert algorithms.holds(public, other, b"other")
    assert not algorithms.holds(public, one, b"other")


def test_certificates_are_issued_by_a_token(token: Token) -> None:
    certificate = vouched(token.make_key(KEY, algorithm=Algorithm.ES256, label="signer"))
    signer = token.signer(KEY, certificate)
    issued = issue_many(
        [PAYLOAD, PAYLOAD],
        signer=signer,
        issuer="VN",
        issued_at=AT,
        expires_at=AT + timedelta(days=365),
    )
    trust = TrustList.of([certificate])
    assert all(judge(each.text, trust=trust, at=AT).is_valid for each in issued)


def test_the_private_key_stays_in_the_token(token: Token) -> None:
    token.make_key(KEY, algorithm=Algorithm.ES256, label="signer")
    with pkcs11.lib(softhsm.module()).get_token(token_label=softhsm.LABEL).open() as session:
        (key,) = session.get_objects({pkcs11.Attribute.CLASS: pkcs11.ObjectClass.PRIVATE_KEY})
        assert key[pkcs11.Attribute.EXTRACTABLE] is False
        with pytest.raises(pkcs11.AttributeSensitive):
            key[pkcs11.Attribute.VALUE]


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"module": "/nowhere.so"}, TokenProblem.MODULE_MISSING),
        ({"module": __file__}, TokenProblem.MODULE_MISSING),
        ({"label": "another"}, TokenProblem.ABSENT),
        ({"pin": "4321"}, TokenProblem.PIN_WRONG),
    ],
)
def test_a_token_that_cannot_be_used_says_why(
    token: Token, wrong: dict[str, str], problem: TokenProblem
) -> None:
    with pytest.raises(TokenError) as refused:
        a_token(**wrong).make_key(KEY, algorithm=Algorithm.ES256, label="signer")
    assert refused.value.problem is problem


def test_a_key_that_is_not_there_is_told_at_once(token: Token) -> None:
    certificate = vouched(token.make_key(KEY, algorithm=Algorithm.ES256, label="signer"))
    with pytest.raises(TokenError) as refused:
        token.signer(b"\x09", certificate)
    assert refused.value.problem is TokenProblem.KEY_MISSING


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (pkcs11.DeviceMemory, TokenProblem.FULL),
        (pkcs11.PinLocked, TokenProblem.PIN_LOCKED),
        (pkcs11.MechanismInvalid, TokenProblem.NOT_ABLE),
        (pkcs11.GeneralError, TokenProblem.LOST),
    ],
)
def test_what_a_module_answers_is_told_as_a_problem(
    token: Token,
    monkeypatch: pytest.MonkeyPatch,
    answer: type[Exception],
    problem: TokenProblem,
) -> None:
    def refuse(*_: object) -> None:
        raise answer

    monkeypatch.setattr(token, "_make_key", refuse)
    with pytest.raises(TokenError) as refused:
        token.make_key(KEY, algorithm=Algorithm.ES256, label="signer")
    assert refused.value.problem is problem


def test_a_session_that_is_lost_is_opened_again(token: Token) -> None:
    signer = a_signer(token)
    pkcs11.lib(softhsm.module()).reinitialize()
    assert len(signer.sign(b"again")) == 64


def test_a_token_that_was_pulled_out_refuses_until_it_is_back(token: Token, folder: Path) -> None:
    signer = a_signer(token)
    softhsm.unplug(folder)
    pkcs11.lib(softhsm.module()).reinitialize()
    with pytest.raises(TokenError) as refused:
        signer.sign(b"one")
    assert refused.value.problem is TokenProblem.ABSENT
    softhsm.plug_in_again(folder)
    assert len(signer.sign(b"one")) == 64


def test_a_child_of_a_fork_opens_its_own_session(token: Token) -> None:
    public = token.make_key(KEY, algorithm=Algorithm.ES256, label="signer")
    signer = token.signer(KEY, vouched(public))
    signer.sign(b"before")
    session = token._session
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            signature = signer.sign(b"child")
            # SoftHSM would sign in the parent's session too: a module with a connection would not.
            os.write(writer, signature if token._session is not session else b"the parent's")
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as told:
        signature = told.read()
    os.waitpid(child, 0)
    assert algorithms.holds(public, signature, b"child")
    assert algorithms.holds(public, signer.sign(b"parent"), b"parent")
