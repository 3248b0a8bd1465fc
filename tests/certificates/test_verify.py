"""What somebody shows: signature first, then whether it was revoked."""

import struct
import zlib
from datetime import date, timedelta
from pathlib import Path

import pytest

from certificate_format import base45, qr
from certificate_format.hcert import PREFIX
from sotiem.certificates import queries
from sotiem.certificates.facts import Standing
from sotiem.certificates.models import Certificate, SigningKey
from sotiem.certificates.trust import TrustOnRecord
from tests.factories import certificates, doses

pytestmark = pytest.mark.django_db
AT = certificates.AT
FIRST, SECOND = date(2021, 7, 1), date(2021, 8, 12)


def standing(text: str) -> Standing:
    return queries.verify(text, at=AT).standing


def flipped(text: str, *, at: int = -1) -> str:
    """The same certificate with one bit of its signature changed."""
    message = bytearray(zlib.decompress(base45.decode(text.removeprefix(PREFIX))))
    message[at] ^= 1
    return PREFIX + base45.encode(zlib.compress(bytes(message)))


def test_a_certificate_in_force_holds_and_tells_what_it_says() -> None:
    found = queries.verify(certificates.certified().text, at=AT)
    assert (found.standing, found.is_valid, found.revoked_at) == (Standing.IN_FORCE, True, None)
    assert found.payload is not None
    assert found.payload.name.given == "Thị Bảo Lộc"


def test_a_replaced_certificate_tells_the_day_and_nothing_else() -> None:
    old = certificates.certified(FIRST)
    doses.dose(old.patient, SECOND)
    replaced_at = AT + timedelta(hours=1)
    certificates.refresh([old.patient_id], at=replaced_at)
    found = queries.verify(old.text, at=AT + timedelta(days=2))
    assert (found.standing, found.revoked_at) == (Standing.REPLACED, replaced_at)
    assert (found.is_valid, found.payload) == (False, None)
    assert standing(certificates.in_force(old.patient_id).text) is not Standing.REPLACED


def test_a_withdrawn_certificate_is_told_from_a_replaced_one() -> None:
    certificate = certificates.certified()
    Certificate.objects.update(revoked_at=AT, revocation="withdrawn")
    found = queries.verify(certificate.text, at=AT)
    assert (found.standing, found.payload) == (Standing.WITHDRAWN, None)


def test_one_flipped_bit_of_the_signature_is_invalid() -> None:
    assert standing(flipped(certificates.certified().text)) is Standing.INVALID


def test_a_foreign_signer_is_unknown() -> None:
    certificates.signing_key()
    found = queries.verify(certificates.foreign_text(), at=AT)
    assert (found.standing, found.payload) == (Standing.UNKNOWN_SIGNER, None)


def test_a_withdrawn_key_takes_its_certificates_with_it() -> None:
    certificate = certificates.certified()
    SigningKey.objects.filter(kind="signer").update(withdrawn_at=AT)
    assert standing(certificate.text) is Standing.UNKNOWN_SIGNER


def test_a_certificate_older_than_twelve_months_has_expired() -> None:
    certificate = certificates.certified()
    found = queries.verify(certificate.text, at=certificate.expires_at)
    assert found.standing is Standing.EXPIRED
    just_before = certificate.expires_at - timedelta(seconds=1)
    assert queries.verify(certificate.text, at=just_before).is_valid


def test_a_signature_of_ours_under_something_we_never_issued_does_not_hold() -> None:
    certificate = certificates.certified()
    text = certificate.text
    with certificates.behind_the_back():
        Certificate.objects.all().delete()
    assert standing(text) is Standing.NOT_ON_RECORD


@pytest.mark.parametrize(
    "text", ["", "xin chào", "HC1:", "HC1:%%%", "HC1:NCFOXN", "HC1:" + "A" * 9999]
)
def test_what_is_no_certificate_cannot_be_read(text: str) -> None:
    assert standing(text) is Standing.UNREADABLE


def test_line_ends_of_a_clipboard_do_no_harm() -> None:
    text = certificates.certified().text
    assert standing(f"  {text[:60]}\r\n{text[60:]}\n ") is Standing.IN_FORCE


def test_the_list_of_trust_holds_signers_and_no_root() -> None:
    signer = certificates.signing_key()
    root = SigningKey.objects.get(kind="root")
    trust = TrustOnRecord(AT)
    assert [each.kid.hex() for each in trust.find(bytes.fromhex(signer.kid))] == [signer.kid]
    assert trust.find(bytes.fromhex(root.kid)) == ()


def test_a_command_line_names_a_text_a_text_file_or_a_picture(tmp_path: Path) -> None:
    text = certificates.certified().text
    (tmp_path / "certificate.txt").write_text(text + "\n", encoding="ascii")
    (tmp_path / "certificate.png").write_bytes(qr.png(text))
    for source in (text, f"{tmp_path}/certificate.txt", f"{tmp_path}/certificate.png"):
        assert queries.verify(queries.text_of_source(source), at=AT).is_valid


def chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)


def bomb(side: int) -> bytes:
    """A small PNG that claims to be very large."""
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b""))


@pytest.mark.parametrize("side", [5_000, 12_000, 60_000])
def test_a_picture_bomb_is_refused_before_it_is_unpacked(side: int) -> None:
    with pytest.raises(queries.PictureTooLarge):
        queries.text_in_picture(bomb(side))


def test_a_picture_of_too_many_bytes_is_not_opened() -> None:
    with pytest.raises(queries.PictureTooLarge):
        queries.text_in_picture(b"\x89PNG\r\n\x1a\n" + bytes(queries.PICTURE_BYTES))


@pytest.mark.parametrize(
    "content", [b"", b"<svg></svg>", b"GIF89a", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n"]
)
def test_what_is_no_picture_is_said_to_be_none(content: bytes) -> None:
    with pytest.raises(queries.PictureNotReadable):
        queries.text_in_picture(content)
