"""Which syllables Vietnamese can have: an onset, a rhyme, and a tone the rhyme's end allows."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from sotiem.identity.vietnamese_text import TONES, compose, fold_tone_places, unmark

_ONSETS_WRITTEN: Final = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_ONSETS: Final = frozenset(_ONSETS_WRITTEN.split())
# Without "oong" and "ooc": nobody is called so, and two o are rather the keys of an ô.
_RHYMES_WRITTEN: Final = (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "
    "e ec em en eng eo ep et ê êch êm ên ênh êp êt êu "
    "i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu y ych yêm yên yêng yêt yêu "
    "o oc oi om on ong op ot oa oac oach oai oam oan oang oanh oao oap oat oay "
    "oăc oăm oăn oăng oăt oe oem oen oeo oet ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt "
    "u ua uc ui um un ung up ut uâ uân uâng uât uây uê uêch uênh uôc uôi uôm uôn uông "
    "uôt uơ uơn uy uya uych uyn uynh uyp uyt uyu uyên uyêt "
    "ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu"
)
_RHYMES: Final = frozenset(_RHYMES_WRITTEN.split())
# After the glide of "qu" these letters are the rhyme's own first vowel.
_RHYMES_AFTER_QU_WRITTEN: Final = (
    "a ac ach ai an ang anh ao at au ay ăc ăm ăn ăng ăp ăt âc ân âng ât âu ây e en eo et "
    "ê êch ên êt i it inh in y ych yt ynh yên yêt ôc ông ơ ơi ơn ơt iên iêt"
)
_RHYMES_AFTER_QU: Final = frozenset(_RHYMES_AFTER_QU_WRITTEN.split())
_BEFORE_FRONT_VOWELS: Final = frozenset({"gh", "k", "ngh"})
_BEFORE_OTHER_VOWELS: Final = frozenset({"c", "g", "ng"})
_FRONT_VOWELS: Final = "eêiy"
_VIETNAMESE_LETTERS: Final = (
    "abcdeghiklmnopqrstuvxyđăâêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
)
# Taken apart, a Spanish ñ looks like an n with a tone.
_FOREIGN_LETTER: Final = re.compile(f"[^{_VIETNAMESE_LETTERS}]")
_STOPS: Final = ("c", "ch", "p", "t")
_TONES_OF_STOPS: Final = "\u0301\u0323"
# Written with one i for two: the onset's and the rhyme's.
_ONE_I: Final = frozenset({"gi", "gin", "gip", "giêc", "giêm", "giên", "giêng", "giêt"})
_TONE_ON_EITHER_VOWEL: Final = ("oa", "oe", "uy")


@lru_cache(maxsize=65_536)
@lru_cache(maxsize=65_536)
def is_syllable(word: str) -> bool:
    """Say whether a composed word in lower case is a syllable as schools write it."""
    decomposed = unicodedata.normalize("NFD", word)
    tones = [char for char in decomposed if char in TONES]
    if len(tones) > 1:
        return False
    tone = tones[0] if tones else ""
    bare = unicodedata.normalize("NFC", decomposed.replace(tone, "")) if tone else word
    if not _is_bare_syllable(bare):
        return False
    if tone and bare.endswith(_STOPS) and tone not in _TONES_OF_STOPS:
        return False
    return not tone or word in _tone_places(bare, tone)


@lru_cache(maxsize=65_536)
@lru_cache(maxsize=65_536)
def is_readable(word: str) -> bool:
    """Say whether a word is a syllable, wherever its tone stands and whatever marks it lost."""
    if _FOREIGN_LETTER.search(word):
        return False
    lower = fold_tone_places(word)
    return is_syllable(lower) or lower in _plain_syllables()


def _tone_places(bare: str, tone: str) -> set[str]:
    places = {fold_tone_places(f"{bare}{tone}")}
    if bare.endswith(_TONE_ON_EITHER_VOWEL):
        places.add(unicodedata.normalize("NFC", f"{bare[:-1]}{tone}{bare[-1]}"))
    return places


@lru_cache(maxsize=16_384)
def _is_bare_syllable(bare: str) -> bool:
    if bare in _RHYMES or bare in _ONE_I:
        return True
    for length in (3, 2, 1):
        onset, rhyme = bare[:length], bare[length:]
        if onset in _ONSETS and rhyme and _may_follow(onset, rhyme):
            return True
    return False


def _may_follow(onset: str, rhyme: str) -> bool:
    if onset == "qu":
        return rhyme in _RHYMES_AFTER_QU
    if rhyme not in _RHYMES or rhyme[:2] == "yê":
        return False
    if onset == "gi":
        return rhyme[0] not in "iy"
    if onset in _BEFORE_FRONT_VOWELS:
        return rhyme[0] in _FRONT_VOWELS
    if onset in _BEFORE_OTHER_VOWELS:
        return rhyme[0] not in _FRONT_VOWELS
    return True


@lru_cache(maxsize=1)
def _plain_syllables() -> frozenset[str]:
    """All syllables without marks, as keyboards without Vietnamese write them."""
    bare = set(_RHYMES | _ONE_I)
    for onset in _ONSETS:
        rhymes = _RHYMES_AFTER_QU if onset == "qu" else _RHYMES
        bare.update(f"{onset}{rhyme}" for rhyme in rhymes if _may_follow(onset, rhyme))
    return frozenset(map(unmark, bare))


def is_plain_syllable(word: str) -> bool:
    """Say whether a word in lower case, without marks, may be a syllable that lost them."""
    return word in _plain_syllables()


def words_of(text: str) -> list[str]:
    """Split a text into its words, in lower case and without punctuation at their ends."""
    words = (word.strip(_PUNCTUATION) for word in compose(text).lower().split())
    return [word for word in words if word]


_PUNCTUATION: Final = "()[]{}.,;:/\\-_*\"'“”’"
