"""Certificates of any country, judged on the command line without a record and without Django."""

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import click
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from certificate_format import (
    CertificateError,
    Judgement,
    Outcome,
    Reason,
    SignerCertificate,
    Step,
    TrustList,
    health_card_codes,
    judge,
    pdf,
    qr,
)
from certificate_format.algorithms import PublicKey
from certificate_format.hcert import PREFIX
from certificate_format.report import NOTHING, as_json, report
from certificate_format.signed_list import from_base64
from certificate_format.trust_lists import PublishedList, read_path
from sotiem.runtime.certificate_words import MARKS, print_step
from sotiem.runtime.health_card_decoding import decode_card
from sotiem.runtime.terminal import console

VALID, NOT_VALID, UNREADABLE = 0, 1, 2
READING: Final = (Step.PREFIX, Step.BASE45, Step.INFLATE, Step.CBOR)
HERE: Final = ZoneInfo("Asia/Ho_Chi_Minh")
_PICTURE_STARTS: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"RIFF")


def decode(
    *,
    source: str,
    trust: Sequence[Path],
    believed: Sequence[SignerCertificate],
    list_key: Path | None,
    at: datetime | None,
    json_wanted: bool,
) -> int:
    """Say of one certificate what it says and how each step of the check ended."""
    try:
        text = _text_of(source)
    except CertificateError as error:
        return _tell_unreadable(error.reason, json_wanted)
    if text.startswith(health_card_codes.PREFIX):
        return decode_card(text, trust=trust, at=_moment(at), json_wanted=json_wanted)
    signers = [*_read_trust(trust, list_key), *believed]
    judgement = judge(text, trust=TrustList(signers), at=_moment(at))
    if json_wanted:
        click.echo(json.dumps(report(judgement), ensure_ascii=False, indent=2))
    else:
        _print_words(judgement)
    if judgement.is_valid:
        return VALID
    return UNREADABLE if judgement.unproven is None else NOT_VALID


def decode_batch(
    *,
    batch: Path,
    trust: Sequence[Path],
    believed: Sequence[SignerCertificate],
    list_key: Path | None,
    at: datetime | None,
) -> int:
    """Judge one object a line, and answer one object a line in the same order."""
    default = TrustList([*_read_trust(trust, list_key), *believed])
    now = _moment(at)
    with click.open_file(str(batch), "rb") as lines:
        for line in lines:
            if line.strip():
                click.echo(json.dumps(_answered(line, default, now)))
    return VALID


def _answered(line: bytes, default: TrustList, now: datetime) -> dict[str, Any]:
    """Answer whatever happens: the next lines must not wait for a defect of ours."""
    try:
        return _answer(line, default, now)
    except Exception as error:
        click.echo(f"a line met a defect: {type(error).__name__}", err=True)
        return {"id": None, **NOTHING, "reasons": ["defect"]}


def _answer(line: bytes, default: TrustList, now: datetime) -> dict[str, Any]:
    """Judge what stands in one line; whatever it is, there is an answer."""
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError):
        return {"id": None, **NOTHING, "reasons": ["line_not_json"]}
    if not isinstance(asked, dict):
        return {"id": None, **NOTHING, "reasons": ["line_not_object"]}
    own = asked.get("id")
    named = {"id": as_json(own) if not isinstance(own, dict | list) else None}
    try:
        at = _asked_moment(asked["at"]) if asked.get("at") is not None else now
        trust, refused = (
            _asked_trust(asked["trust"]) if asked.get("trust") is not None else (default, [])
        )
        text = _asked_text(asked)
    except _WrongQuestion as wrong:
        return {**named, **NOTHING, "reasons": [str(wrong)]}
    except CertificateError as error:
        return {**named, **NOTHING, "verdict": False, "reasons": [error.reason.value]}
    told = {**named, **report(judge(text, trust=trust, at=at))}
    return told | {"trust_refused": refused} if refused else told


class _WrongQuestion(Exception):
    """A line asks nothing that could be answered; the code says why."""


def _asked_moment(value: object) -> datetime:
    try:
        return _moment(datetime.fromisoformat(value if isinstance(value, str) else ""))
    except (ValueError, OverflowError) as error:
        raise _WrongQuestion("at_wrong") from error


def _asked_trust(value: object) -> tuple[TrustList, list[str]]:
    if not isinstance(value, list):
        raise _WrongQuestion("trust_wrong")
    return _trust(tuple(each if isinstance(each, str) else None for each in value))


