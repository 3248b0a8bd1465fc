"""Which doses on record the rows of a file are about, once it is known whose they are."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache

import polars as pl
from django.utils import timezone

from sotiem.doses.models import Dose
from sotiem.doses.queries import doses_by_person
from sotiem.foundation.bulk import array_of
from sotiem.identity.readings import read_day
from sotiem.matching.rules.doses import (
    DoseClue,
    DoseVerdict,
    KnownDose,
    judge_dose,
    known_doses,
)
from sotiem.matching.rules.products import Products
from sotiem.runtime.people_files import DOSE_COLUMNS
from sotiem.vaccines.queries import names_of, vaccines


def dose_references(rows: pl.DataFrame, found: Sequence[int | None]) -> list[str]:
    """What the other system calls the dose of each row; "" when it is not known for certain.

    `found` says whose record each row is about, in the order of the rows.
    """
    products, disease = _products()
    on_record = doses_by_person(whose for whose in found if whose is not None)
    known = {whose: known_doses(some, products) for whose, some in on_record.items()}
    doses: list[int | None] = []
    for clue, whose in zip(dose_clues(rows, products), found, strict=True):
        candidates = known.get(whose, []) if whose is not None and clue.says_something else []
        against = {disease[each] for each in clue.vaccines}
        doses.append(_judged(clue, [each for each in candidates if _fits(each, against)]))
    names = _references({dose for dose in doses if dose is not None})
    return ["" if dose is None else names[dose] for dose in doses]


@cache
def _products() -> tuple[Products, dict[int, int]]:
    """The vaccines by name, and the disease each is against; read once by this process."""
    known = list(vaccines())
    return (
        Products((each.pk, names_of(each)) for each in known),
        {each.pk: each.disease_id for each in known},
    )


def dose_clues(rows: pl.DataFrame, products: Products) -> list[DoseClue]:
    """What the rows say of doses."""
    latest_year = timezone.localdate().year + 1
    columns = [rows[name].to_list() for name in DOSE_COLUMNS]
    return [
        DoseClue(
            vaccines=products.meant(vaccine),
            product_text=vaccine,
            dose_number=_number(number),
            given_on=_day(given_on, latest_year),
            lot=lot,
            facility=facility,
        )
        for vaccine, number, given_on, lot, facility in zip(*columns, strict=True)
    ]


def _judged(clue: DoseClue, candidates: Sequence[KnownDose]) -> int | None:
    answer = judge_dose(clue, candidates)
    return answer.dose if answer.verdict == DoseVerdict.SAME else None


def _fits(dose: KnownDose, against: set[int]) -> bool:
    return not against or dose.disease_id in against


def _day(text: str, latest_year: int) -> date | None:
    return read_day(text, latest_year) if text else None


def _number(text: str) -> int | None:
    """The dose's number, also written as "2.0" or "mũi 2"."""
    digits = "".join(filter(str.isdigit, text.removesuffix(".0")))
    return int(digits) if len(digits) == 1 and digits.isascii() and digits != "0" else None


def _references(doses: Iterable[int]) -> dict[int, str]:
    rows = Dose.objects.filter(pk__in=array_of(set(doses)))
    return {
        pk: reference or str(public_id)
        for pk, reference, public_id in rows.values_list("pk", "reference", "public_id")
    }
