"""What somebody may ask to have deleted, and why something is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Item(StrEnum):
    """A part of what is kept of a person, that can be asked for by itself."""

    EMAIL = "email"
    PUSH = "push"
    REGISTRATIONS = "registrations"  # not served yet; the consent goes with them
    PHOTOS = "photos"  # shown with reports that are decided
    RECORD = "record"  # person, doses, certificates, their versions, the trail


# Days of Decree 356/2025: 15 to withdraw a consent, 20 to delete (proposed; see README).
ANSWER_WITHIN_DAYS: Final[Mapping[Item, int]] = {
    Item.EMAIL: 15,
    Item.PUSH: 15,
    Item.REGISTRATIONS: 15,
    Item.PHOTOS: 20,
    Item.RECORD: 20,
}
EXTENDED_BY_DAYS: Final = 15
NEVER_DELETED: Final = frozenset({Item.RECORD})


class RequestState(StrEnum):
    RECEIVED = "received"
    ANSWERED = "answered"
    APPEALED = "appealed"  # the unit above answers once more


@dataclass(frozen=True, slots=True)
class Basis:
    """Why something is kept, with the law. What a letter says is kept with the letter."""

    code: str
    law: str
    words_vi: str
    words_en: str


BASES: Final[Mapping[str, Basis]] = {
    each.code: each
    for each in (
        Basis(
            code="kept_by_law",
            law="Luật 91/2025/QH15, Điều 14; Nghị định 104/2016/NĐ-CP",
            words_vi=(
                "Hồ sơ tiêm chủng phải lưu giữ theo quy định về hoạt động tiêm chủng. Chỗ sai được "
                "sửa bằng phiên bản mới, không xóa."
            ),
            words_en=(
                "Vaccination records must be kept under the rules on immunisation. What is wrong "
                "is corrected by a new version, and not deleted."
            ),
        ),
        Basis(
            code="open_case",
            law="Luật 91/2025/QH15, Điều 14",
            words_vi="Dữ liệu đang cần để giải quyết một phản ánh, khiếu nại hoặc vụ việc.",
            words_en="The data are needed for a report, a complaint or a case that is open.",
        ),
        Basis(
            code="not_there",
            law="",
            words_vi="Hệ thống không giữ dữ liệu nào thuộc mục này.",
            words_en="The system keeps nothing of this kind.",
        ),
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What an officer says to one item: deleted, or kept on a basis (a key of `BASES`)."""

    delete: bool
    basis: str = ""
