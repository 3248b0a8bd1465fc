"""Names in passport letters."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certificate_format import CertificateError, PersonName, Reason
from certificate_format.names import transliterate

VIETNAMESE = (
    "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ "
)


@pytest.mark.parametrize(
    ("written", "letters"),
    [
        ("Nguyễn", "NGUYEN"),
        ("Thị Đào", "THI<DAO"),
        ("đỗ", "DO"),
        ("Trương Quỳnh Hương", "TRUONG<QUYNH<HUONG"),
        ("H'Hen Niê", "HHEN<NIE"),
        ("Gößinger-Müller", "GOESSINGER<MUELLER"),
        ("  Lê   Văn ", "LE<VAN"),
        ("O’Brien Jr.", "OBRIEN<JR"),
        ("", ""),
    ],
)
def test_a_name_is_written_in_passport_letters(written: str, letters: str) -> None:
    assert transliterate(written) == letters


def test_letters_and_their_separate_marks_give_the_same_name() -> None:
    assert PersonName.from_full_name("Nguye\u0302\u0303n A\u0301nh") == PersonName.from_full_name(
        "Nguyễn Ánh"
    )


def test_the_first_word_of_a_vietnamese_name_is_the_family_name() -> None:
    name = PersonName.from_full_name("Nguyễn Thị Đào")
    assert name == PersonName("Nguyễn", "Thị Đào", "NGUYEN", "THI<DAO")


@pytest.mark.parametrize("written", ["王伟", "Иван", "สมชาย"])
def test_a_name_of_another_script_is_refused_rather_than_maimed(written: str) -> None:
    with pytest.raises(CertificateError) as refused:
        transliterate(written)
    assert refused.value.reason is Reason.NAME_NOT_TRANSLITERABLE


@settings(deadline=None, derandomize=True)
@given(st.text(st.sampled_from(VIETNAMESE + VIETNAMESE.upper())))
def test_every_vietnamese_letter_keeps_its_place(written: str) -> None:
    letters = transliterate(written)
    assert set(letters) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ<")
    assert len(letters.replace("<", "")) == len(written.replace(" ", ""))
