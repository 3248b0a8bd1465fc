"""Names in old fonts, in a wrong encoding, or typed while the keyboard driver was off."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sotiem.identity.legacy_text import Encoding, Repaired, repair_text
from sotiem.identity.syllables import is_syllable


@pytest.mark.parametrize(
    ("written", "read", "encoding"),
    [
        ("NguyÔn V¨n Hïng", "Nguyễn Văn Hùng", Encoding.TCVN3),
        ("§ç V¨n §øc", "Đỗ Văn Đức", Encoding.TCVN3),
        ("Tr\u00ad¬ng ThÞ Ph\u00ad¬ng", "Trương Thị Phương", Encoding.TCVN3),
        ("TRÇN THÞ H¹NH", "TRẦN THỊ HẠNH", Encoding.TCVN3),
        ("PH¹M V¡N PHóC", "PHẠM VĂN PHÚC", Encoding.TCVN3),
        ("Nguyeãn Vaên Huøng", "Nguyễn Văn Hùng", Encoding.VNI),
        ("NGUYEÃN VAÊN HUØNG", "NGUYỄN VĂN HÙNG", Encoding.VNI),
        ("Ñaëng Thò Phöôïng", "Đặng Thị Phượng", Encoding.VNI),
        ("Hoà Vaên Mî", "Hồ Văn Mỵ", Encoding.VNI),
        ("Nguyeenx Vawn Hufng", "Nguyễn Văn Hùng", Encoding.TELEX),
        ("Ddoox", "Đỗ", Encoding.TELEX),
        ("TRAANF VAWN DDUWCS", "TRẦN VĂN ĐỨC", Encoding.TELEX),
        ("Nguyenex Vanw Hungf", "Nguyễn Văn Hùng", Encoding.TELEX),
        ("Twf Thij Trwowngf", "Từ Thị Trường", Encoding.TELEX),
        ("Phan Coong Hoa", "Phan Công Hoa", Encoding.TELEX),
        ("Nguyễn Vawn Hùng", "Nguyễn Văn Hùng", Encoding.TELEX),
        ("Nguye6n4 Va8n Hu2ng", "Nguyễn Văn Hùng", Encoding.VNI_KEYS),
        ("D9o64 Thi5 Phu7o7ng", "Đỗ Thị Phương", Encoding.VNI_KEYS),
        ("Ly1 Nam", "Lý Nam", Encoding.VNI_KEYS),
        ("Nguyá»\u0085n VÄ\u0083n HÃ¹ng", "Nguyễn Văn Hùng", Encoding.MOJIBAKE),
        ("Tráº§n Thá»‹ HÃ\u00a0", "Trần Thị Hà", Encoding.MOJIBAKE),
        ("HÃ Thá»‹ LÃ n", "Hà Thị Làn", Encoding.MOJIBAKE),
        ("LÃ£ VÄƒn An", "Lã Văn An", Encoding.MOJIBAKE),
        ("JosÃ© MarÃ\u00ada", "José María", Encoding.MOJIBAKE),
    ],
)
def test_a_name_is_read_as_it_was_written(written: str, read: str, encoding: Encoding) -> None:
    assert repair_text(written) == Repaired(read, encoding)


def test_a_text_encoded_twice_too_often_is_read() -> None:
    twice = "Hùng".encode().decode("cp1252").encode().decode("cp1252")
    assert repair_text(twice) == Repaired("Hùng", Encoding.MOJIBAKE)


@pytest.mark.parametrize(
    "name",
    [
        *("Nguyễn Văn Hùng", "TRẦN THỊ HÒA", "lê hoà", "Hoàng Quý", "Phạm Thị Ái Xuân"),
        *("Trưong Thị Phuơng", "Đặng Quôc Viêt", "Võ Thị Hòang", "Đỗ Ly", "Vũ Khuê"),
        *("Nguyen Van Hung", "Tran Thi Hoa", "Le Xuan", "Truong Thi Sau", "Doan"),
        *("Huynh Thi Gai", "Pham Van Xu", "Bui Thi Roi", "Tran Quoc Viet", "Ngo Thi Xuyen"),
        *("José María", "Müller", "Chloé Nguyễn", "Zoë", "Françoise Lê", "Núñez Peña"),
        *("Lee Min Ho", "Nguyễn Max", "Nguyen Gia Max", "Bruce Lee", "Sarah Moss", "Loïc Martin"),
        *("Anderson Cooper", "the quick fox", "Boots", "hello world", "Kaan", "Chris Fox"),
        *("H'Hen Niê", "Ksor H'Lan", "Y Thi Byă", "K'Brơi", "Rơ Châm Phiăng"),
        *("Nguyen Van An1", "Nguyễn Thị Hoa 2", "Ng. Văn A", "Nguyễn V?n An", "", " ", "123"),
    ],
)
def test_what_is_fine_stays_as_it_is(name: str) -> None:
    assert repair_text(name) is None


@given(st.text(max_size=60))
def test_any_text_is_repaired_or_left(text: str) -> None:
    repaired = repair_text(text)
    assert repaired is None or (repaired.text != text and repaired.encoding in Encoding)


given_names = st.lists(
    st.sampled_from(["Hùng", "Phượng", "Đức", "Quỳnh", "Ngọc", "Việt", "Yến", "Ước", "Thảo"]),
    min_size=1,
    max_size=3,
).map(" ".join)


@given(given_names)
def test_what_every_old_way_wrote_is_read_and_then_fine(given_name: str) -> None:
    for surname, middle, write in (
        ("NguyÔn", "ThÞ", lambda name: name.translate(TO_TCVN3)),
        ("Nguyeenx", "Thij", in_telex),
        ("Nguyá»…n", "Thá»‹", doubly_encoded),
    ):
        repaired = repair_text(f"{surname} {middle} {write(given_name)}")
        assert repaired is not None
        assert repaired.text == f"Nguyễn Thị {given_name}"
        assert repair_text(repaired.text) is None


TO_TCVN3 = str.maketrans(
    "àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵăâêôơưđĐƯ",
    "µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ¨©ª«¬\u00ad®§¦",
)
TELEX = {"\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0301": "s", "\u0323": "j"}


def in_telex(name: str) -> str:
    """Type each tone at the end of its syllable."""
    return " ".join(_typed(word) for word in name.split())


def _typed(word: str) -> str:
    typed, tone = "", ""
    for char in unicodedata.normalize("NFD", word.lower()):
        if char in TELEX:
            tone = TELEX[char]
        elif char == "\u0302":
            typed += typed[-1]
        else:
            typed += {"\u0306": "w", "\u031b": "w", "đ": "dd"}.get(char, char)
    return f"{typed}{tone}".capitalize()


def doubly_encoded(name: str) -> str:
    """Read the bytes of UTF-8 as a browser reads those of windows-1252."""
    codes = (bytes([code]) for code in name.encode())
    return "".join(code.decode("cp1252", "ignore") or code.decode("latin-1") for code in codes)


VOWELS = "àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵăâêôơư"
VNI_VOWELS = (
    "aø aû aõ aù aï aè aú aü aé aë aà aå aã aá aä eø eû eõ eù eï eà eå eã eá eä ì æ ó í ò "
    "oø oû oõ où oï oà oå oã oá oä ôø ôû ôõ ôù ôï uø uû uõ uù uï öø öû öõ öù öï yø yû yõ yù î "
    "aê aâ eâ oâ ô ö"
)
TO_VNI = dict(zip(VOWELS, VNI_VOWELS.split(), strict=True))


@pytest.mark.parametrize("vowel", VOWELS)
def test_every_vowel_of_the_old_fonts_is_known(vowel: str) -> None:
    coda = "" if vowel in "ỳỷỹýỵ" else "n"
    name = f"Nguyễn Thị B{vowel}{coda}"
    for surname, written in (
        ("NguyÔn ThÞ", vowel.translate(TO_TCVN3)),
        ("Nguyeãn Thò", TO_VNI[vowel]),
    ):
        repaired = repair_text(f"{surname} B{written}{coda}")
        assert repaired is not None and repaired.text == name


def test_a_syllable_that_ends_in_a_stop_bears_two_tones_only() -> None:
    assert is_syllable("việt") and is_syllable("viết")
    assert not is_syllable("viềt") and not is_syllable("bàc") and not is_syllable("hỏp")
