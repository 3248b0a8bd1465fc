"""Revocations as files for the EU gateway, each signed as CMS."""

import json
import os
from datetime import datetime
from pathlib import Path

import click
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.utils import timezone

from sotiem.certificates.facts import COUNTRY
from sotiem.certificates.models import RevocationBatch, SigningKey
from sotiem.certificates.operations import ensure_upload_key, make_batch
from sotiem.certificates.published import eu_batch_signed
from sotiem.foundation.actors import machine
from sotiem.runtime.terminal import progress

AT_THE_COMMAND_LINE = machine("command_line", "Dòng lệnh")


def write_all(*, out: Path) -> None:
    """Put into batches what is in none, and write the files that are missing."""
    now = timezone.now()
    key = ensure_upload_key(at=now)
    while make_batch(by=AT_THE_COMMAND_LINE, at=now):
        pass
    out.mkdir(parents=True, exist_ok=True)
    batches = list(RevocationBatch.objects.select_related("signing_key").order_by("pk"))
    written = 0
    with progress() as bar:
        for batch in bar.track(batches, description="Writing batches"):
            path = out / f"{batch.public_id}.cms"
            if _is_over(batch, now):
                path.unlink(missing_ok=True)
            elif not path.exists():
                _write(path, eu_batch_signed(batch, by=key))
                written += 1
    _write(out / "upload.pem", _certificates())
    _write(out / "batches.json", _index(batches, now))
    over = sum(_is_over(batch, now) for batch in batches)
    click.echo(f"{written:,} batches written, {len(batches) - over:,} in all; {over:,} deleted.")


def _is_over(batch: RevocationBatch, now: datetime) -> bool:
    """Whether nothing that a batch names could be believed any more."""
    return batch.expires_at <= now or batch.signing_key.withdrawn_at is not None


def _index(batches: list[RevocationBatch], now: datetime) -> bytes:
    """Which batches there are, as the gateway itself lists them."""
    listed = [
        {
            "batchId": str(batch.public_id),
            "country": COUNTRY,
            "date": batch.made_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "deleted": _is_over(batch, now),
        }
        for batch in batches
    ]
    return json.dumps({"more": False, "batches": listed}, indent=1).encode()


def _certificates() -> bytes:
    """Every upload certificate: files written earlier were signed by earlier ones."""
    keys = SigningKey.objects.filter(kind=SigningKey.Kind.UPLOAD).order_by("-valid_from", "-pk")
    return b"".join(
        x509.load_der_x509_certificate(bytes(key.certificate)).public_bytes(Encoding.PEM)
        for key in keys
    )


def _write(path: Path, content: bytes) -> None:
    """Write a file that is there whole or not at all."""
    draft = path.with_suffix(".part")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
