"""How Vietnamese words are written wrongly: by keyboards, by old fonts, by ear."""

import unicodedata
from functools import lru_cache
from random import Random
from typing import Final

_LOWER: Final = (
    "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ"
)  # fmt: skip
_TCVN3_BYTES: Final = bytes.fromhex(
    "b5b6b7b8b9a8bbbcbdbec6a9c7c8c9cacbaecccecfd0d1aad2d3d4d5d6d7d8dcdddedfe1e2e3e4"
    "abe5e6e7e8e9aceaebecedeeeff1f2f3f4adf5f6f7f8f9fafbfcfdfe"
)
_TCVN3: Final = {
    **dict(zip(_LOWER, _TCVN3_BYTES.decode("latin-1"), strict=True)),
    **dict(zip("ĂÂĐÊÔƠƯ", "¡¢§£¤¥¦", strict=True)),
}
TONES: Final = "\u0300\u0301\u0303\u0309\u0323"
_TONE_KEYS: Final = dict(zip(TONES, "fsxrj", strict=True))
_SHAPES: Final = "\u0302\u0306\u031b"
_VNI_TONES: Final = dict(zip(TONES, "øùõûï", strict=True))
_VNI_HAT: Final = dict(zip(("", *TONES), "âàáãåä", strict=True))
_VNI_BREVE: Final = dict(zip(("", *TONES), "êèéüúë", strict=True))
_VNI_WHOLE: Final = {"đ": "ñ", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ì": "ì", "í": "í", "ỵ": "î"}
_TONE_MOVES: Final = {
    "òa": "oà", "óa": "oá", "ỏa": "oả", "õa": "oã", "ọa": "oạ", "òe": "oè", "óe": "oé",
    "ỏe": "oẻ", "õe": "oẽ", "ọe": "oẹ", "ùy": "uỳ", "úy": "uý", "ủy": "uỷ", "ũy": "uỹ", "ụy": "uỵ",
}  # fmt: skip
_Y_FOR_I: Final = {
    "lý": "lí", "mỹ": "mĩ", "ly": "li", "my": "mi", "vy": "vi", "kỳ": "kì",
    "quý": "quí", "thy": "thi", "hy": "hi", "kỷ": "kỉ", "sỹ": "sĩ", "vỹ": "vĩ",
}  # fmt: skip
_BY_EAR: Final = (
    ("bảo", "bửu"), ("hoàng", "huỳnh"), ("vũ", "võ"), ("phúc", "phước"), ("sơn", "san"),
    ("nhân", "nhơn"), ("cảnh", "kiểng"), ("lợi", "lời"), ("tùng", "tòng"), ("thu", "thơ"),
    ("chính", "chánh"), ("tính", "tánh"), ("hồng", "hường"), ("hoa", "huê"), ("nghĩa", "ngãi"),
    ("trường", "tràng"), ("đàm", "đờm"), ("quý", "quới"), ("cương", "cang"), ("đảm", "đởm"),
    ("thái", "thới"), ("châu", "chu"), ("phát", "phất"), ("nhật", "nhựt"), ("đan", "đơn"),
    ("linh", "lin"), ("anh", "ăn"), ("long", "lông"), ("tiến", "tín"), ("oanh", "uanh"),
    ("loan", "lan"), ("yến", "iến"), ("thúy", "thí"), ("tuấn", "tứng"), ("hương", "hươn"),
    ("giang", "dang"), ("hưng", "hùng"), ("liễu", "lựu"), ("đức", "đứt"), ("minh", "min"),
)  # fmt: skip
_HEADS: Final = (
    ("ngh", ("ng",)), ("tr", ("ch",)), ("ch", ("tr",)), ("gi", ("d", "v")), ("ph", ("f",)),
    ("s", ("x",)), ("x", ("s",)), ("d", ("gi", "v")), ("v", ("d", "gi")), ("l", ("n",)),
    ("n", ("l",)), ("k", ("c",)), ("qu", ("w", "q")),
)  # fmt: skip
_TAILS: Final = (("ng", "n"), ("n", "ng"), ("t", "c"), ("c", "t"), ("nh", "n"), ("ch", "t"))
_BESIDE: Final = {
    "a": "sqz", "b": "vnh", "c": "xvd", "d": "sfe", "e": "wrd", "g": "fht", "h": "gjn", "i": "uok",
    "k": "jlo", "l": "ko", "m": "n", "n": "bmh", "o": "ipl", "p": "o", "q": "wa", "r": "etf",
    "s": "adw", "t": "ryg", "u": "yij", "v": "cbg", "x": "zcs", "y": "tuh",
}  # fmt: skip


@lru_cache(maxsize=100_000)
def bare(text: str) -> str:
    """Write without marks."""
    loose = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in loose if not unicodedata.combining(letter))


def like(model: str, word: str) -> str:
    """Write a word with the capitals of its model."""
    if model.isupper() and len(model) > 1:
        return word.upper()
    return word[:1].upper() + word[1:] if model[:1].isupper() else word


def tcvn3(text: str) -> str:
    return "".join(_TCVN3.get(letter) or _TCVN3.get(letter.lower(), letter) for letter in text)


