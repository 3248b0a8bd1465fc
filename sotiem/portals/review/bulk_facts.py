"""What the pages of shared errors and of decisions on them show."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from sotiem.accounts.facts import Staff
from sotiem.desk import permissions
from sotiem.desk.models import BulkDecision, BulkMember, SharedError
from sotiem.desk.rules import ONE_OFFICER_DECIDES
from sotiem.desk.states import BulkState
from sotiem.facilities.models import Facility
from sotiem.identity import PersonName
from sotiem.portals.components.comparison import Comparison, compare
from sotiem.portals.components.refusals import SENTENCES
from sotiem.portals.components.templatetags.sotiem import day
from sotiem.portals.review import bulk_words as words
from sotiem.portals.review.person import shown
from sotiem.vaccines.models import Vaccine

DONE = "done"


def error_facts(error: SharedError) -> dict[str, Any]:
    """What is on record of a session, and what is said instead."""
    old, new = _recorded(error), _said(error)
    return {
        "error": error,
        "what": ", ".join(
            f"{words.CHANGED[name]}: {old[name] or '–'} → {new[name]}" for name in error.change
        ),
        "comparison": _comparison(error, old, new),
        "one_decides": ONE_OFFICER_DECIDES,
    }


def bulk_facts(bulk: BulkDecision, *, who: Staff) -> dict[str, Any]:
    """Where a decision stands, in words and numbers, and what this officer may do now."""
    state = BulkState(bulk.state)
    told, tone = words.STATES[state]
    is_planner = bulk.planned_by_id == who.user_id
    return {
        **error_facts(bulk.error),
        "bulk": bulk,
        "state": told,
        "tone": tone,
        "is_at_work": bulk.is_at_work,
        "working": words.WORKING.get(state, ""),
        "to_handle": _to_handle(bulk),
        "refused": _refused(_numbers(bulk)),
        "certificates": bulk.trial.get("certificates", 0),
        "left_out": bulk.trial.get("left_out", 0),
        "amended": _numbers(bulk).get("amend", 0),
        "may_cancel": state in (BulkState.PLANNED, BulkState.TRIED, BulkState.AWAITING_SECOND),
        "may_begin": state == BulkState.TRIED and bulk.to_change > 0,
        "may_agree": state == BulkState.AWAITING_SECOND and permissions.can_agree(who, bulk),
        "waits_for_another": state == BulkState.AWAITING_SECOND and is_planner,
        "may_undo": state == BulkState.DONE and bulk.result.get("amend", 0) > 0,
        "may_leave_out": state == BulkState.TRIED,
    }


def member_facts(member: BulkMember, bulk: BulkDecision) -> dict[str, Any]:
    """One dose of a decision: whose, by which report, and what becomes of it."""
    (told, tone), why = _fate(member, BulkState(bulk.state))
    person = member.dose.patient.current
    return {
        "key": member.dose.public_id,
        "name": shown(person.full_name, PersonName, is_full=False),
        "born": person.birth_date[:4],
        "report": member.report,
        "told": told,
        "tone": tone,
        "why": why,
        "is_left_out": member.is_left_out,
        "certificates": member.certificates,
    }


def _fate(member: BulkMember, state: BulkState) -> tuple[tuple[Promise, str], str]:
    if member.is_left_out:
        return words.LEFT_OUT, ""
    for code, good, bad in (
        (member.undone, words.PUT_BACK, words.NOT_PUT_BACK),
        (member.outcome, words.CHANGED_NOW, words.CANNOT),
        (member.expected, words.WOULD_CHANGE, words.CANNOT),
    ):
        if code:
            return (good, "") if code == DONE else (bad, str(SENTENCES.get(code, code)))
    return words.STATES[state], ""


def _numbers(bulk: BulkDecision) -> Mapping[str, Any]:
    """The numbers of the last work that came to an end."""
    found: Mapping[str, Any] = bulk.undone or bulk.result or bulk.trial
    return found


def _to_handle(bulk: BulkDecision) -> int:
    """How many doses the work that runs now has to come to."""
    if bulk.state == BulkState.UNDOING:
        return int(bulk.result.get("amend", 0))
    return bulk.size - int(bulk.trial.get("left_out", 0))


def _refused(numbers: Mapping[str, Any]) -> list[tuple[str, int]]:
    """Why doses could not be amended, and how many."""
    refused: Mapping[str, int] = numbers.get("refused", {})
    ordered = sorted(refused.items(), key=lambda item: (-item[1], item[0]))
    return [(str(SENTENCES.get(code, code)), number) for code, number in ordered]


def _comparison(error: SharedError, old: Mapping[str, str], new: Mapping[str, str]) -> Comparison:
    columns = [_("Hồ sơ đang ghi"), _("Các phản ánh nói")]
    rows = [
        (str(label), (old[name], new.get(name, old[name]))) for name, label in words.CHANGED.items()
    ]
    return compare(columns, rows)


def _recorded(error: SharedError) -> dict[str, str]:
    return {
        "vaccine_id": error.vaccine.name_vi,
        "administered_on": day(error.administered_on),
        "lot_number": error.lot_number,
        "facility_id": error.facility.name,
    }


def _said(error: SharedError) -> dict[str, str]:
    claim, said = error.claim, {}
    if claim.vaccine_id is not None:
        said["vaccine_id"] = Vaccine.objects.get(pk=claim.vaccine_id).name_vi
    if claim.administered_on is not None:
        said["administered_on"] = day(claim.administered_on)
    if claim.lot_number is not None:
        said["lot_number"] = claim.lot_number
    if claim.facility_id is not None:
        said["facility_id"] = Facility.objects.get(pk=claim.facility_id).name
    return said
