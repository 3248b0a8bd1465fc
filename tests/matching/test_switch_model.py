import pytest

from sotiem.accounts.facts import Role
from sotiem.foundation.actors import machine
from sotiem.foundation.models import AuditEntry
from sotiem.foundation.refusals import NotAllowed
from sotiem.matching import queries
from sotiem.matching.models import ModelSwitch
from sotiem.matching.operations import (
    ModelJudgesAlready,
    SwitchNeedsAReason,
    UnknownModel,
    switch_model,
)
from sotiem.matching.rules.judge import shipped_versions
from tests.factories import accounts, matching
from tests.factories.matching import AT

pytestmark = pytest.mark.django_db


def test_from_a_switch_on_another_model_judges_and_the_trail_says_so() -> None:
    current = shipped_versions()[-1]
    model = matching.model()
    by = accounts.staff((Role.ADMINISTRATOR, "vn"))
    switch = switch_model(version=model.version, reason=" Ít nhầm hơn ", by=by, at=AT)
    assert (switch.version, switch.reason, switch.switched_by) == (
        model.version,
        "Ít nhầm hơn",
        str(by),
    )
    assert queries.active_judge().version == model.version
    assert AuditEntry.objects.get(action="match_model.switched").details == {
        "version": model.version
    }
    switch_model(version=current, reason="Quay lại", by=machine("test"), at=AT)
    assert queries.active_judge().version == current


@pytest.mark.parametrize(
    ("version", "reason", "refusal"),
    [
        ("khong-co", "x", UnknownModel),
        ("2026-thu", "   ", SwitchNeedsAReason),
        (shipped_versions()[-1], "x", ModelJudgesAlready),
    ],
)
def test_an_unknown_model_a_missing_reason_and_the_present_model_are_refused(
    version: str, reason: str, refusal: type[Exception]
) -> None:
    matching.model()
    with pytest.raises(refusal):
        switch_model(version=version, reason=reason, by=machine("test"), at=AT)
    assert ModelSwitch.objects.count() == 0


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ADMINISTRATOR])
def test_only_administrators_of_the_country_switch(role: Role) -> None:
    matching.model()
    by = accounts.staff((role, "vn" if role == Role.OFFICER else "vn/2025:79"))
    with pytest.raises(NotAllowed):
        switch_model(version="2026-thu", reason="x", by=by, at=AT)