@lru_cache(maxsize=1000)
def _vni_letter(letter: str) -> str:
    low = letter.lower()
    if low in _VNI_WHOLE:
        found = _VNI_WHOLE[low]
    else:
        base, *marks = list(unicodedata.normalize("NFD", low))
        tone = next((mark for mark in marks if mark in TONES), "")
        if "\u0302" in marks:
            found = base + _VNI_HAT[tone]
        elif "\u0306" in marks:
            found = base + _VNI_BREVE[tone]
        elif "\u031b" in marks:
            found = {"o": "ô", "u": "ö"}[base] + _VNI_TONES.get(tone, "")
        else:
            found = base + _VNI_TONES.get(tone, "")
    return found.upper() if letter != low else found


def vni(text: str) -> str:
    return "".join(_vni_letter(letter) for letter in text)


def telex(word: str) -> str:
    """Write the keys pressed for a word, where no program turned them into marks."""
    keys: list[str] = []
    tone = ""
    for letter in unicodedata.normalize("NFD", word.replace("đ", "dd").replace("Đ", "Dd")):
        if letter in _TONE_KEYS:
            tone = _TONE_KEYS[letter]
        elif letter == "\u0302":
            keys.append(keys[-1].lower())
        elif letter in _SHAPES:
            keys.append("w")
        else:
            keys.append(letter)
    return "".join(keys) + tone


def move_tone(word: str) -> str:
    """Set the tone on the second vowel: hòa, hoà."""
    low = word.lower()
    if len(low) > 2 and not low.startswith("qu"):
        moved = _TONE_MOVES.get(low[-2:])
        if moved:
            return like(word, low[:-2] + moved)
    return word


def swap_i_y(word: str) -> str:
    return like(word, _Y_FOR_I[word.lower()]) if word.lower() in _Y_FOR_I else word


def change_tone(random: Random, word: str) -> str:
    """Give a word another tone: Bảo, Báo."""
    loose = unicodedata.normalize("NFD", word)
    at = next((i for i, letter in enumerate(loose) if letter in TONES), None)
    if at is None:
        vowels = [i for i, letter in enumerate(loose) if letter.lower() in "aeiouy"]
        if not vowels:
            return word
        last = vowels[0] if len(vowels) == 1 else vowels[-2]
        while last + 1 < len(loose) and loose[last + 1] in _SHAPES:
            last += 1
        changed = loose[: last + 1] + random.choice(TONES) + loose[last + 1 :]
    else:
        others = [tone for tone in TONES if tone != loose[at]] + [""]
        changed = loose[:at] + random.choice(others) + loose[at + 1 :]
    return unicodedata.normalize("NFC", changed)


def change_vowel(random: Random, word: str) -> str:
    """Take off or put on a hat, a breve or a horn: Đăng, Đang."""
    loose = unicodedata.normalize("NFD", word)
    at = next((i for i, letter in enumerate(loose) if letter in _SHAPES), None)
    if at is not None:
        return unicodedata.normalize("NFC", loose[:at] + loose[at + 1 :])
    vowels = [i for i, letter in enumerate(loose) if letter.lower() in "aeou"]
    if vowels:
        place = random.choice(vowels)
        shapes = {"a": "\u0302\u0306", "e": "\u0302", "o": "\u0302\u031b", "u": "\u031b"}
        shape = random.choice(shapes[loose[place].lower()])
        return unicodedata.normalize("NFC", loose[: place + 1] + shape + loose[place + 1 :])
    return word


def by_ear(random: Random, word: str) -> str:
    """Write a word as another ear hears it."""
    low = word.lower()
    twins = [b if a == low else a for a, b in _BY_EAR if low in (a, b)]
    if twins and random.random() < 0.6:
        return like(word, random.choice(twins))
    choices: list[str] = []
    for head, others in _HEADS:
        if low.startswith(head) and len(low) > len(head):
            choices += [other + low[len(head) :] for other in others]
            break
    for tail, other in _TAILS:
        if low.endswith(tail) and len(low) > len(tail) + 1:
            choices.append(low[: -len(tail)] + other)
            break
    return like(word, random.choice(choices or twins or [low]))


def mistype(random: Random, word: str) -> str:
    """Let one finger slip: a letter wrong, lost, doubled, or changed with its neighbour."""
    if len(word) < 2:
        return word
    at = random.randrange(len(word))
    slip = random.randrange(4)
    if slip == 0:
        beside = _BESIDE.get(bare(word[at]).lower(), "e")
        return word[:at] + like(word[at], random.choice(beside)) + word[at + 1 :]
    if slip == 1:
        return word[:at] + word[at + 1 :]
    if slip == 2:
        return word[:at] + word[at].lower() + word[at:] if at else word[0] + word[:1].lower() + (
            word[1:])  # fmt: skip
    at = min(at, len(word) - 2)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def lose_letters(text: str) -> str:
    """Keep what an old system's letters can hold, and put question marks for the rest."""
    return text.encode("latin-1", "replace").decode("latin-1")
