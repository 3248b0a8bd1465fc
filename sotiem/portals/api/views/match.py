"""Whose is it? One person described, those on record who may be meant."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from enum import IntEnum
from typing import Any, Final

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from sotiem.accounts.facts import Role, Staff
from sotiem.doses.queries import dues_of
from sotiem.foundation import audit
from sotiem.foundation.refusals import Refusal
from sotiem.matching.facts import Candidate, Match
from sotiem.matching.permissions import people_seen_by
from sotiem.matching.queries import match_one
from sotiem.matching.rules.levels import Born, Name, Number, Part, Phone, Place, Sex
from sotiem.patients.models import Patient
from sotiem.portals.api import reading
from sotiem.portals.components.access import acting_staff, programs
from sotiem.portals.components.likeness import explain
from sotiem.portals.components.programs import answer, refused_in_json, shown_key, wrong_method

LEVELS: Final[Mapping[str, type[IntEnum]]] = {
    "name": Name,
    "given": Part,
    "surname": Part,
    "born": Born,
    "cccd": Number,
    "cmnd": Number,
    "bhyt": Number,
    "phone": Phone,
    "sex": Sex,
    "place": Place,
}
STATUSES: Final[Mapping[type[Refusal], int]] = {
    reading.NotJson: 415,
    reading.BodyIsTooLarge: 413,
    reading.BodyIsBroken: 400,
}
WRONG_FIELD: Final = 422


@csrf_exempt  # no cookie opens it, so no page elsewhere can ask in somebody's name
@programs(Role.OFFICER)
def match(request: HttpRequest) -> HttpResponse:
    """Say who on record may be the person described. Each of them sees that it was asked."""
    if request.method != "POST":
        return wrong_method("POST")
    try:
        claim = reading.read_claim(request)
        unread = reading.unread_fields(claim)
    except Refusal as refusal:
        return refused_in_json(refusal, status=STATUSES.get(type(refusal), WRONG_FIELD))
    who = acting_staff(request)
    with transaction.atomic():
        found = match_one(claim)
        _leave_traces(request, found, by=who, at=timezone.now())
    shown = _shown(found.candidates, who)
    return answer(
        {
            "zone": found.zone,
            "nobody": found.nobody,
            "model": found.model_version,
            "candidates": [
                _told(each, shown[each.patient_id], on=timezone.localdate())
                for each in found.candidates
                if each.patient_id in shown
            ],
            "elsewhere": len(found.candidates) - len(shown),
            "unread": unread,
        }
    )


def _shown(candidates: Collection[Candidate], who: Staff) -> dict[int, Patient]:
    """Those among the candidates whom this officer may see, by primary key."""
    seen = people_seen_by(who, [each.patient_id for each in candidates])
    return Patient.objects.select_related("current").in_bulk(seen)


def _told(candidate: Candidate, record: Patient, *, on: date) -> dict[str, Any]:
    levels = candidate.levels
    dues = dues_of(record.pk, record.current.birth_date, on=on)
    return {
        "id": str(record.public_id),
        "reference": record.reference,
        "probability": candidate.probability,
        "levels": {name: kind(levels[name]).name.lower() for name, kind in LEVELS.items()},
        "explanation": explain(levels, candidate.probability),
        "next_doses": [
            {
                "disease": disease.code,
                "state": due.state,
                "dose_number": due.dose_number,
                "earliest_on": due.earliest_on and due.earliest_on.isoformat(),
                "from_on": due.from_on and due.from_on.isoformat(),
                "before_on": due.before_on and due.before_on.isoformat(),
            }
            for disease, due in dues
        ],
    }


def _leave_traces(request: HttpRequest, found: Match, *, by: Staff, at: datetime) -> None:
    """One for the key, and one on the record of each who may be meant, seen by the asker or not."""
    key = shown_key(request)
    told = {"key": str(key.public_id), "model": found.model_version}
    notes = [
        audit.Note(
            action="access_key.used",
            object_kind="accesskey",
            object_id=key.pk,
            details={"candidates": len(found.candidates), "model": found.model_version},
        )
    ]
    notes += [
        audit.Note(
            action="patient.searched",
            object_kind="patient",
            object_id=each.patient_id,
            patient_id=each.patient_id,
            details=told,
        )
        for each in found.candidates
    ]
    audit.record_many(notes, by=by, at=at)
