"""What ear and keyboard confuse sounds the same; what they tell apart does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sotiem.identity.sounds import sound_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("trinh", "chinh"),
        ("xuan", "suan"),
        ("gia", "da"),
        ("gi", "di"),
        ("vung", "dung"),
        ("rinh", "vinh"),
        ("gieng", "dieng"),
        ("lan", "nan"),
        ("phuong", "fuong"),
        ("cien", "kien"),
        ("quang", "kuang"),
        ("nghia", "ngia"),
        ("ghe", "ge"),
        ("ly", "li"),
        ("thuy", "thui"),
        ("hoang", "hoan"),
        ("hoanh", "hoan"),
        ("thuc", "thut"),
        ("bach", "bat"),
    ],
)
def test_what_is_confused_sounds_the_same(one: str, other: str) -> None:
    assert sound_of(one) == sound_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("nhan", "nan"), ("tam", "tan"), ("thu", "tu"), ("khanh", "canh"), ("nga", "na"), ("ha", "a")],
)
def test_what_is_told_apart_sounds_different(one: str, other: str) -> None:
    assert sound_of(one) != sound_of(other)


@given(st.text(max_size=12))
def test_any_syllable_has_a_sound(syllable: str) -> None:
    assert isinstance(sound_of(syllable), str)
    assert bool(sound_of(syllable)) == bool(syllable)
