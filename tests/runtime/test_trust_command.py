"""`sotiem certificate trust`: the changes first, and nothing without --commit."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.utils import timezone

from certificate_format import SignerCertificate
from certificate_format import trust_lists as lists
from certificate_format.signed_list import sign_list
from certificate_format.trust_lists import own_list
from sotiem.certificates.models import ForeignSigner
from sotiem.certificates.operations import ensure_signing_key
from tests.certificates.foreign import Signer, eu_list, signer
from tests.runtime.commands import Command

pytestmark = pytest.mark.django_db
ONE, OTHER, THIRD = (signer(code) for code in ("FR", "DE", "IT"))
LIST_KEY = ec.generate_private_key(ec.SECP256R1())


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    """A list of three countries, with a forged Vietnamese signer and rubbish in it."""
    path = tmp_path / "dsc.json"
    soon = signer("FR", until=timezone.now() + timedelta(days=9))
    path.write_bytes(eu_list(ONE, OTHER, THIRD, soon, signer("VN"), {"kid": "rubbish"}))
    return path


def own(path: Path, *signers: Signer, number: int = 5) -> Path:
    now = timezone.now()
    content = own_list(
        [SignerCertificate.from_der(each.der) for each in signers],
        sequence=number,
        issued_at=now,
        next_update_at=now,
    )
    path.write_text(sign_list(content, key=LIST_KEY), encoding="ascii")
    return path


@pytest.fixture
def list_key(tmp_path: Path) -> Path:
    info = LIST_KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (tmp_path / "key.pem").write_bytes(info)
    return tmp_path / "key.pem"


def test_the_changes_are_shown_and_nothing_is_changed(sotiem: Command, listed: Path) -> None:
    told = sotiem("certificate", "trust", "import", listed)
    assert told.exit_code == 0
    rows = {tuple(line.split()) for line in told.stdout.splitlines()}
    assert ("FR", "France", "2", "0", "0", "0", "0") in rows
    assert ("VN", "Vietnam", "0", "0", "0", "0", "1") in rows
    assert ("all", "4", "0", "0", "0", "2") in rows
    for text in ("our own signers come from no list of others", "rubbish: list wrong"):
        assert text in told.stdout
    assert "Expire within 30 days:" in told.stdout
    assert "--commit" in told.stderr
    assert ForeignSigner.objects.count() == 0


def test_with_commit_it_is_taken_over_and_listed(sotiem: Command, listed: Path) -> None:
    assert sotiem("certificate", "trust", "import", listed, "--commit").exit_code == 0
    assert set(ForeignSigner.objects.values_list("country", "source")) == {
        ("FR", "eu"), ("DE", "eu"), ("IT", "eu"),
    }  # fmt: skip
    shown = sotiem("certificate", "trust", "list").stdout
    assert ["FR", "France", "eu", "2", "2", "1"] in [line.split() for line in shown.splitlines()]
    assert "eu: taken" in shown
    french = sotiem("certificate", "trust", "list", "--country", "fr").stdout
    assert len(french.splitlines()) == 2
    assert ONE.kid in french
    plain = json.loads(sotiem("certificate", "trust", "list", "--json").stdout)
    assert {each["kid"] for each in plain} >= {ONE.kid, OTHER.kid, THIRD.kid}


def test_a_program_is_told_the_same_as_json(sotiem: Command, listed: Path) -> None:
    told = json.loads(sotiem("certificate", "trust", "import", listed, "--json").stdout)
    assert [len(told[name]) for name in ("added", "removed", "changed", "refused")] == [4, 0, 0, 2]
    assert len(told["expire_soon"]) == 1
    assert (len(told["sha256"]), told["taken"]) == (64, False)
    again = sotiem("certificate", "trust", "import", listed, "--json", "--commit")
    assert json.loads(again.stdout)["taken"] is True


def test_many_removals_are_meant_or_not_made(sotiem: Command, listed: Path, tmp_path: Path) -> None:
    sotiem("certificate", "trust", "import", listed, "--commit")
    short = tmp_path / "short.json"
    short.write_bytes(eu_list(ONE))
    for given in ((), ("--commit",)):
        told = sotiem("certificate", "trust", "import", short, *given)
        assert (told.exit_code, "--allow-removals" in told.stderr) == (1, True)
    assert ForeignSigner.objects.filter(removed_at__isnull=True).count() == 4
    sotiem("certificate", "trust", "import", short, "--commit", "--allow-removals")
    assert ForeignSigner.objects.get(removed_at__isnull=True).kid == ONE.kid


def test_a_folder_of_bare_certificates_takes_the_country_it_is_given(
    sotiem: Command, tmp_path: Path
) -> None:
    folder = tmp_path / "certificates"
    folder.mkdir()
    (folder / "a.der").write_bytes(ONE.der)
    (folder / "b.pem").write_bytes(OTHER.certificate.public_bytes(Encoding.PEM))
    (folder / "readme.txt").write_text("nothing", encoding="ascii")
    given = ("--country", "fr", "--source", "friends", "--commit")
    told = sotiem("certificate", "trust", "import", folder, *given)
    assert "1 of other countries were passed over" in told.stdout
    assert "readme.txt: signer certificate wrong" in told.stdout
    assert list(ForeignSigner.objects.values_list("source", "kid")) == [("friends", ONE.kid)]


def test_our_form_of_list_needs_its_key_and_never_goes_back(
    sotiem: Command, tmp_path: Path, list_key: Path
) -> None:
    path, given = own(tmp_path / "la", ONE), ("--list-key", list_key, "--commit")
    assert sotiem("certificate", "trust", "import", path).exit_code == 2
    assert sotiem("certificate", "trust", "import", path, *given).exit_code == 0
    older = own(tmp_path / "older", ONE, OTHER, number=4)
    told = sotiem("certificate", "trust", "import", older, *given)
    assert (told.exit_code, "older than 5" in told.stderr) == (1, True)
    unsigned = tmp_path / "unsigned.json"
    unsigned.write_text('{"format": "sotiem-trust-list-1", "seq": 9, "signers": []}')
    told = sotiem("certificate", "trust", "import", unsigned, *given)
    assert (told.exit_code, "signature wrong" in told.stderr) == (2, True)
    assert ForeignSigner.objects.get().kid == ONE.kid


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "list wrong"),
        (b'[{"kid": "abc"', "list wrong"),
        (b"\x00" * 3_000, "list wrong"),
        (b"[" + b'"x",' * 30_000 + b'"x"]', "list too long"),
    ],
)
def test_a_file_that_is_no_list_changes_nothing(
    sotiem: Command, tmp_path: Path, content: bytes, sentence: str
) -> None:
    path = tmp_path / "list"
    path.write_bytes(content)
    told = sotiem("certificate", "trust", "import", path, "--commit")
    assert (told.exit_code, sentence in told.stderr) == (2, True)
    assert ForeignSigner.objects.count() == 0


def test_a_file_too_large_is_not_opened(
    sotiem: Command, listed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "MAX_BYTES", 100)
    told = sotiem("certificate", "trust", "import", listed)
    assert (told.exit_code, "list too long" in told.stderr) == (2, True)


@pytest.mark.parametrize("given", [("--country", "FRA"), ("--source", "Ä b")])
def test_an_odd_name_is_refused_with_what_to_write(
    sotiem: Command, listed: Path, given: tuple[str, str]
) -> None:
    told = sotiem("certificate", "trust", "import", listed, *given)
    assert (told.exit_code, "write" in told.stderr) == (2, True)


def test_a_foreign_certificate_is_verified_and_said_to_be_foreign(
    sotiem: Command, listed: Path
) -> None:
    ensure_signing_key(at=timezone.now())
    text = ONE.issue(at=timezone.now() - timedelta(days=1))
    assert sotiem("certificate", "verify", text).exit_code == 1
    sotiem("certificate", "trust", "import", listed, "--commit")
    told = sotiem("certificate", "verify", text)
    assert told.exit_code == 0
    assert "Whether France revoked it is not known" in told.stdout
    assert "dose 1 of 2" in told.stdout


def test_who_takes_a_certificate_apart_may_believe_whom_this_copy_believes(
    sotiem: Command, listed: Path
) -> None:
    text = ONE.issue(at=timezone.now() - timedelta(days=1))
    sotiem("certificate", "trust", "import", listed, "--commit")
    assert sotiem("certificate", "decode", text).exit_code == 1
    assert sotiem("certificate", "decode", text, "--record").exit_code == 0
