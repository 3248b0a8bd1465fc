"""Reports are sorted: what says the same is joined, what is true already is answered, facilities
are asked, and the others come before officers with what speaks for and against them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from django.db import connection, transaction

from sotiem.corrections.operations import answer_reports, ask_facilities, join_reports
from sotiem.foundation.actors import machine
from sotiem.foundation.bulk import as_array, insert_many, insert_rows
from sotiem.triage import rules
from sotiem.triage.facts import Advice, Did, Route, Sign
from sotiem.triage.gathering import gather
from sotiem.triage.models import CaseKey, SortedReport

BY: Final = machine("triage", "Máy phân loại")
AT_ONCE: Final = 500
FORGET: Final = "DELETE FROM triage_sortedreport WHERE report_id = ANY(%s::bigint[])"
FORGET_KEYS: Final = "DELETE FROM triage_casekey WHERE report_id = ANY(%s::bigint[])"


def sort_reports(*, report_ids: Collection[int], at: datetime) -> dict[int, Advice]:
    """Sort those of these reports that nobody has decided, and act on what is certain; what
    somebody has in hand is only advised on.

    Sorted again, a report is sorted anew: more may be known by now. Not to be called within a
    transaction: the population registry is asked on the way.
    """
    seen, cases = gather(report_ids)
    if not seen:
        return {}
    advice = {each.report_id: rules.sort(each) for each in seen}
    with transaction.atomic():
        did = _act(advice, at=at)
        advice = {
            pk: replace(
                told,
                did=did.get(pk, Did.NOTHING),
                is_sampled=pk in did and rules.is_sampled(pk),
            )
            for pk, told in advice.items()
        }
        rounds = {each.report_id: each.round for each in seen}
        _keep(advice, rounds, cases.keys, at=at)
    return advice


def sort_all(*, report_ids: Sequence[int], at: datetime) -> None:
    """Sort very many reports, some at a time."""
    for first in range(0, len(report_ids), AT_ONCE):
        sort_reports(report_ids=report_ids[first : first + AT_ONCE], at=at)


@transaction.atomic
def forget(*, report_ids: Collection[int]) -> None:
    """Nothing is advised on these until they are sorted again."""
    _forget(report_ids)


def _act(advice: Mapping[int, Advice], *, at: datetime) -> dict[int, Did]:
    """Do what is certain; whatever somebody took up meanwhile is left to her."""
    alone = {pk: told for pk, told in advice.items() if told.route == Route.MACHINE}
    joins = {pk: told.same_as for pk, told in alone.items() if told.same_as is not None}
    answered = [pk for pk, told in alone.items() if told.same_as is None and _is_so(told)]
    asked = [pk for pk, told in advice.items() if told.route == Route.FACILITY]
    did = dict.fromkeys(join_reports(joins=joins, by=BY, at=at) if joins else (), Did.JOINED)
    if answered:
        did |= dict.fromkeys(answer_reports(report_ids=answered, by=BY, at=at), Did.ANSWERED)
    if asked:
        did |= dict.fromkeys(ask_facilities(report_ids=asked, by=BY, at=at), Did.ASKED)
    return did


def _is_so(told: Advice) -> bool:
    return any(finding.sign == Sign.RECORD_SAYS_SO for finding in told.findings)


def _forget(report_ids: Collection[int]) -> None:
    with connection.cursor() as cursor:
        for table in (FORGET, FORGET_KEYS):
            cursor.execute(table, [as_array(report_ids)])


def _keep(
    advice: Mapping[int, Advice],
    rounds: Mapping[int, int],
    keys: Mapping[int, Collection[int]],
    *,
    at: datetime,
) -> None:
    _forget(advice)
    insert_many(
        SortedReport,
        (
            SortedReport(
                report_id=pk,
                round=rounds[pk],
                route=told.route,
                findings=[finding.kept() for finding in told.findings],
                patient_id=told.patient_id,
                same_as_id=told.same_as,
                did=told.did,
                is_sampled=told.is_sampled,
                sorted_at=at,
            )
            for pk, told in advice.items()
        ),
    )
    rows = ((key, pk) for pk in advice for key in set(keys.get(pk, ())))
    insert_rows(CaseKey, ("key", "report_id"), rows)
