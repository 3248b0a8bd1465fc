"""What slips print before each value, found although letters were misread."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from sotiem.identity import unmark
from sotiem.slips.facts import FieldName
from sotiem.slips.reading.ocr import Word

# As people print them, without marks and blanks. Longer ones are tried first.
_WRITTEN: Final[dict[FieldName, str]] = {
    FieldName.FULL_NAME: "ho va ten|ho ten|ho va ten nguoi tiem|ho ten nguoi duoc tiem"
    "|ho va ten nguoi duoc tiem chung|ho, chu dem va ten",
    FieldName.BIRTH_DATE: "ngay sinh|ngay thang nam sinh|nam sinh|sinh ngay|ngay/thang/nam sinh",
    FieldName.SEX: "gioi tinh",
    FieldName.IDENTITY: "so cccd/cmnd|so cmnd/cccd|so cmt/cccd|so cccd|cccd|cmnd|so cmnd|so cmt"
    "|so cmt/cccd/ho chieu|so cmnd/cccd/ho chieu|so cccd/ho chieu|so dinh danh ca nhan"
    "|so can cuoc|so can cuoc cong dan|cmnd/cccd|cccd/cmnd",
    FieldName.PHONE: "so dien thoai|dien thoai|sdt|so dt|dien thoai lien he",
    FieldName.ADDRESS: "dia chi|noi o hien nay|dia chi noi o|dia chi thuong tru",
    FieldName.SLIP_NUMBER: "so phieu",
    FieldName.DOSE_NUMBER: "mui|mui thu|mui so|mui tiem|lieu",
    FieldName.GIVEN_ON: "ngay tiem|tiem ngay|ngay tiem chung|thoi gian tiem",
    FieldName.VACCINE: "vac xin|ten vac xin|loai vac xin|vaccine|loai vaccine|ten vaccine|vacxin",
    FieldName.LOT: "so lo|lo|so lo vac xin|lo so",
    FieldName.PLACE: "noi tiem|dia diem tiem|co so tiem|co so tiem chung|tai co so|don vi tiem",
}
_MOST_WORDS: Final = 7
_SHORT: Final = 5
_LIKE_ENOUGH: Final = 80.0
# A label of few letters must be right: with one letter changed it is another word.
_SHORT_LIKE_ENOUGH: Final = 90.0


@dataclass(frozen=True, slots=True)
class Label:
    """A label in a line of words: which words it takes, and how like it they are (0 to 1)."""

    field: FieldName
    start: int
    end: int
    likeness: float


def _key(text: str) -> str:
    return "".join(filter(str.isalnum, unmark(text)))


_LABELS: Final = [
    (field, _key(text), len(text.replace("/", " ").split()))
    for field, texts in _WRITTEN.items()
    for text in texts.split("|")
]


def find_labels(line: Sequence[Word]) -> list[Label]:
    """The labels of a line, from left to right, none over another; the likest and longest win."""
    keys = [_key(word.text) for word in line]
    found: list[tuple[float, Label]] = []
    for start in range(len(line)):
        for end in range(start + 1, min(start + _MOST_WORDS, len(line)) + 1):
            best = _best("".join(keys[start:end]), end - start)
            if best is not None and keys[start]:
                field, likeness, length = best
                found.append((likeness * length, Label(field, start, end, likeness / 100)))
    taken: list[Label] = []
    for _, label in sorted(found, key=lambda each: -each[0]):
        if all(label.end <= other.start or label.start >= other.end for other in taken):
            taken.append(label)
    return sorted(taken, key=lambda label: label.start)


def _best(key: str, words: int) -> tuple[FieldName, float, int] | None:
    best: tuple[FieldName, float, int] | None = None
    for field, label, label_words in _LABELS:
        if abs(label_words - words) > 2 or abs(len(label) - len(key)) > 3:
            continue
        enough = _SHORT_LIKE_ENOUGH if len(label) <= _SHORT else _LIKE_ENOUGH
        likeness = fuzz.ratio(key, label, score_cutoff=enough)
        if likeness and (best is None or likeness * len(label) > best[1] * best[2]):
            best = (field, likeness, len(label))
    return best
