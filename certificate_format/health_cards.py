"""SMART Health Cards (`shc:/`): the doses of a person as a FHIR bundle, signed as a JWS.

For vaccines that the European format cannot name, and for readers that expect this one.
"""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final, NamedTuple, TypeAlias

from cryptography.hazmat.primitives.asymmetric import ec

from certificate_format import algorithms
from certificate_format.algorithms import Algorithm
from certificate_format.errors import CertificateError, Reason
from certificate_format.health_card_codes import to_jws
from certificate_format.signed_list import from_base64, to_base64url
from certificate_format.signer import Signer

Keys: TypeAlias = Mapping[str, ec.EllipticCurvePublicKey]  # by their names (`key_id`)

MAX_INFLATED: Final = 64 * 1024
FHIR_VERSION: Final = "4.0.1"
ICD_11: Final = "http://id.who.int/icd/release/11/mms"

_TYPES: Final = (
    "https://smarthealth.cards#health-card",
    "https://smarthealth.cards#immunization",
)
_COVID_TYPE: Final = "https://smarthealth.cards#covid19"
_COMPACT: Final[dict[str, Any]] = {"ensure_ascii": False, "separators": (",", ":")}


@dataclass(frozen=True, slots=True)
class CardHolder:
    """Whose card it is; the birth date may be YYYY-MM-DD, YYYY-MM or YYYY."""

    family: str
    given: str
    birth_date: str


@dataclass(frozen=True, slots=True)
class CardDose:
    """One dose: its vaccine by a code of a system, and where and from which lot it was given."""

    system: str
    code: str
    given_on: date
    lot_number: str = ""
    performer: str = ""


@dataclass(frozen=True, slots=True)
class HealthCard:
    """What is signed. `revocation_id` lets a list of the issuer's withdraw the card."""

    issuer: str  # an https address: the keys lie below it in .well-known/jwks.json
    holder: CardHolder
    doses: tuple[CardDose, ...]
    valid_from: datetime
    expires_at: datetime | None = None
    revocation_id: str = ""
    is_covid: bool = True


def sign_card(card: HealthCard, *, signer: Signer, kid: str) -> str:
    """Sign a card, as a JWS; `to_qr_texts` makes it the text of a QR code."""
    if signer.algorithm is not Algorithm.ES256:
        raise CertificateError(Reason.ALGORITHM_DOES_NOT_FIT_KEY)
    packing = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packing.compress(_json(to_content(card))) + packing.flush()
    header = _json({"zip": "DEF", "alg": "ES256", "kid": kid})
    signed = f"{to_base64url(header)}.{to_base64url(packed)}"
    return f"{signed}.{to_base64url(signer.sign(signed.encode()))}"


class CardJudgement(NamedTuple):
    """What can be said of a card: what it says, whoever wrote it, and its first fault."""

    unproven: HealthCard | None
    kid: str | None
    is_signed: bool
    reason: Reason | None

    @property
    def card(self) -> HealthCard | None:
        """What a signer whom we trust has said, even if it has expired since."""
        return self.unproven if self.is_signed else None


def judge_card(text: str, *, keys: Keys, at: datetime) -> CardJudgement:
    """Judge a card (`shc:/`, or its JWS): did one of these keys sign it, and does it hold now?"""
    card: HealthCard | None = None
    kid: str | None = None
    is_signed = False
    try:
        signed, _, signature = to_jws(text).rpartition(".")
        header, _, packed = signed.partition(".")
        head = _parsed(from_base64(header))
        card = _read_if_possible(packed)
        kid = head["kid"] if isinstance(head.get("kid"), str) else None
        _check_signature(head, signed, from_base64(signature), keys)
        card = card or _read(packed)
        is_signed = True
        if at < card.valid_from:
            raise CertificateError(Reason.NOT_YET_VALID)
        if card.expires_at is not None and at >= card.expires_at:
            raise CertificateError(Reason.EXPIRED)
    except CertificateError as error:
        return CardJudgement(card, kid, is_signed, error.reason)
    return CardJudgement(card, kid, is_signed, None)


def read_card(text: str, *, keys: Keys, at: datetime) -> HealthCard:
    """Read a card that one of these keys signed, and that holds now."""
    judgement = judge_card(text, keys=keys, at=at)
    if judgement.reason is not None or judgement.card is None:
        raise CertificateError(judgement.reason or Reason.FIELD_WRONG)
    return judgement.card


