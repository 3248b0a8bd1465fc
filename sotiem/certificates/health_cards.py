"""SMART Health Cards of certificates: signed when asked for, and revoked with the record."""

import hmac
from datetime import UTC, datetime
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.core.cache import cache
from django.db.models import Max

from certificate_format.errors import Reason
from certificate_format.health_card_codes import MOST_IN_ONE_CODE, PREFIX
from certificate_format.health_card_keys import key_id, public_jwk
from certificate_format.health_cards import (
    ICD_11,
    CardDose,
    CardHolder,
    CardJudgement,
    HealthCard,
    judge_card,
    sign_card,
)
from certificate_format.names import split_full_name
from certificate_format.products import ICD_11_CODES
from certificate_format.signed_list import to_base64url
from sotiem.certificates.facts import CardVerification, Standing
from sotiem.certificates.models import AmendedCard, Certificate, RevocationIssue, SigningKey
from sotiem.certificates.operations.keys import card_key_in_force, card_keys, open_signer
from sotiem.certificates.queries import as_pasted
from sotiem.certificates.revocation_models import RevokedCertificate
from sotiem.doses.models import Dose
from sotiem.doses.queries import doses_of
from sotiem.vaccines.models import Vaccine
from sotiem.vaccines.queries import known_vaccines

CVX: Final = "http://hl7.org/fhir/sid/cvx"
COVID: Final = "840539006"
LIST_KEPT_FOR: Final = 600  # seconds; every change gives the list another number

_ID_BYTES: Final = 8  # as the framework recommends
_UNREADABLE: Final = (Reason.TEXT_TOO_LONG, Reason.PREFIX_MISSING, Reason.CODES_MISSING)


class NoCardKey(LookupError):
    """No key signs SMART Health Cards, or none of ours has this name."""


def signed_card(certificate: Certificate, *, at: datetime) -> str:
    """All doses of a person against the disease of her certificate, signed (JWS).

    So that it fits into one code, it leaves out where the doses were given if it must.
    """
    key = card_key_in_force(at)
    if key is None:
        raise NoCardKey
    kid, signer = key_id(_public(key)), open_signer(key)
    jws = sign_card(card_of(certificate, kid=kid), signer=signer, kid=kid)
    if len(jws) <= MOST_IN_ONE_CODE:
        return jws
    return sign_card(card_of(certificate, kid=kid, with_places=False), signer=signer, kid=kid)


def card_of(certificate: Certificate, *, kid: str, with_places: bool = True) -> HealthCard:
    """What stands on the card of a certificate; it names the person as the certificate does."""
    person = certificate.patient_version
    amended = AmendedCard.objects.filter(certificate=certificate)
    last = amended.aggregate(last=Max("amended_at"))["last"]
    told = [
        _dose(dose, with_place=with_places)
        for dose in doses_of(certificate.patient_id)
        if dose.current.vaccine.disease_id == certificate.disease_id
    ]
    return HealthCard(
        issuer=settings.PUBLIC_ADDRESS.rstrip("/"),
        holder=CardHolder(*split_full_name(person.full_name), person.birth_date),
        doses=tuple(told),
        valid_from=max(certificate.issued_at, last or certificate.issued_at),
        expires_at=certificate.expires_at,
        revocation_id=_revocation_id(certificate.public_id.bytes, kid),
        is_covid=certificate.disease.code == COVID,
    )


def keys_published(*, at: datetime) -> dict[str, Any]:
    """The keys of cards (JWKS), each with the number of its list of revoked cards."""
    version = _list_number()
    keys = card_keys(at).order_by("pk")
    return {"keys": [{**public_jwk(_public(key)), "crlVersion": version} for key in keys]}


def revoked_cards(kid: str, *, at: datetime) -> dict[str, Any]:
    """The cards of a key that are revoked: for good, or if issued before a moment (`.seconds`)."""
    if kid not in _believed(at):
        raise NoCardKey(kid)
    number = _list_number()
    name = f"revoked-health-cards-{kid}-{number}"
    found: list[str] | None = cache.get(name)
    if found is None:
        found = [*_revoked(kid, at), *_amended(kid, at)]
        cache.set(name, found, LIST_KEPT_FOR)
    return {"kid": kid, "method": "rid", "ctr": number, "rids": found}


