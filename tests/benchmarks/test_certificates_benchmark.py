"""The benchmark of the certificate codec, small: eight certificates, one round."""

import pytest
from django.utils import timezone

from benchmarks.certificates import cascade, codec, issuing, scanning
from sotiem.certificates.operations import (
    ensure_list_key,
    ensure_signing_key,
    sign_what_was_saved,
    take_first_signatures,
)
from sotiem.doses.events import DosesRecorded
from sotiem.foundation import events
from tests.factories import certificates


def test_the_codec_is_measured_beside_the_limit(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(codec, "openssl", lambda seconds: (40_000.0, 14_000.0 * seconds))

    codec.main(["--certificates", "8", "--rounds", "1"])

    head, _, *rows = capsys.readouterr().out.splitlines()
    told = {row.split(" | ")[0].strip("| "): row.split(" | ")[1:] for row in rows}
    assert head == "| measured | median | least | most |"
    assert told["openssl sign/s"][0] == "40,000"
    assert {"issue : sign", "judge many : verify", "QR picture ms"} <= told.keys()


def test_a_cascade_is_built_and_asked_of_everyone(capsys: pytest.CaptureFixture[str]) -> None:
    cascade.main(["--revoked", "500", "--live", "20000"])
    told = capsys.readouterr().out
    assert told.startswith("500 revoked among 20,000 valid: ")
    assert told.endswith("0 missed, 0 refused wrongly\n")


@pytest.mark.django_db
def test_certificates_are_issued_to_who_has_none(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "_in_transaction", {DosesRecorded: (take_first_signatures,)})
    certificates.signing_key()
    certificates.vaccinated()
    ensure_signing_key(at=timezone.now())
    issuing.main(["--people", "10"])
    assert capsys.readouterr().out.startswith("1 certificates, processes: 1; ")
    issuing.main(["--people", "10"])
    assert capsys.readouterr().out.startswith("0 certificates")


@pytest.mark.django_db
def test_scans_are_timed_from_the_frame_to_the_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    certificates.vaccinated()
    now = timezone.now()
    ensure_signing_key(at=now)
    ensure_list_key(at=now)
    sign_what_was_saved(at=now)
    issuing.main(["--people", "1"])
    capsys.readouterr()
    scanning.main(["--scans", "2", "--visits", "1"])
    _, _, *rows = capsys.readouterr().out.splitlines()
    told = {row.split(" | ")[0].strip("| "): row.split(" | ")[1] for row in rows}
    assert told["frame to verdict"] == "2"
    assert told["frame to verdict, first scan of a visit"] == "1"
