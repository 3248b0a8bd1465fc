"""Lots become known, are recalled, and may be given again."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from sotiem.accounts.facts import Role
from sotiem.foundation.models import AuditEntry
from sotiem.foundation.refusals import NotAllowed
from sotiem.supply.models import Lot
from sotiem.supply.operations import (
    LotHasAnotherExpiry,
    LotIsNotRecalled,
    LotIsRecalledAlready,
    ReasonIsMissing,
    lift_recall,
    recall_lot,
    register_lot,
)
from sotiem.supply.queries import recalled_lots
from sotiem.supply.rules import why_unusable
from sotiem.supply.states import WhyNot
from tests.factories import accounts, reference, stock
from tests.factories.stock import AT, TODAY

pytestmark = pytest.mark.django_db

CITY = "vn/2025:79"


def test_a_lot_told_of_again_is_the_same_lot_unless_its_last_day_differs() -> None:
    known = reference.lot("FK0112")
    again = register_lot(
        vaccine=known.vaccine, number="fk0112", expires_on=known.expires_on, by=stock.clerk(), at=AT
    )
    assert again == known
    with pytest.raises(LotHasAnotherExpiry):
        register_lot(
            vaccine=known.vaccine, number="FK0112", expires_on=TODAY, by=stock.clerk(), at=AT
        )


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ADMINISTRATOR])
@pytest.mark.parametrize("path", ["vn", CITY])
def test_the_country_and_its_provinces_recall_lots(role: Role, path: str) -> None:
    recall_lot(lot=reference.lot(), reason="Lỗi", by=accounts.staff((role, path)), at=AT)
    assert recalled_lots() == [reference.lot()]


@pytest.mark.parametrize(
    "grant", [(Role.OFFICER, f"{CITY}/2025:27193"), (Role.CLERK, "vn"), (Role.AUDITOR, "vn")]
)
def test_nobody_else_recalls_a_lot_or_lifts_a_recall(grant: tuple[Role, str]) -> None:
    who = accounts.staff(grant)
    with pytest.raises(NotAllowed):
        recall_lot(lot=reference.lot(), reason="Lỗi", by=who, at=AT)
    recall_lot(lot=reference.lot(), reason="Lỗi", by=stock.officer(), at=AT)
    with pytest.raises(NotAllowed):
        lift_recall(lot=reference.lot(), reason="Hết lỗi", by=who, at=AT)


def test_a_recall_is_in_force_from_its_day_until_it_is_lifted() -> None:
    officer = stock.officer()
    lot = recall_lot(lot=reference.lot(), reason="Lỗi", by=officer, at=AT)
    assert why_unusable(lot, TODAY - timedelta(days=1)) is None
    assert why_unusable(lot, TODAY) == WhyNot.RECALLED
    with pytest.raises(LotIsRecalledAlready):
        recall_lot(lot=lot, reason="Lỗi", by=officer, at=AT)
    lot = lift_recall(lot=lot, reason="Hết lỗi", by=officer, at=AT)
    assert why_unusable(lot, TODAY) is None
    with pytest.raises(LotIsNotRecalled):
        lift_recall(lot=lot, reason="Hết lỗi", by=officer, at=AT)
    again = recall_lot(lot=lot, reason="Lại lỗi", by=officer, at=AT)
    assert again.is_recalled
    told = AuditEntry.objects.filter(object_kind="lot", object_id=lot.pk).order_by("pk")
    assert [entry.reason for entry in told if entry.reason] == ["Lỗi", "Hết lỗi", "Lại lỗi"]


def test_recalling_and_lifting_need_a_reason() -> None:
    officer = stock.officer()
    with pytest.raises(ReasonIsMissing):
        recall_lot(lot=reference.lot(), reason=" ", by=officer, at=AT)
    recall_lot(lot=reference.lot(), reason="Lỗi", by=officer, at=AT)
    with pytest.raises(ReasonIsMissing):
        lift_recall(lot=reference.lot(), reason="", by=officer, at=AT)


def test_a_lot_may_be_given_on_its_last_day_and_not_after() -> None:
    lot = reference.lot()
    assert why_unusable(lot, lot.expires_on) is None
    assert why_unusable(lot, lot.expires_on + timedelta(days=1)) == WhyNot.EXPIRED


def test_of_an_expired_lot_that_is_recalled_the_recall_is_told() -> None:
    lot = recall_lot(lot=reference.lot(), reason="Lỗi", by=stock.officer(), at=AT)
    assert why_unusable(lot, date(2030, 1, 1)) == WhyNot.RECALLED


@pytest.mark.parametrize(
    "wrong", [{"recalled_at": AT}, {"recall_lifted_at": AT}], ids=["no reason", "not recalled"]
)
def test_the_table_itself_refuses_half_a_recall(wrong: dict[str, object]) -> None:
    reference.lot()
    with pytest.raises(IntegrityError), transaction.atomic():
        Lot.objects.update(**wrong)
