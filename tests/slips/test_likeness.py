"""The same photo, packed anew, is recognised."""

import io

import pytest
from PIL import Image

from benchmarks.slips.drawing import (
    MODERATE,
    Damage,
    DrawnSlip,
    as_lines,
    as_portrait,
    photo,
    photographed,
)
from sotiem.slips.likeness import SAME_PHOTO, distance, is_same_photo, likeness


def sent_again(content: bytes, *, scale: float = 1.0, quality: int = 80, crop: float = 0) -> bytes:
    """The photo as a messenger packs it, its rim cut off."""
    with Image.open(io.BytesIO(content)) as opened:
        wide, high = opened.size
        kept = (wide * crop, high * crop, wide * (1 - crop), high * (1 - crop))
        again = opened.crop(tuple(map(round, kept)))  # type: ignore[arg-type]
    again = again.resize((round(again.width * scale), round(again.height * scale)))
    packed = io.BytesIO()
    again.save(packed, "JPEG", quality=quality)
    return packed.getvalue()


@pytest.mark.parametrize("damage", [Damage(), MODERATE])
@pytest.mark.parametrize(
    "again",
    [
        {"quality": 30},
        {"scale": 0.4},
        {"scale": 0.6, "quality": 50},
        {"crop": 0.02},
        {"crop": 0.03, "scale": 0.7, "quality": 60},
    ],
)
def test_a_photo_packed_anew_is_the_same(damage: Damage, again: dict[str, float]) -> None:
    first = photo(damage=damage)

    second = sent_again(first, **again)  # type: ignore[arg-type]

    assert distance(likeness(first), likeness(second)) <= SAME_PHOTO
    assert is_same_photo(first, second)
    assert is_same_photo(second, first)


@pytest.mark.parametrize(
    "other",
    [
        photographed(as_portrait()),
        photo(drawn=as_lines, damage=Damage(turned=-6.0)),
        photo(damage=Damage(quarters=1)),
    ],
)
def test_another_photo_is_another(other: bytes) -> None:
    assert distance(likeness(photo()), likeness(other)) > SAME_PHOTO


@pytest.mark.parametrize("damage", [Damage(), MODERATE])
def test_two_slips_of_one_printer_in_one_frame_are_two_photos(damage: Damage) -> None:
    """Their hashes hardly differ; their letters do."""
    other = DrawnSlip(
        full_name="Trần Văn Bình",
        birth_date="21/11/1961",
        identity="079061123451",
        phone="0911234167",
        address="8 Hai Bà Trưng",
    )

    assert not is_same_photo(photo(damage=damage), photo(other, damage, seed=2))


def test_a_photo_with_another_name_painted_in_is_the_same_photo() -> None:
    forged = photo(DrawnSlip(full_name="Nguyễn Văn Khoa"))

    assert is_same_photo(photo(), forged)


def test_pictures_of_nothing_are_not_the_same() -> None:
    empty = photographed(Image.new("RGB", (900, 700), "white"))

    assert not is_same_photo(empty, empty)


def test_a_hash_has_64_bits_and_counts_its_differences() -> None:
    assert 0 <= likeness(photo()) < 2**64
    assert distance(0b1011, 0b0010) == 2