def to_content(card: HealthCard) -> dict[str, Any]:
    """Lay a card out as a verifiable credential around a FHIR bundle."""
    holder = card.holder
    patient: dict[str, Any] = {
        "resourceType": "Patient",
        "name": [{"family": holder.family, "given": holder.given.split()}],
    }
    if holder.birth_date:
        patient["birthDate"] = holder.birth_date
    resources = [patient, *(_immunization(dose) for dose in card.doses)]
    bundle = {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [
            {"fullUrl": f"resource:{number}", "resource": resource}
            for number, resource in enumerate(resources)
        ],
    }
    credential: dict[str, Any] = {
        "type": [*_TYPES, _COVID_TYPE] if card.is_covid else list(_TYPES),
        "credentialSubject": {"fhirVersion": FHIR_VERSION, "fhirBundle": bundle},
    }
    if card.revocation_id:
        credential["rid"] = card.revocation_id
    content: dict[str, Any] = {"iss": card.issuer, "nbf": int(card.valid_from.timestamp())}
    if card.expires_at:
        content["exp"] = int(card.expires_at.timestamp())
    return {**content, "vc": credential}


def from_content(content: Mapping[str, Any]) -> HealthCard:
    """Read what stands in a card."""
    try:
        credential = content["vc"]
        entries = credential["credentialSubject"]["fhirBundle"]["entry"]
        resources = [each["resource"] for each in entries]
        (patient,) = (each for each in resources if each["resourceType"] == "Patient")
        name = patient["name"][0]
        given = [each for each in resources if each["resourceType"] == "Immunization"]
        return HealthCard(
            issuer=str(content["iss"]),
            holder=CardHolder(
                str(name.get("family", "")),
                " ".join(name.get("given", ())),
                str(patient.get("birthDate", "")),
            ),
            doses=tuple(_dose(each) for each in given if each.get("status") == "completed"),
            valid_from=datetime.fromtimestamp(content["nbf"], UTC),
            expires_at=datetime.fromtimestamp(content["exp"], UTC) if "exp" in content else None,
            revocation_id=str(credential.get("rid", "")),
            is_covid=_COVID_TYPE in credential["type"],
        )
    except (
        KeyError,
        IndexError,
        TypeError,
        ValueError,
        AttributeError,
        OverflowError,
        OSError,
    ) as error:
        raise CertificateError(Reason.FIELD_WRONG) from error


def _immunization(dose: CardDose) -> dict[str, Any]:
    resource: dict[str, Any] = {
        "resourceType": "Immunization",
        "status": "completed",
        "vaccineCode": {"coding": [{"system": dose.system, "code": dose.code}]},
        "patient": {"reference": "resource:0"},
        "occurrenceDateTime": dose.given_on.isoformat(),
    }
    if dose.lot_number:
        resource["lotNumber"] = dose.lot_number
    if dose.performer:
        resource["performer"] = [{"actor": {"display": dose.performer}}]
    return resource


def _dose(resource: Mapping[str, Any]) -> CardDose:
    coding = resource["vaccineCode"]["coding"][0]
    performers = resource.get("performer") or [{}]
    return CardDose(
        system=str(coding["system"]),
        code=str(coding["code"]),
        given_on=date.fromisoformat(resource["occurrenceDateTime"][:10]),
        lot_number=str(resource.get("lotNumber", "")),
        performer=str(performers[0].get("actor", {}).get("display", "")),
    )


def _read(packed: str) -> HealthCard:
    return from_content(_parsed(_inflated(from_base64(packed))))


def _read_if_possible(packed: str) -> HealthCard | None:
    try:
        return _read(packed)
    except CertificateError:
        return None


def _check_signature(header: Mapping[str, Any], signed: str, signature: bytes, keys: Keys) -> None:
    if header.get("alg") != "ES256" or header.get("zip") != "DEF" or "crit" in header:
        raise CertificateError(Reason.ALGORITHM_NOT_ALLOWED)
    kid = header.get("kid")
    key = keys.get(kid) if isinstance(kid, str) else None
    if key is None:
        raise CertificateError(Reason.SIGNER_UNKNOWN if kid else Reason.KID_MISSING)
    if algorithms.algorithm_for(key) is not Algorithm.ES256:
        raise CertificateError(Reason.ALGORITHM_DOES_NOT_FIT_KEY)
    if not algorithms.holds(key, signature, signed.encode()):
        raise CertificateError(Reason.SIGNATURE_WRONG)


def _inflated(data: bytes) -> bytes:
    unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = unpacking.decompress(data, MAX_INFLATED + 1)
    except zlib.error as error:
        raise CertificateError(Reason.INFLATE_WRONG) from error
    if len(content) > MAX_INFLATED:
        raise CertificateError(Reason.INFLATE_TOO_LARGE)
    if not unpacking.eof or unpacking.unused_data:
        raise CertificateError(Reason.INFLATE_WRONG)
    return content


def _parsed(data: bytes) -> dict[str, Any]:
    try:
        content = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise CertificateError(Reason.CLAIMS_WRONG) from error
    if not isinstance(content, dict):
        raise CertificateError(Reason.CLAIMS_WRONG)
    return content


def _json(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content, **_COMPACT).encode()
