"""Reading the desk: errors that many reports share, decisions on them, who has a report open."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection

from sotiem.accounts.facts import Role, Staff
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.states import OPEN
from sotiem.desk import permissions
from sotiem.desk.models import (
    BulkDecision,
    BulkDecisionQuerySet,
    BulkMember,
    DeskChoice,
    OpenPage,
    SharedError,
)
from sotiem.desk.rules import PAGE_IS_CLOSED_AFTER
from sotiem.desk.states import BulkState
from sotiem.foundation.refusals import require

ERRORS_A_PAGE: Final = 50
MEMBERS_A_PAGE: Final = 50
RECENT: Final = 20

# What a report really asks for: what it says that is not on record so.
CHANGE: Final = """jsonb_strip_nulls(jsonb_build_object(
    'vaccine_id', NULLIF((report.claims->>'vaccine_id')::bigint, version.vaccine_id),
    'administered_on', NULLIF(report.claims->>'administered_on', version.administered_on::text),
    'lot_number', NULLIF(report.claims->>'lot_number', version.lot_number),
    'facility_id', NULLIF((report.claims->>'facility_id')::bigint, version.facility_id)
))"""
# A place that is on no list is looked at one by one.
ONLY_OF_THE_DOSE: Final = "NOT report.claims ? 'place'"
# The doses of a session, each with an open report about it: first one that says the same.
SESSION: Final = f"""
FROM doses_doseversion version JOIN doses_dose dose ON dose.current_id = version.id
LEFT JOIN LATERAL (
    SELECT report.id, {CHANGE} = %(change)s AND {ONLY_OF_THE_DOSE} AS says_so
    FROM corrections_correctionreport report
    WHERE report.dose_id = dose.id
        AND report.status = ANY(%(open)s)
    ORDER BY says_so DESC, report.id LIMIT 1
) report ON true
WHERE version.facility_id = %(facility)s AND version.lot_number = %(lot)s
    AND version.administered_on = %(day)s AND version.vaccine_id = %(vaccine)s
    AND version.status = 'completed'
"""
COUNTED: Final = f"""
SELECT count(*) FILTER (WHERE report.says_so), count(*) FILTER (WHERE report.id IS NULL),
    count(*) FILTER (WHERE NOT report.says_so)
{SESSION}"""


@dataclass(frozen=True, slots=True)
class SessionCounts:
    """How many doses of a session were reported so, by nobody, and otherwise."""

    reported: int
    unreported: int
    otherwise: int


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """Some shared errors, and the key to ask for those after them (None at the end)."""

    errors: tuple[SharedError, ...]
    next_key: UUID | None


def shared_errors(
    *, staff: Staff, after: UUID | None = None, limit: int = ERRORS_A_PAGE
) -> ErrorPage:
    """The shared errors of an officer's jurisdiction, the largest first."""
    errors = SharedError.objects.within(*staff.jurisdictions(Role.OFFICER)).standing()
    if after is not None:
        last = SharedError.objects.filter(public_id=after).values_list("size", "pk").first()
        if last is not None:
            errors = errors.filter(size__lte=last[0]).exclude(size=last[0], pk__lte=last[1])
    found = list(errors.select_related("facility", "vaccine").largest_first()[: limit + 1])
    shown = tuple(found[:limit])
    return ErrorPage(shown, shown[-1].public_id if len(found) > limit else None)


def error_for_officer(*, staff: Staff, public_id: UUID) -> SharedError:
    """One shared error; refused outside the officer's jurisdiction."""
    errors = SharedError.objects.select_related("facility", "vaccine")
    error = errors.filter(public_id=public_id).first()
    require(error is not None and permissions.can_decide(staff, error))
    assert error is not None
    return error


def count_session(error: SharedError) -> SessionCounts:
    """How the doses of one session stand to what is said of it: a single session is counted."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, session_of(error))
        reported, unreported, otherwise = cursor.fetchone()
    return SessionCounts(reported, unreported, otherwise)


def session_of(error: SharedError) -> dict[str, Any]:
    """The values that name a session and a change in SQL."""
    return {
        "facility": error.facility_id,
        "lot": error.lot_number,
        "day": error.administered_on,
        "vaccine": error.vaccine_id,
        "open": [status.value for status in OPEN],
        "change": SharedError._meta.get_field("change").get_db_prep_save(error.change, connection),
    }


def bulk_for_officer(*, staff: Staff, public_id: UUID) -> BulkDecision:
    """One decision on many doses; refused outside the officer's jurisdiction."""
    bulk = _complete(BulkDecision.objects.filter(public_id=public_id)).first()
    require(bulk is not None and permissions.can_decide(staff, bulk.error))
    assert bulk is not None
    return bulk


def last_bulk(error: SharedError) -> BulkDecision | None:
    """The last decision on this error that was not given up."""
    return error.decisions.exclude(state=BulkState.CANCELLED).order_by("-pk").first()


def recent_bulks(staff: Staff) -> list[BulkDecision]:
    """The latest decisions on many doses in an officer's jurisdiction."""
    bulks = BulkDecision.objects.within(*staff.jurisdictions(Role.OFFICER))
    return list(_complete(bulks).newest_first()[:RECENT])


def members_of(
    bulk: BulkDecision, *, after: UUID | None = None, limit: int = MEMBERS_A_PAGE
) -> tuple[list[BulkMember], bool]:
    """The doses of a decision in their order, after the dose already seen; whether more follow."""
    members = BulkMember.objects.filter(bulk=bulk).order_by("pk")
    if after is not None:
        last = BulkMember.objects.filter(bulk=bulk, dose__public_id=after)
        members = members.filter(pk__gt=last.values_list("pk", flat=True).first() or 0)
    found = list(
        members.select_related("dose__patient__current", "dose__current", "report")[: limit + 1]
    )
    return found[:limit], len(found) > limit


def others_at(report: CorrectionReport, *, but: Staff, at: datetime) -> list[str]:
    """Names of the other officers who have the page of a report open."""
    pages = OpenPage.objects.filter(report=report, seen_at__gt=at - PAGE_IS_CLOSED_AFTER)
    pages = pages.exclude(user_id=but.user_id).order_by("seen_at", "pk")
    return list(pages.values_list("user__first_name", flat=True))


def has_keys(staff: Staff) -> bool:
    """Whether an officer works with single keys; she does until she says otherwise."""
    choice = DeskChoice.objects.filter(user_id=staff.user_id).values_list("has_keys", flat=True)
    return next(iter(choice), True)


def unhandled(bulk_id: int, *, column: str) -> Iterator[int]:
    """The members that a work has not come to, one after another; each is asked for anew."""
    last = 0
    waiting = BulkMember.objects.filter(bulk_id=bulk_id, is_left_out=False, **{column: ""})
    while ids := list(
        waiting.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:MEMBERS_A_PAGE]
    ):
        yield from ids
        last = ids[-1]


def _complete(bulks: BulkDecisionQuerySet) -> BulkDecisionQuerySet:
    return bulks.select_related(
        "error__facility", "error__vaccine", "planned_by", "agreed_by", "undone_by"
    )
