"""SMART Health Cards, judged on the command line by the keys of their issuers."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import click
from cryptography.hazmat.primitives.asymmetric import ec

from certificate_format import CertificateError
from certificate_format.health_card_keys import keys_in
from certificate_format.health_cards import CardJudgement, judge_card

VALID, NOT_VALID, UNREADABLE = 0, 1, 2
FORMAT: Final = "smart-health-card"


def decode_card(text: str, *, trust: Iterable[Path], at: datetime, json_wanted: bool) -> int:
    """Say what a card says, whoever signed it, and whether one of these keys (JWKS) did."""
    judgement = judge_card(text, keys=_keys(trust), at=at)
    answer = _told(judgement)
    if not json_wanted:
        word = "Valid" if judgement.reason is None else f"Not valid: {judgement.reason}"
        click.echo(f"{word.replace('_', ' ')}.")
        click.echo("What it says:" if judgement.is_signed else "What it says, unproven:")
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2, default=str))
    if judgement.reason is None:
        return VALID
    return UNREADABLE if judgement.unproven is None else NOT_VALID


def _told(judgement: CardJudgement) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "verdict": judgement.reason is None,
        "signature": judgement.is_signed,
        "payload": asdict(judgement.unproven) if judgement.unproven else None,
        "reasons": [judgement.reason] if judgement.reason else [],
        "kid": judgement.kid,
    }


def _keys(paths: Iterable[Path]) -> dict[str, ec.EllipticCurvePublicKey]:
    keys: dict[str, ec.EllipticCurvePublicKey] = {}
    for path in paths:
        try:
            content = json.loads(path.read_bytes())
            keys |= keys_in(content if isinstance(content, dict) else {})
        except (OSError, ValueError, CertificateError) as error:
            raise click.UsageError(f"{path}: this is not a list of keys (JWKS)") from error
    return keys
