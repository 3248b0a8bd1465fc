"""What is said of a photo before anybody reads it."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PIL import Image

from benchmarks.slips.drawing import (
    CLEAN,
    MODERATE,
    TABLE,
    Damage,
    DrawnSlip,
    as_lines,
    as_portrait,
    as_table,
    photo,
    photographed,
)
from sotiem.slips.facts import Fault
from sotiem.slips.looks import look_at_photo


def faults(picture: bytes) -> set[Fault]:
    look = look_at_photo(picture)
    return {fault for fault in Fault if getattr(look, fault.value)}


@pytest.mark.parametrize("drawn", [as_table, as_lines])
@pytest.mark.parametrize(
    ("damage", "found"),
    [
        (CLEAN, set()),
        (MODERATE, set()),
        (Damage(turned=12.0), set()),
        (Damage(tilted=0.2), set()),
        (Damage(shadow=0.6, noise=10.0), set()),
        (Damage(blurred=1.2), set()),
        (Damage(table=(60, 60, 60)), set()),
        (Damage(darkness=0.4), set()),
        (Damage(blurred=4.0), {Fault.BLURRED}),
        (Damage(blurred=4.0, noise=6.0), {Fault.BLURRED}),
        (Damage(darkness=0.75), {Fault.TOO_DARK}),
        (Damage(finger=(0.35, 0.4)), {Fault.COVERED}),
        (Damage(finger=(0.6, 0.75)), {Fault.COVERED}),
        (Damage(finger=(0.1, 0.5), turned=5.0, shadow=0.3), {Fault.COVERED}),
        (Damage(cropped=0.2), {Fault.CUT_OFF}),
        (Damage(cropped=0.14, quarters=1), {Fault.CUT_OFF}),
    ],
)
def test_each_fault_of_a_photo_is_seen_and_no_other(
    drawn: Callable[[DrawnSlip], Image.Image], damage: Damage, found: set[Fault]
) -> None:
    assert faults(photo(damage=damage, drawn=drawn)) == found


def test_a_portrait_is_no_slip() -> None:
    assert faults(photographed(as_portrait())) == {Fault.ONLY_A_PORTRAIT, Fault.NO_TEXT}


def test_a_table_of_wood_is_no_portrait() -> None:
    bare = Image.new("RGB", (1600, 1200), TABLE)

    assert faults(photographed(bare, Damage(noise=5.0))) == {Fault.NO_TEXT}


def test_a_scan_without_any_table_around_is_whole() -> None:
    assert faults(photographed(as_table(DrawnSlip()))) == set()


def test_a_code_on_the_slip_covers_nothing() -> None:
    assert faults(photo(DrawnSlip(code="SOTIEM:" + "7" * 60), replace(CLEAN, turned=4.0))) == set()


def test_measures_stand_behind_the_words() -> None:
    clean, blurred = look_at_photo(photo()), look_at_photo(photo(damage=Damage(blurred=3.0)))

    assert clean.sharpness > 2 * blurred.sharpness
    assert look_at_photo(photo(damage=Damage(finger=(0.35, 0.4)))).hidden > 0.05
    assert look_at_photo(photo(damage=Damage(cropped=0.2))).edges_out == 1
