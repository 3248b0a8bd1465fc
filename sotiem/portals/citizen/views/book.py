"""The record itself, and the page of those who have none yet."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache

from certificate_format import qr
from sotiem.corrections.queries import reports_of_citizen
from sotiem.portals.citizen import health, words
from sotiem.portals.citizen.reading import read_book
from sotiem.portals.components.access import acting_citizen, citizens


@citizens
@never_cache
def book(request: HttpRequest) -> HttpResponse:
    """A person's doses, each with where it comes from, and her certificates."""
    patient_id = acting_citizen(request).patient_id
    if patient_id is None:
        return redirect("citizen:not_found")
    record, now = read_book(patient_id), timezone.now()
    facts = {
        "book": record,
        "dues": health.next_doses(patient_id, record.person.birth_date, at=now),
        "registrations": health.registrations(patient_id),
        "standings": health.standings(record.certificates, at=now),
        "codes": [
            # The drawing is ours: digits and letters of a path, nothing that was typed.
            (certificate, mark_safe(qr.svg(certificate.text)))
            for certificate in record.certificates
        ],
        "kinds": words.KINDS,
        "statuses": words.STATUSES,
        "tones": words.TONES,
        "now": now,
        "here": "book",
    }
    return render(request, "citizen/book.html", facts)


@citizens
@never_cache
def not_found(request: HttpRequest) -> HttpResponse:
    """Nobody on record: what to check, and how to say that a dose was given."""
    citizen = acting_citizen(request)
    if citizen.patient_id is not None:
        return redirect("citizen:book")
    facts = {
        "reports": reports_of_citizen(citizen),
        "is_closed": request.session.get("record_is_closed", False),
        "kinds": words.KINDS,
        "statuses": words.STATUSES,
        "tones": words.TONES,
        "now": timezone.now(),
        "here": "book",
    }
    return render(request, "citizen/not_found.html", facts)
