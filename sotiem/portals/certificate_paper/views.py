"""A citizen's certificate to print, to keep on the phone, and for programs."""

import json
from typing import Final
from uuid import UUID

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from certificate_format import qr
from sotiem.certificates import health_cards
from sotiem.certificates.models import Certificate
from sotiem.certificates.queries import certificates_of
from sotiem.identity import PartialDate
from sotiem.portals.certificate_paper.health_card import as_file, bundle_of
from sotiem.portals.certificate_paper.health_card import as_png as as_card_png
from sotiem.portals.certificate_paper.paper import as_pdf, as_png
from sotiem.portals.certificate_paper.telling import told
from sotiem.portals.components.access import acting_citizen, citizens
from sotiem.portals.components.downloads import file_answer

PICTURE_FOR: Final = 600  # seconds that a picture is kept: it is asked for again when it is shown


@citizens
@require_safe
@never_cache
def screen(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The code alone on white, as large as the screen, with the name to compare with a card."""
    certificate = _own(request, public_id)
    person = certificate.patient_version
    facts = {
        "certificate": certificate,
        # The drawing is ours: digits and letters of a path, nothing that was typed.
        "code": mark_safe(qr.svg(certificate.text)),
        "name": person.full_name,
        "born": PartialDate.from_iso(person.birth_date).vietnamese if person.birth_date else "",
    }
    return render(request, "citizen/screen.html", facts)


@citizens
@require_safe
@never_cache
def pdf(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The certificate as a page of A4."""
    certificate = _own(request, public_id)
    content = as_pdf(told(certificate, at=timezone.now()))
    return file_answer(f"{_name(certificate)}.pdf", content, "application/pdf")


@citizens
@require_safe
@never_cache
def png(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The certificate as a picture for the phone."""
    certificate = _own(request, public_id)
    key = f"certificate-card-{certificate.public_id}"
    content = cache.get(key)
    if content is None:
        content = as_png(told(certificate, at=timezone.now()))
        cache.set(key, content, PICTURE_FOR)
    return file_answer(f"{_name(certificate)}.png", content, "image/png")


@citizens
@require_safe
@never_cache
def svg(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The code alone, to be drawn at any size."""
    certificate = _own(request, public_id)
    content = qr.svg(certificate.text).encode()
    return file_answer(f"{_name(certificate)}.svg", content, "image/svg+xml")


@citizens
@require_safe
@never_cache
def as_json(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The certificate for programs: its text, and what it says."""
    certificate = _own(request, public_id)
    facts = told(certificate, at=timezone.now())
    content = {
        "text": certificate.text,
        "uci": certificate.uci,
        "issued_at": certificate.issued_at.isoformat(),
        "expires_at": certificate.expires_at.isoformat(),
        "says": {english: value for _, english, value in facts.lines},
    }
    written = json.dumps(content, ensure_ascii=False, indent=2).encode()
    return file_answer(f"{_name(certificate)}.json", written, "application/json")


@citizens
@require_safe
@never_cache
def health_card(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The SMART Health Card as a file for a wallet."""
    certificate = _own(request, public_id)
    content = as_file(_card(certificate))
    return file_answer(
        f"{_name(certificate)}.smart-health-card", content, "application/smart-health-card"
    )


@citizens
@require_safe
@never_cache
def health_card_png(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The SMART Health Card as a picture of its QR code."""
    certificate = _own(request, public_id)
    content = as_card_png(_card(certificate))
    return file_answer(
        f"smart-health-card-{certificate.issued_at:%Y%m%d}.png", content, "image/png"
    )


@citizens
@require_safe
@never_cache
def fhir(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The doses that the SMART Health Card tells, as a FHIR bundle without a signature."""
    certificate = _own(request, public_id)
    bundle = bundle_of(health_cards.card_of(certificate, kid=""))
    content = json.dumps(bundle, ensure_ascii=False, indent=2).encode()
    return file_answer(f"{_name(certificate)}.fhir.json", content, "application/fhir+json")


def _card(certificate: Certificate) -> str:
    try:
        return health_cards.signed_card(certificate, at=timezone.now())
    except health_cards.NoCardKey as missing:
        raise Http404 from missing


def _own(request: HttpRequest, public_id: UUID) -> Certificate:
    """A certificate in force of hers; one that was replaced is not given out again."""
    of_hers = certificates_of(acting_citizen(request).patient_id or 0).in_force()
    certificate = of_hers.filter(public_id=public_id).first()
    if certificate is None:
        raise Http404
    return certificate


def _name(certificate: Certificate) -> str:
    return f"giay-chung-nhan-{certificate.issued_at:%Y%m%d}"
