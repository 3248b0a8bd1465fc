"""All that is kept of somebody, in one shape that stays: docs/api/my-data.md describes it.

Keys are words of FHIR where FHIR has one. Every list is oldest first; times are ISO 8601 with
their zone; what is unknown is an empty text or null.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final

from sotiem.accounts.facts import Citizen
from sotiem.certificates.models import Certificate
from sotiem.corrections.queries import reports_of_citizen
from sotiem.data_requests.models import DataRequest
from sotiem.data_requests.queries import requests_of
from sotiem.doses.models import DoseVersion
from sotiem.foundation.models import AuditEntry
from sotiem.messages.models import Message, PushDevice, Wish
from sotiem.patients.models import PatientLink, PatientVersion
from sotiem.patients.queries import whole_of
from sotiem.registrations.facts import CONSENTS
from sotiem.registrations.models import Registration

FORMAT: Final = "sotiem-my-data/1"
Told = dict[str, Any]


def export_of(citizen: Citizen, *, at: datetime) -> Told:
    """What is kept of the person and of the phone she proved to hold."""
    records = whole_of(citizen.patient_id) if citizen.patient_id is not None else []
    registrations = list(
        Registration.objects.filter(sender_phone=citizen.phone)
        .select_related("commune", "group", "facility")
        .order_by("pk")
    )
    return {
        "format": FORMAT,
        "asOf": _time(at),
        "patient": _patients(records),
        "link": _links(records),
        "immunization": _immunizations(records),
        "documentReference": _certificates(records),
        "appointmentRequest": [_registration(each) for each in registrations],
        "task": [_report(each) for each in reversed(reports_of_citizen(citizen))],
        "communication": _messages(citizen.phone),
        "subscription": _subscriptions(citizen.phone),
        "consent": _consents(registrations),
        "dataRequest": [_request(each) for each in reversed(requests_of(citizen))],
        "auditEvent": _trail(records),
    }


def _patients(records: list[int]) -> list[Told]:
    versions = PatientVersion.objects.filter(patient_id__in=records).select_related(
        "patient", "commune"
    )
    return _chains(
        (str(each.patient.public_id), _person(each))
        for each in versions.order_by("patient_id", "number")
    )


def _person(version: PatientVersion) -> Told:
    return {
        "version": version.number,
        "name": version.full_name,
        "birthDate": version.birth_date,
        "gender": version.sex,
        "telecom": version.phone,
        "identifier": {
            name: value for name in ("cccd", "cmnd", "bhyt") if (value := getattr(version, name))
        },
        "address": version.address,
        "commune": version.commune.full_name if version.commune else "",
        **_provenance(version),
    }


def _links(records: list[int]) -> list[Told]:
    links = PatientLink.objects.filter(one_id__in=records).select_related("one", "other")
    return [
        {
            "target": [str(each.one.public_id), str(each.other.public_id)],
            "reason": each.reason,
            "start": _time(each.linked_at),
            "end": _time(each.ended_at),
        }
        for each in links.order_by("pk")
    ]


def _immunizations(records: list[int]) -> list[Told]:
    versions = DoseVersion.objects.filter(dose__patient_id__in=records).select_related(
        "dose__patient", "vaccine", "facility"
    )
    return _chains(
        (str(each.dose.public_id), _dose(each)) for each in versions.order_by("dose_id", "number")
    )


def _dose(version: DoseVersion) -> Told:
    return {
        "version": version.number,
        "patient": str(version.dose.patient.public_id),
        "vaccineCode": version.vaccine.code,
        "vaccine": version.vaccine_text or version.vaccine.name_vi,
        "occurrenceDate": _day(version.administered_on),
        "lotNumber": version.lot_number,
        "location": version.facility.name if version.facility else version.place,
        "status": version.status,
        "primarySource": version.source == "administered",
        **_provenance(version),
    }


def _provenance(version: PatientVersion | DoseVersion) -> Told:
    return {
        "provenance": {
            "reason": version.reason,
            "source": version.origin,
            "recorded": _time(version.recorded_at),
        }
    }


def _certificates(records: list[int]) -> list[Told]:
    found = Certificate.objects.filter(patient_id__in=records).select_related("disease")
    return [
        {
            "identifier": each.uci,
            "type": each.disease.code,
            "date": _time(each.issued_at),
            "end": _time(each.expires_at),
            "status": each.revocation or "current",
            "revoked": _time(each.revoked_at),
            "content": each.text,
        }
        for each in found.order_by("pk")
    ]


def _registration(each: Registration) -> Told:
    return {
        "identifier": each.code,
        "authoredOn": _time(each.registered_at),
        "status": each.state,
        "relationship": each.relation,
        "name": each.full_name,
        "birthDate": each.birth_date,
        "gender": each.sex,
        "telecom": each.phone,
        "identifiers": {
            name: value
            for name in ("cccd", "cmnd", "passport", "bhyt")
            if (value := getattr(each, name))
        },
        "address": each.address,
        "occupation": each.occupation,
        "commune": each.commune.full_name,
        "priority": each.group.code,
        "location": each.facility.name if each.facility else "",
        "requestedPeriod": {"start": _day(each.not_before), "part": each.part_of_day},
        "questionnaire": each.history,
        "consent": each.consent,
    }


def _report(each: Any) -> Told:
    decisions = each.decisions.order_by("pk")
    return {
        "identifier": each.tracking_code,
        "code": each.kind,
        "status": each.status,
        "authoredOn": _time(each.submitted_at),
        "telecom": each.reporter_phone,
        "input": each.claims,
        "description": each.story,
        "photos": each.evidence.count(),
        "output": [
            {
                "outcome": one.outcome,
                "reason": one.reason or one.rule,
                "note": one.note,
                "date": _time(one.decided_at),
            }
            for one in decisions
        ],
    }


def _messages(phone: str) -> list[Told]:
    sent = Message.objects.readable().filter(phone=phone).order_by("pk") if phone else ()
    return [
        {
            "medium": each.way,
            "category": each.purpose,
            "status": each.status,
            "sent": _time(each.sent_at),
            "payload": each.said,
        }
        for each in sent
    ]


def _subscriptions(phone: str) -> list[Told]:
    wishes = Wish.objects.filter(phone=phone).exclude(email="")
    devices = PushDevice.objects.filter(phone=phone).order_by("pk")
    mails = [
        {
            "channel": "email",
            "endpoint": each.email,
            "since": _time(each.changed_at),
            "confirmed": _time(each.email_confirmed_at),
        }
        for each in wishes
    ]
    return mails + [
        {"channel": "push", "endpoint": each.endpoint, "since": _time(each.agreed_at)}
        for each in devices
    ]


def _consents(registrations: Iterable[Registration]) -> list[Told]:
    return [
        {
            "identifier": each.code,
            "dateTime": _time(each.registered_at),
            "policy": each.consent,
            "text": CONSENTS[each.consent].words_vi if each.consent in CONSENTS else "",
        }
        for each in registrations
    ]


def _request(each: DataRequest) -> Told:
    return {
        "identifier": each.code,
        "authoredOn": _time(each.submitted_at),
        "status": each.state,
        "input": each.items,
        "description": each.words,
        "restriction": _time(each.due_at),
        "output": [
            {
                "identifier": one.number,
                "date": _time(one.answered_at),
                "verdicts": one.verdicts,
                "note": one.words,
            }
            for one in each.answers.order_by("pk")
        ],
    }


def _trail(records: list[int]) -> list[Told]:
    entries = AuditEntry.objects.filter(patient_id__in=records).order_by("at", "pk")
    return [
        {
            "recorded": _time(each.at),
            "action": each.action,
            "agent": {"type": each.actor_kind, "name": each.actor_label},
            "purposeOfEvent": each.reason,
        }
        for each in entries.iterator()
    ]


def _chains(versions: Iterable[tuple[str, Mapping[str, Any]]]) -> list[Told]:
    """Versions by the thing they are of, which comes once."""
    chains: dict[str, list[Mapping[str, Any]]] = {}
    for identifier, version in versions:
        chains.setdefault(identifier, []).append(version)
    return [{"identifier": key, "versions": chain} for key, chain in chains.items()]


def _time(value: datetime | None) -> str | None:
    return value.isoformat() if value else None


def _day(value: date) -> str:
    return value.isoformat()
