"""Reading what a facility is asked about reports: by day and lot, and one by one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, Min, QuerySet

from sotiem.corrections.unit_models import FacilityQuestion
from sotiem.facilities.models import Facility

GROUPS_SHOWN: Final = 100
QUESTIONS_SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class QuestionGroup:
    """Questions of one facility about the same day and lot."""

    administered_on: date | None
    lot_number: str
    number: int
    due_at: datetime


def question_groups(facility: Facility) -> list[QuestionGroup]:
    """What a facility is asked, by day and lot; what must be answered first comes first."""
    groups = (
        FacilityQuestion.objects.open()
        .filter(facility=facility)
        .values("administered_on", "lot_number")
        .annotate(number=Count("pk"), soonest=Min("due_at"))
        .order_by("soonest", "administered_on", "lot_number")[:GROUPS_SHOWN]
    )
    return [
        QuestionGroup(
            group["administered_on"], group["lot_number"], group["number"], group["soonest"]
        )
        for group in groups
    ]


def questions_of(
    facility: Facility, *, administered_on: date | None, lot_number: str
) -> list[FacilityQuestion]:
    """The first open questions about one day and lot, oldest first."""
    return list(
        _with_people(facility)
        .filter(administered_on=administered_on, lot_number=lot_number)
        .order_by("pk")[:QUESTIONS_SHOWN]
    )


def questions_named(facility: Facility, wanted: Collection[UUID]) -> list[FacilityQuestion]:
    """Those of these questions that a facility may still answer."""
    return list(_with_people(facility).filter(public_id__in=wanted).order_by("pk"))


def every_question(facility: Facility) -> list[FacilityQuestion]:
    """All that a facility is asked, in the order of its sheet."""
    order = ("administered_on", "lot_number", "pk")
    return list(_with_people(facility).order_by(*order))


def open_question_count(facility: Facility) -> int:
    """How many questions wait for a facility, for its navigation."""
    return FacilityQuestion.objects.open().filter(facility=facility).count()


def _with_people(facility: Facility) -> QuerySet[FacilityQuestion]:
    questions = FacilityQuestion.objects.open().filter(facility=facility)
    return questions.select_related("report__patient__current", "vaccine")
