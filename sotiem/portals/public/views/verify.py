"""Checking a certificate that somebody shows. Nothing about it is kept or logged."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from certificate_format import CertificatePayload, LabTestPayload, entry_of
from certificate_format.products import find_product
from sotiem.certificates import health_cards, queries
from sotiem.identity import PartialDate
from sotiem.portals.components.access import public
from sotiem.portals.components.countries import name_of
from sotiem.portals.public.findings import (
    RESULTS,
    checks_of,
    checks_of_card,
    finding_of,
    finding_of_card,
)
from sotiem.portals.public.forms import CertificateForm


@public
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def verify(request: HttpRequest) -> HttpResponse:
    """Take a certificate and answer at once; there is no address to come back to."""
    if request.method != "POST":
        return render(request, "public/verify.html", {"at_verify": True, "form": CertificateForm()})
    form = CertificateForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "public/verify.html", {"at_verify": True, "form": form}, status=422)
    now = timezone.now()
    if health_cards.is_card(form.code):
        return _card_verified(request, form.code, at=now)
    found = queries.verify(form.code, at=now)
    payload = found.payload
    shown = {
        "finding": finding_of(found),
        "checks": checks_of(found),
        "checked_at": now,
        "certificate": payload,
        "expires_at": found.judgement.expires_at,
    }
    if found.is_foreign:
        shown["country"] = name_of(found.country or "")
    if payload is not None:
        shown["event"] = entry_of(payload)
        shown["birth_date"] = (
            payload.birth_date and PartialDate.from_iso(payload.birth_date).vietnamese
        )
    if isinstance(payload, LabTestPayload):
        shown["result"] = RESULTS.get(payload.lab_test.result, payload.lab_test.result)
    if isinstance(payload, CertificatePayload):
        product = find_product(payload.vaccination.product)
        shown["vaccine"] = product.name if product else payload.vaccination.product
    return render(request, "public/verified.html", shown)


def _card_verified(request: HttpRequest, text: str, *, at: datetime) -> HttpResponse:
    found = health_cards.verify_card(text, at=at)
    card = found.card
    shown = {
        "finding": finding_of_card(found),
        "checks": checks_of_card(found),
        "checked_at": at,
        "card": card,
    }
    if card is not None:
        born = card.holder.birth_date
        shown["birth_date"] = born and PartialDate.from_iso(born).vietnamese
        shown["doses"] = [(dose, health_cards.vaccine_name(dose)) for dose in card.doses]
    return render(request, "public/verified.html", shown)