@lru_cache(maxsize=256)
def _trust(listed: tuple[str | None, ...]) -> tuple[TrustList, list[str]]:
    """Read certificates; many lines name the same."""
    signers, refused = [], []
    for number, encoded in enumerate(listed, start=1):
        signer = _signer(encoded) if encoded is not None else None
        if signer is None:
            refused.append(f"{number}: {Reason.SIGNER_CERTIFICATE_WRONG.value}")
        else:
            signers.append(signer)
    return TrustList(signers), refused


@lru_cache(maxsize=10_000)
def _signer(encoded: str) -> SignerCertificate | None:
    try:
        return SignerCertificate.from_der(from_base64(encoded))
    except CertificateError:
        return None


def _asked_text(asked: dict[str, Any]) -> str:
    if isinstance(text := asked.get("text"), str):
        return _as_pasted(text)
    if isinstance(image := asked.get("image"), str):
        try:
            content = from_base64(image.partition(";base64,")[2] or image)
        except CertificateError as error:
            raise CertificateError(Reason.IMAGE_UNREADABLE) from error
        return _text_on(content)
    raise _WrongQuestion("text_missing")


def _text_of(source: str) -> str:
    """Take the text itself, or find it in the file that is named."""
    if source == "-":
        return _text_in(sys.stdin.buffer.read(qr.MAX_BYTES + 1))
    if source.lstrip().startswith((PREFIX, health_card_codes.PREFIX)):
        return _as_pasted(source)
    try:
        with Path(source).open("rb") as file:
            return _text_in(file.read(qr.MAX_BYTES + 1))
    except (OSError, ValueError):
        return _as_pasted(source)


def _text_in(content: bytes) -> str:
    if content.startswith((pdf.START, *_PICTURE_STARTS)):
        return _text_on(content)
    return _as_pasted(content.decode("utf-8-sig", errors="replace"))


def _text_on(content: bytes) -> str:
    """Read the code in a picture or on the page of a PDF."""
    text = pdf.read(content) if content.startswith(pdf.START) else qr.read(content)
    if not text:
        raise CertificateError(Reason.NO_CODE_IN_IMAGE)
    return text


def _as_pasted(text: str) -> str:
    """Take out line ends, and blanks around the text; blanks inside belong to it."""
    return "".join(text.splitlines()).strip()


def _moment(at: datetime | None) -> datetime:
    """A time without an offset is one of Viet Nam."""
    if at is None:
        return datetime.now(UTC)
    return at if at.tzinfo else at.replace(tzinfo=HERE)


def _read_trust(paths: Iterable[Path], list_key: Path | None) -> list[SignerCertificate]:
    keys = list_keys_in(list_key)
    signers: list[SignerCertificate] = []
    for path in paths:
        try:
            published = read_path(path, list_keys=keys)
        except CertificateError as error:
            raise click.UsageError(f"{path}: {_words(error.reason)}") from error
        _tell_refused(path, published, proven=bool(keys))
        signers.extend(published.signers)
    return signers


def _tell_refused(path: Path, published: PublishedList, *, proven: bool) -> None:
    for name, reason in published.refused:
        click.echo(f"{path}: {name} is not used: {_words(reason)}", err=True)
    if published.sequence is not None and not proven:
        click.echo(f"{path}: who signed it was not checked (--list-key)", err=True)


def list_keys_in(path: Path | None) -> list[PublicKey]:
    """Read the key that lists of our form need, if one is named."""
    if path is None:
        return []
    try:
        key = load_pem_public_key(path.read_bytes())
    except ValueError as error:
        raise click.UsageError(f"{path}: this is not a public key in PEM") from error
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise click.UsageError(f"{path}: lists are signed with P-256 keys")
    return [key]


def _tell_unreadable(reason: Reason, json_wanted: bool) -> int:
    if json_wanted:
        answer = {**NOTHING, "verdict": False, "reasons": [reason.value]}
        click.echo(json.dumps(answer, indent=2))
    else:
        click.echo(f"Error: {_words(reason)}", err=True)
    return UNREADABLE


def _print_words(judgement: Judgement) -> None:
    mark = MARKS[Outcome.PASSED if judgement.is_valid else Outcome.FAILED]
    told = report(judgement)
    console.print(f"{mark} {'Valid' if judgement.is_valid else 'Not valid'}.")
    for verdict in judgement.verdicts:
        print_step(verdict.step, verdict.outcome, _words(verdict.reason) if verdict.reason else "")
    if judgement.unproven is None:
        return
    console.print()
    console.print("What it says:" if judgement.is_signed else "What it says, unproven:")
    said = {name: told[name] for name in ("issuer", "issued_at", "expires_at", "kid", "payload")}
    console.print(json.dumps(said, ensure_ascii=False, indent=2), markup=False, soft_wrap=True)


def _words(reason: Reason) -> str:
    return reason.value.replace("_", " ")