def is_card(text: str) -> bool:
    """Whether somebody shows a SMART Health Card, good or not."""
    return text.lstrip().startswith(PREFIX)


def verify_card(text: str, *, at: datetime) -> CardVerification:
    """Say how a card stands: its signature first, then whether it was revoked."""
    judgement = judge_card(as_pasted(text), keys=_believed(at), at=at)
    standing = _standing_of(judgement)
    if standing in (Standing.IN_FORCE, Standing.EXPIRED) and _is_revoked(judgement, at):
        standing = Standing.REPLACED
    return CardVerification(judgement, standing)


def vaccine_name(dose: CardDose) -> str:
    """What we call the vaccine that a card names by a code, or the code."""
    for vaccine in known_vaccines().values():
        if _coded(vaccine) == (dose.system, dose.code):
            return vaccine.name_vi
    return dose.code


def _coded(vaccine: Vaccine) -> tuple[str, str]:
    """A vaccine by the code that most readers know."""
    if vaccine.cvx_code:
        return CVX, vaccine.cvx_code
    return ICD_11, ICD_11_CODES.get(vaccine.product_code, "")


def _dose(dose: Dose, *, with_place: bool) -> CardDose:
    told = dose.current
    system, code = _coded(told.vaccine)
    place = told.facility.name if told.facility else told.place
    return CardDose(
        system=system,
        code=code,
        given_on=told.administered_on,
        lot_number=told.lot_number,
        performer=place if with_place else "",
    )


def _public(key: SigningKey) -> ec.EllipticCurvePublicKey:
    public = x509.load_der_x509_certificate(bytes(key.certificate)).public_key()
    assert isinstance(public, ec.EllipticCurvePublicKey)
    return public


def _believed(at: datetime) -> dict[str, ec.EllipticCurvePublicKey]:
    keys = map(_public, card_keys(at).order_by("pk"))
    return {key_id(key): key for key in keys}


def _revocation_id(certificate: bytes, kid: str) -> str:
    """A name for the card in lists of revoked ones, from which nobody but us comes to the
    certificate."""
    secret = hmac.digest(settings.SECRET_KEY.encode(), b"sotiem health cards", "sha256")
    return to_base64url(hmac.digest(secret + kid.encode(), certificate, "sha256")[:_ID_BYTES])


def _list_number() -> int:
    """Grows with each publication that had news of any key."""
    amended = AmendedCard.objects.aggregate(last=Max("told_in"))["last"] or 0
    return RevocationIssue.objects.count() + amended + 1


def _revoked(kid: str, at: datetime) -> list[str]:
    told = RevokedCertificate.objects.filter(told_in__isnull=False, expires_at__gt=at)
    ids = told.order_by("pk").values_list("certificate__public_id", flat=True)
    return [_revocation_id(each.bytes, kid) for each in ids.iterator()]


def _amended(kid: str, at: datetime) -> list[str]:
    told = AmendedCard.objects.filter(told_in__isnull=False, certificate__expires_at__gt=at)
    last = told.values("certificate__public_id").annotate(last=Max("amended_at"))
    return [
        f"{_revocation_id(row['certificate__public_id'].bytes, kid)}.{int(row['last'].timestamp())}"
        for row in last.order_by("certificate__public_id")
    ]


def _is_revoked(judgement: CardJudgement, at: datetime) -> bool:
    card, kid = judgement.card, judgement.kid
    if card is None or kid is None or not card.revocation_id:
        return False
    for listed in revoked_cards(kid, at=at)["rids"]:
        named, _, before = listed.partition(".")
        if named == card.revocation_id:
            is_new = before and card.valid_from >= datetime.fromtimestamp(int(before), UTC)
            if not is_new:
                return True
    return False


def _standing_of(judgement: CardJudgement) -> Standing:
    reason = judgement.reason
    if reason is None:
        return Standing.IN_FORCE
    if reason in (Reason.SIGNER_UNKNOWN, Reason.KID_MISSING):
        return Standing.UNKNOWN_SIGNER
    if reason is Reason.EXPIRED:
        return Standing.EXPIRED
    is_unread = reason in _UNREADABLE or (judgement.unproven is None and judgement.kid is None)
    return Standing.UNREADABLE if is_unread else Standing.INVALID
