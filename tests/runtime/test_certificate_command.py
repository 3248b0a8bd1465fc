"""`sotiem certificate verify`: an answer for people, for programs, and as an exit code."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from certificate_format import Step, qr
from certificate_format.health_card_codes import to_qr_texts
from sotiem.certificates import health_cards
from sotiem.certificates.models import Certificate
from sotiem.certificates.operations import ensure_card_key, ensure_list_key
from sotiem.certificates.revocation_models import RevokedCertificate
from sotiem.runtime import verifier
from tests.factories import certificates, corrections, doses
from tests.runtime.commands import Command

pytestmark = pytest.mark.django_db
DURING = "2021-10-12"


@pytest.fixture
def certificate() -> Certificate:
    held = certificates.certified(date(2021, 7, 1), date(2021, 8, 12))
    return Certificate.objects.get(pk=held.pk)


def outcomes(answer: str) -> dict[str, str]:
    return {step["step"]: step["outcome"] for step in json.loads(answer)["steps"]}


def test_a_valid_certificate_is_told_with_its_person_and_every_step(
    sotiem: Command, certificate: Certificate
) -> None:
    told = sotiem("certificate", "verify", certificate.text, "--at", DURING)
    assert told.exit_code == 0
    assert told.output.startswith("✓ The certificate is valid.")
    assert "Nguyễn Thị Bảo Lộc, born 1987-04-03" in told.output
    assert "dose 2 of 2, on 2021-08-12" in told.output
    assert told.output.count("✓") == 1 + len(Step) + 1


def test_a_program_gets_the_same_as_json(sotiem: Command, certificate: Certificate) -> None:
    told = sotiem("certificate", "verify", certificate.text, "--at", DURING, "--json")
    answer = json.loads(told.output)
    assert told.exit_code == 0
    assert list(answer) == ["verdict", "standing", "country", "steps", "payload", "reasons"]
    assert (answer["verdict"], answer["standing"]) == ("valid", "in_force")
    assert outcomes(told.output) == dict.fromkeys([*Step, "record"], "passed")
    assert answer["payload"]["name"]["given"] == "Thị Bảo Lộc"
    assert answer["payload"]["vaccination"]["given_on"] == "2021-08-12"
    assert answer["reasons"] == []


def test_text_file_picture_and_standard_input_are_read_alike(
    sotiem: Command, certificate: Certificate, tmp_path: Path
) -> None:
    plain, marked, picture = tmp_path / "plain", tmp_path / "marked", tmp_path / "code.png"
    plain.write_text(f"\n{certificate.text}\r\n", encoding="ascii")
    marked.write_text(certificate.text, encoding="utf-8-sig")
    picture.write_bytes(qr.png(certificate.text))
    for source in (plain, marked, picture):
        assert sotiem("certificate", "verify", source, "--at", DURING).exit_code == 0
        told = sotiem("certificate", "verify", "-", "--at", DURING, given=source.read_bytes())
        assert told.exit_code == 0


def test_a_replaced_certificate_is_not_valid_and_tells_only_the_day(
    sotiem: Command, certificate: Certificate
) -> None:
    doses.dose(certificate.patient, date(2021, 9, 20))
    told = sotiem("certificate", "verify", certificate.text, "--at", DURING)
    assert told.exit_code == 1
    assert "✗ we issued it and have not revoked it (replaced on 2021-10-01)" in told.output
    assert "Nguyễn" not in told.output
    told = sotiem("certificate", "verify", certificate.text, "--at", DURING, "--json")
    answer = json.loads(told.output)
    assert (answer["verdict"], answer["standing"]) == ("not_valid", "replaced")
    assert (answer["payload"], answer["reasons"]) == (None, ["replaced"])
    assert outcomes(told.output)["record"] == "failed"


def test_a_withdrawn_certificate_is_not_valid(sotiem: Command, certificate: Certificate) -> None:
    Certificate.objects.in_force().update(revoked_at=certificates.AT, revocation="withdrawn")
    told = sotiem("certificate", "verify", certificate.text, "--at", DURING)
    assert (told.exit_code, "it was withdrawn" in told.output) == (1, True)


def test_a_certificate_we_never_issued_is_not_valid(
    sotiem: Command, certificate: Certificate
) -> None:
    with certificates.behind_the_back():
        RevokedCertificate.objects.all()._raw_delete("default")
        Certificate.objects.all()._raw_delete("default")
    told = sotiem("certificate", "verify", certificate.text, "--at", DURING, "--json")
    assert told.exit_code == 1
    assert json.loads(told.output)["reasons"] == ["not_on_record"]


def test_the_moment_decides_whether_a_certificate_has_expired(
    sotiem: Command, certificate: Certificate
) -> None:
    end = certificate.expires_at
    before = (end - timedelta(seconds=1)).isoformat()
    verify = ("certificate", "verify", certificate.text, "--json", "--at")
    assert sotiem(*verify, before).exit_code == 0
    after = sotiem(*verify, end.isoformat())
    assert after.exit_code == 1
    assert json.loads(after.output)["reasons"] == ["expired"]


def test_a_moment_without_an_offset_is_told_as_of_viet_nam(
    sotiem: Command, certificate: Certificate
) -> None:
    """It was issued at 03:00 in Greenwich, which is 10:00 in Việt Nam."""
    verify = ("certificate", "verify", certificate.text, "--at")
    assert sotiem(*verify, "2021-10-01T10:00").exit_code == 0
    assert sotiem(*verify, "2021-10-01T09:59").exit_code == 1
    assert sotiem(*verify, "2021-10-01T03:00Z").exit_code == 0


def test_without_a_moment_it_is_now(sotiem: Command, certificate: Certificate) -> None:
    told = sotiem("certificate", "verify", certificate.text, "--json")
    assert json.loads(told.output)["reasons"] == ["expired"], "it ran until October 2022"


def test_a_signer_whom_nobody_knows_is_not_believed(sotiem: Command) -> None:
    certificates.signing_key()
    told = sotiem("certificate", "verify", certificates.foreign_text(), "--at", DURING, "--json")
    answer = json.loads(told.output)
    assert told.exit_code == 1
    assert (answer["standing"], answer["payload"]) == ("unknown_signer", None)
    assert outcomes(told.output)["record"] == "not_reached"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"HC1:NONE", "base45_wrong"),
        (b"xin ch\xc3\xa0o", "picture_not_readable"),
        (b"", "picture_not_readable"),
        (corrections.photo((80, 60)), "no_code_in_picture"),
        (qr.png("HC1:NONE")[:60], "picture_not_readable"),
        (b"\x89PNG\r\n\x1a\n" + bytes(9 * 1024 * 1024), "picture_too_large"),
    ],
)
def test_what_cannot_be_read_ends_with_two(
    sotiem: Command, tmp_path: Path, content: bytes, reason: str
) -> None:
    (tmp_path / "given").write_bytes(content)
    told = sotiem("certificate", "verify", tmp_path / "given", "--json")
    answer = json.loads(told.output)
    assert (told.exit_code, answer["verdict"]) == (2, "unreadable")
    assert (answer["reasons"], answer["payload"]) == ([reason], None)


@pytest.mark.parametrize("source", ["no/such/file", "/", "x" * 9000, "a\0b"])
def test_what_is_neither_text_nor_file_is_told_in_one_line(sotiem: Command, source: str) -> None:
    told = sotiem("certificate", "verify", source)
    assert told.exit_code == 2
    assert (told.stdout, told.stderr.count("\n")) == ("", 1)
    assert told.stderr.startswith("Error: This is neither a certificate's text")


def test_a_moment_that_is_none_is_a_mistake_in_the_command(sotiem: Command) -> None:
    told = sotiem("certificate", "verify", "HC1:NONE", "--at", "yesterday")
    assert told.exit_code == 2
    assert "write a time like 2021-10-12" in told.stderr


def test_a_smart_health_card_is_verified_and_decoded(
    sotiem: Command, certificate: Certificate, tmp_path: Path
) -> None:
    during = datetime.fromisoformat(f"{DURING}T00:00:00+07:00")
    ensure_card_key(at=during - timedelta(days=1))
    (text,) = to_qr_texts(health_cards.signed_card(certificate, at=during))
    told = sotiem("certificate", "verify", text, "--at", DURING)
    assert told.exit_code == 0
    for words in ("Nguyễn Thị Bảo Lộc, born 1987-04-03", "2021-07-01", "2021-08-12"):
        assert words in told.output
    picture = tmp_path / "card.png"
    picture.write_bytes(qr.png(text))
    answer = json.loads(sotiem("certificate", "verify", picture, "--at", DURING, "--json").output)
    assert (answer["verdict"], answer["standing"]) == ("valid", "in_force")
    jwks = tmp_path / "jwks.json"
    jwks.write_text(json.dumps(health_cards.keys_published(at=during)))
    asked = ("certificate", "decode", picture, "--at", DURING, "--json")
    strange, known = sotiem(*asked), sotiem(*asked, "--trust", jwks)
    assert (strange.exit_code, json.loads(strange.output)["reasons"]) == (1, ["signer_unknown"])
    assert json.loads(strange.output)["payload"]["holder"]["family"] == "Nguyễn"
    assert (known.exit_code, json.loads(known.output)["verdict"]) == (0, True)
    assert sotiem("certificate", "decode", "shc:/12", "--json").exit_code == 2


def test_the_verifier_is_written_whole_and_over_nothing_else(
    sotiem: Command, tmp_path: Path
) -> None:
    out = tmp_path / "site" / "scan"
    asked = ("certificate", "verifier", "--out", out, "--server", "https://st.example.vn/")
    assert sotiem(*asked).exit_code == 1  # no key signs lists yet
    assert not out.exists()
    ensure_list_key(at=timezone.now())
    assert sotiem(*asked).exit_code == 0
    first = written(out)
    assert first["verifier.json"]
    assert b"https://st.example.vn/kiem-tra/du-lieu" in first["index.html"]
    (out / "left-over").write_text("from an earlier edition")
    assert sotiem(*asked).exit_code == 0
    assert written(out) == first
    assert [path.name for path in out.parent.iterdir()] == ["scan"]
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "thesis.txt").write_text("mine")
    refused = sotiem("certificate", "verifier", "--out", theirs)
    assert refused.exit_code == 1
    assert [path.name for path in theirs.iterdir()] == ["thesis.txt"]
    for wrong in ("st.example.vn", "https://st.example.vn/?a", "https://a; script-src *"):
        assert sotiem("certificate", "verifier", "--out", out, "--server", wrong).exit_code == 1


def test_broken_off_nothing_is_half_written(tmp_path: Path) -> None:
    out = tmp_path / "scan"
    verifier.replace(out, {"index.html": b"old"})

    class Full(dict[str, bytes]):
        def items(self) -> Any:
            yield "index.html", b"new"
            raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        verifier.replace(out, Full())
    assert written(out) == {"index.html": b"old"}
    assert [path.name for path in tmp_path.iterdir()] == ["scan"]


def written(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
