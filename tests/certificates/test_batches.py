"""What the EU gateway is handed: each revocation once, in a batch that stays as it was made."""

import json
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from certificate_format.revocation_lists import MOST_IN_A_BATCH
from certificate_format.signed_list import from_base64
from sotiem.certificates.models import Certificate, RevocationBatch, RevokedCertificate
from sotiem.certificates.operations import (
    batch,
    ensure_list_key,
    ensure_signing_key,
    make_batch,
    publish_revocations,
    reissue_certificates,
    sign_what_was_saved,
    withdraw_signing_key,
)
from sotiem.foundation.actors import machine
from sotiem.foundation.models import AuditEntry
from tests.factories import certificates
from tests.runtime.commands import run

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0) - timedelta(days=1)
TEST = machine("test")


@pytest.fixture(autouse=True)
def on_record(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands run on the test's database; batches hold two."""
    monkeypatch.setattr("sotiem.runtime.django.setup_on_record", lambda: None)
    monkeypatch.setattr(batch, "MOST_IN_A_BATCH", 2)
    ensure_signing_key(at=NOW)
    ensure_list_key(at=NOW)


def revoked(number: int) -> list[str]:
    """Revoke certificates of so many people, and tell verifiers; gives the hashes."""
    people = [certificates.vaccinated() for _ in range(number)]
    sign_what_was_saved(at=NOW)
    certificates.refresh([each.pk for each in people], at=NOW)
    old = [certificates.in_force(each.pk) for each in people]
    for each in old:
        reissue_certificates(patient_id=each.patient_id, by=TEST, at=NOW)
    publish_revocations(at=NOW)
    return [each.signature_hash for each in old]


def written(out: Path) -> dict[str, dict[str, Any]]:
    """What OpenSSL reads in each file, after it found the signature good."""
    run("certificate", "batches", "--out", out)
    return {path.stem: verified(path) for path in sorted(out.glob("*.cms"))}


def verified(path: Path, *, by: Path | None = None) -> dict[str, Any]:
    trusted = ["-CAfile", str(by or path.with_name("upload.pem")), "-purpose", "any"]
    read = subprocess.run(
        ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", str(path), *trusted],
        capture_output=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(read.stdout)
    return found


def hashes(batches: dict[str, dict[str, Any]]) -> list[str]:
    return sorted(
        from_base64(each["hash"]).hex() for told in batches.values() for each in told["entries"]
    )


def index(out: Path) -> dict[str, bool]:
    listed = json.loads((out / "batches.json").read_bytes())
    return {each["batchId"]: each["deleted"] for each in listed["batches"]}


def test_openssl_reads_each_batch_and_finds_every_revocation_once(tmp_path: Path) -> None:
    told = revoked(5)
    batches = written(tmp_path)
    assert sorted(len(each["entries"]) for each in batches.values()) == [1, 2, 2]
    assert hashes(batches) == sorted(told)
    assert index(tmp_path) == dict.fromkeys(batches, False)
    (expires,) = {each["expires"] for each in batches.values()}
    last = RevokedCertificate.objects.latest("expires_at").expires_at
    assert expires == f"{last:%Y-%m-%dT%H:%M:%SZ}"
    kid = Certificate.objects.latest("pk").signing_key.kid
    assert {from_base64(each["kid"]).hex() for each in batches.values()} == {kid}
    assert {(each["country"], each["hashType"]) for each in batches.values()} == {
        ("VN", "SIGNATURE")
    }
    assert MOST_IN_A_BATCH == 1_000


def test_a_batch_that_was_written_stays_as_it_is_and_later_ones_hold_what_came_later(
    tmp_path: Path,
) -> None:
    first = revoked(3)
    before = written(tmp_path)
    bytes_before = {path.name: path.read_bytes() for path in tmp_path.glob("*.cms")}
    second = revoked(1)
    after = written(tmp_path)
    assert {name: (tmp_path / name).read_bytes() for name in bytes_before} == bytes_before
    assert before.items() <= after.items()
    assert hashes({name: after[name] for name in after.keys() - before.keys()}) == second
    assert hashes(after) == sorted([*first, *second])


def test_a_file_that_was_lost_is_written_again_with_the_same_content(tmp_path: Path) -> None:
    revoked(3)
    before = written(tmp_path)
    lost, *_ = before
    (tmp_path / f"{lost}.cms").unlink()
    (tmp_path / f"{lost}.part").write_bytes(b"broken off")
    assert written(tmp_path) == before


def test_a_changed_batch_or_another_signer_is_refused_by_openssl(tmp_path: Path) -> None:
    revoked(1)
    written(tmp_path)
    (path,) = tmp_path.glob("*.cms")
    forged = tmp_path / "forged"
    forged.write_bytes(path.read_bytes().replace(b'"VN"', b'"FR"'))
    with pytest.raises(subprocess.CalledProcessError):
        verified(forged)
    stranger = tmp_path / "stranger.pem"
    stranger.write_text(other_certificate(), encoding="ascii")
    with pytest.raises(subprocess.CalledProcessError):
        verified(path, by=stranger)


def other_certificate() -> str:
    made = subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-keyout", "/dev/null", "-subj", "/C=VN/CN=Other"],
        capture_output=True, check=True, text=True,
    )  # fmt: skip
    return made.stdout


def test_batches_in_which_nothing_is_left_are_named_as_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    revoked(2)
    (old,) = written(tmp_path)
    later = NOW + timedelta(days=400)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    assert written(tmp_path) == {}
    assert index(tmp_path) == {old: True}


def test_of_a_withdrawn_key_no_batch_is_left(tmp_path: Path) -> None:
    revoked(2)
    (old,) = written(tmp_path)
    kid = RevocationBatch.objects.get().signing_key.kid
    withdraw_signing_key(kid=kid, reason="leaked", by=TEST, at=timezone.now())
    assert written(tmp_path) == {}
    assert index(tmp_path) == {old: True}


def test_what_verifiers_were_not_told_yet_waits_for_the_next_batch() -> None:
    told = revoked(1)
    certificate = certificates.in_force(Certificate.objects.earliest("pk").patient_id)
    reissue_certificates(patient_id=certificate.patient_id, by=TEST, at=NOW)
    made = make_batch(by=TEST, at=NOW)
    assert made is not None
    assert list(made.entries.values_list("signature_hash", flat=True)) == told
    assert make_batch(by=TEST, at=NOW) is None


def test_each_batch_stands_on_the_trail() -> None:
    revoked(3)
    while make_batch(by=TEST, at=NOW):
        pass
    entries = AuditEntry.objects.filter(action="revocation_batch.made").order_by("object_id")
    assert [each.details["entries"] for each in entries] == [2, 1]
