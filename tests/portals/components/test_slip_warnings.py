"""Whatever a machine warns of is told in words."""

from sotiem.portals.components.slip_warnings import OF_FAULTS, OF_REASONS, advice_on
from sotiem.slips.facts import Fault, RefusalReason, SlipWarning


def test_every_reason_and_every_fault_has_its_sentences() -> None:
    assert set(OF_REASONS) == set(RefusalReason)
    assert set(OF_FAULTS) == set(Fault)


def test_the_fault_of_a_photo_is_told_rather_than_its_reason() -> None:
    cut = advice_on(SlipWarning(RefusalReason.SLIP_COVERED, Fault.CUT_OFF))
    other = advice_on(SlipWarning(RefusalReason.DATE_DIFFERS))

    assert (cut, other) == (OF_FAULTS[Fault.CUT_OFF], OF_REASONS[RefusalReason.DATE_DIFFERS])
