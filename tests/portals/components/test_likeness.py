import itertools
import time

import pytest
from django.utils import translation

from sotiem.matching.rules.compare import SIZES
from sotiem.matching.rules.levels import Born, Name, Number, Phone, Place, Sex
from sotiem.portals.components.likeness import Kind, explain, said, teller

EQUAL = {
    "name": Name.EQUAL,
    "born": Born.EQUAL,
    "cccd": Number.EQUAL,
    "cmnd": Number.MISSING,
    "bhyt": Number.MISSING,
    "phone": Phone.EQUAL,
    "sex": Sex.EQUAL,
    "place": Place.COMMUNE,
    "rarity": 5,
}


def test_what_agrees_and_how_common_the_name_is_stand_in_two_sentences() -> None:
    assert explain(EQUAL, 0.9999) == (
        "Gần như chắc chắn là một người: trùng họ tên, ngày sinh, số căn cước, điện thoại, "
        "giới tính, nơi ở; không so được số chứng minh nhân dân, số thẻ bảo hiểm y tế. "
        "Tên này ước có khoảng 1.000 người trong sổ."
    )


def test_the_reader_is_told_in_her_language() -> None:
    assert "khoảng 1.000 người" in explain(EQUAL, 0.9999)
    with translation.override("en"):
        told = explain(EQUAL, 0.9999)
    assert told.startswith("Almost certainly the same person: same name, birth date")
    assert "People on record with this name, estimated: 1,000." in told
    assert "khoảng 1.000 người" in explain(EQUAL, 0.9999)


def test_nobody_alike_is_said_so() -> None:
    assert explain({}, 0.0) == "Không có ai giống trong sổ."
    with translation.override("en"):
        assert explain({}, 0.0) == "Nobody on record is alike."


@pytest.mark.parametrize(
    ("changed", "doubt"),
    [
        ({"name": Name.ALL_BUT_GIVEN, "cccd": Number.MISSING}, "kể cả sinh đôi"),
        ({"cccd": Number.EQUAL_FOREIGN}, "thuộc về người khác năm sinh hoặc giới tính"),
        ({"phone": Phone.OF_MANY}, "điện thoại dùng chung"),
        ({"cccd": Number.OTHER}, "hai người trùng tên"),
        ({"cccd": Number.MISSING}, "nhiều người mang tên này"),
        ({"born": Born.YEAR_ONLY}, "ngày sinh chưa đủ"),
        ({"sex": Sex.OTHER}, "giới tính khác nhau"),
    ],
)
def test_what_makes_it_uncertain_is_named(changed: dict[str, int], doubt: str) -> None:
    told = explain({**EQUAL, **changed}, 0.8)
    assert told.startswith("Có thể là một người: ")
    assert doubt in told.partition("Chưa chắc vì")[2]
    assert "Chưa chắc" not in explain({**EQUAL, **changed}, 0.9999)


def test_a_rare_name_and_an_unknown_one_are_not_counted() -> None:
    assert "Tên này hiếm" in explain({**EQUAL, "rarity": 2}, 0.9)
    assert "người trong sổ" not in explain({**EQUAL, "name": Name.MISSING}, 0.9)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_level_of_every_field_has_words(language: str) -> None:
    with translation.override(language):
        for field, size in SIZES.items():
            for level in range(size):
                told = explain({**EQUAL, field: level}, 0.9)
                assert "%" not in told, told
        for field, each in itertools.product(("name", "born", "cccd", "phone"), (1, 2)):
            assert all(words.words for words in said({**EQUAL, field: each}))


def test_a_page_is_told_field_by_field() -> None:
    told = {each.field: each for each in said({**EQUAL, "born": Born.SWAPPED})}
    assert told["họ tên"].kind is Kind.AGREES
    assert told["ngày sinh"].kind is Kind.NEAR
    assert told["ngày sinh"].words == "ngày và tháng sinh đổi chỗ cho nhau"
    assert told["số chứng minh nhân dân"].kind is Kind.MISSING


def test_a_change_of_any_field_changes_what_is_said() -> None:
    """What is remembered is never given for other levels."""
    seen = [explain({**EQUAL, field: 2}, 0.9) for field in ("name", "born", "cccd", "place")]
    assert len(set(seen)) == len(seen)


def test_many_rows_are_told_fast() -> None:
    rows = [{**EQUAL, "born": level % 11, "name": level % 18} for level in range(20_000)]
    tell, started = teller().explain, time.process_time()
    for row in rows:
        tell(row, 0.9)
    assert len(rows) / (time.process_time() - started) > 50_000
