"""Names of people: kept as written, compared in layers."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sotiem.identity import InvalidIdentity, PersonName, Problem, sort_key

LETTERS = (
    "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
)
syllables = st.text(LETTERS + LETTERS.upper(), min_size=1, max_size=7)
names = st.lists(syllables, min_size=2, max_size=6).map(" ".join)


@given(names)
def test_reading_a_name_again_changes_nothing(name: str) -> None:
    once = PersonName.parse(name)
    assert PersonName.parse(str(once)) == once
    assert PersonName.parse(once.tone_normal).tone_normal == once.tone_normal


@given(st.text(max_size=90))
def test_any_text_is_a_name_or_is_refused_with_a_code(text: str) -> None:
    try:
        name = PersonName.parse(text)
    except InvalidIdentity as refusal:
        assert refusal.code in Problem
    else:
        assert PersonName.parse(str(name)) == name
        assert name.masked() and name.unmarked and sort_key(name.text)


@given(names)
def test_composed_and_decomposed_letters_are_one_name(name: str) -> None:
    decomposed = PersonName.parse(unicodedata.normalize("NFD", name))
    assert decomposed == PersonName.parse(unicodedata.normalize("NFC", name))
    assert unicodedata.is_normalized("NFC", decomposed.text)


def test_marks_typed_in_the_wrong_order_are_one_name() -> None:
    tone_before_shape = "Nguye\u0303\u0302n An"
    assert PersonName.parse(tone_before_shape).text == "Nguyễn An"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("NGUYỄN THỊ HÒA", "Nguyễn Thị Hòa"),
        ("trần  văn\u00a0đức ", "Trần Văn Đức"),
        ("\ufeffLê\tThị\u200b Mai", "Lê Thị Mai"),
        ("H’HEN NIÊ", "H'Hen Niê"),
        ("Đặng McCoy Anh", "Đặng McCoy Anh"),
        ("ÐẶNG VĂN AN", "Đặng Văn An"),
        ("İBRAHİM", "Ibrahim"),
    ],
)
def test_a_name_is_shown_without_the_accidents_of_its_typing(written: str, shown: str) -> None:
    assert str(PersonName.parse(written)) == shown


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", Problem.EMPTY),
        (" \u200b ", Problem.EMPTY),
        ("A", Problem.NAME_LENGTH),
        ("An " * 27, None),
        ("An " * 28, Problem.NAME_LENGTH),
        ("Nguyễn V?n An", Problem.NAME_LOST_LETTERS),
        ("Nguy\ufffdn Văn An", Problem.NAME_LOST_LETTERS),
        ("Nguyễn Văn An 2", Problem.NAME_DIGIT),
        ("Nguyễn\x07An", Problem.NAME_CHARACTER),
        ("Nguyễn\u202eAn", Problem.NAME_CHARACTER),
        ("NguyÔn V¨n Hïng", Problem.NAME_CHARACTER),
        ("Nguуễn An", Problem.NAME_CHARACTER),  # a Cyrillic у
        ("<b>An</b>", Problem.NAME_CHARACTER),
        ("- .", Problem.NAME_CHARACTER),
    ],
)
def test_a_text_that_is_no_name_is_refused(text: str, code: Problem | None) -> None:
    if code is None:
        assert len(str(PersonName.parse(text))) == 80
        return
    with pytest.raises(InvalidIdentity) as refusal:
        PersonName.parse(text)
    assert refusal.value.code is code


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hòa", "hoà"),
        ("khỏe", "khoẻ"),
        ("thúy", "thuý"),
        ("qúy", "quý"),
        ("mùa", "muà"),
        ("xoài", "xòai"),
        ("hoàng", "hòang"),
        ("nghĩa", "nghiã"),
        ("tuyết", "tuýêt"),
        ("giàu", "giaù"),
    ],
)
def test_both_places_of_a_tone_are_one_name(one: str, other: str) -> None:
    one_name, other_name = PersonName.parse(f"Trần {one}"), PersonName.parse(f"Trần {other}")
    assert one_name != other_name
    assert one_name.tone_normal == other_name.tone_normal


@pytest.mark.parametrize(
    "syllable",
    ["hoà", "khoẻ", "thuý", "xoài", "xoòng", "trưởng", "quý", "của", "gìn", "giá", "thuở", "hoàng"],
)
def test_the_school_spelling_stays(syllable: str) -> None:
    assert PersonName.parse(f"Lê {syllable}").tone_normal == f"lê {syllable}"


def test_different_tones_and_foreign_accents_stay_different() -> None:
    assert PersonName.parse("Lê Hoà").tone_normal != PersonName.parse("Lê Hoá").tone_normal
    assert PersonName.parse("José María").tone_normal == "josé maría"


@pytest.mark.parametrize(("y", "i"), [("Lý", "Lí"), ("Mỹ", "Mĩ"), ("Quý", "Quí"), ("Ý", "Í")])
def test_i_and_y_fold_only_in_their_own_layer(y: str, i: str) -> None:
    with_y, with_i = PersonName.parse(f"Trần {y}"), PersonName.parse(f"Trần {i}")
    assert with_y.tone_normal != with_i.tone_normal
    assert with_y.i_y_normal == with_i.i_y_normal


@pytest.mark.parametrize(("y", "i"), [("Thúy", "Thúi"), ("May", "Mai"), ("Tây", "Tâi")])
def test_y_after_another_vowel_is_another_name(y: str, i: str) -> None:
    assert PersonName.parse(f"Trần {y}").i_y_normal != PersonName.parse(f"Trần {i}").i_y_normal


def test_marks_can_be_taken_off_and_missed() -> None:
    marked, bare = PersonName.parse("Đỗ Thị Đượm"), PersonName.parse("Do Thi Duom")
    assert marked.unmarked == bare.unmarked == "do thi duom"
    assert marked.has_marks and not bare.has_marks


def test_a_name_has_a_surname_middle_words_and_a_given_name() -> None:
    name = PersonName.parse("Nguyễn Thị Minh Khai")
    assert (name.surname, name.middle, name.given) == ("Nguyễn", "Thị Minh", "Khai")
    alone = PersonName.parse("Khai")
    assert (alone.surname, alone.middle, alone.given) == ("", "", "Khai")


@pytest.mark.parametrize(("south", "north"), [("Huỳnh", "Hoàng"), ("Hùynh", "Hòang"), ("Võ", "Vũ")])
def test_regional_surnames_are_one_family(south: str, north: str) -> None:
    southern, northern = PersonName.parse(f"{south} An"), PersonName.parse(f"{north} An")
    assert southern.surname_family == northern.surname_family
    assert southern.tone_normal != northern.tone_normal


def test_names_are_masked_to_surname_and_initials() -> None:
    name = PersonName.parse("Nguyễn Thị Hòa")
    assert name.masked() == "Nguyễn T. H."
    assert repr(name) == "PersonName(Nguyễn T. H.)"
    assert PersonName.parse("Hoa").masked() == "H."


def test_order_is_that_of_a_vietnamese_dictionary() -> None:
    ordered = [
        "An",
        "An Tư",
        "Anh",
        "Ăn",
        "Ân",
        "Ba",
        "Bà",
        "Bả",
        "Bã",
        "Bá",
        "Bạ",
        "Ba Tư",
        "Bà Tư",
    ]
    ordered += ["Bê", "Da", "Đa", "Em", "Ê", "Oanh", "Ô", "Ơn", "Quận 1", "Út", "Ưng", "Ý"]
    jumbled = ordered[::-1]
    assert sorted(jumbled, key=sort_key) == ordered


@given(names, names)
def test_order_is_the_same_however_the_tone_is_placed_or_the_case_chosen(a: str, b: str) -> None:
    assert sort_key(a) == sort_key(a.upper()) == sort_key(unicodedata.normalize("NFD", a))
    assert sort_key("Hòa " + b) == sort_key("Hoà " + b)
    assert sort_key(a).isdigit()
