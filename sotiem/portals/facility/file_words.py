"""What a file leaves open, in words: the questions, the answers, and how cells read so."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sotiem.imports.rules.columns import DOSE_COLUMNS, PERSON_COLUMNS
from sotiem.imports.rules.questions import QuestionKind, SettledBy
from sotiem.portals.facility.words import SEXES

TITLES: Final[dict[str, Promise]] = {
    QuestionKind.DAYS: _("Cột “%(column)s” ghi ngày trước hay tháng trước?"),
    QuestionKind.SEX: _("Mã số ở cột “%(column)s” nghĩa là gì?"),
    QuestionKind.FONT: _("Họ tên ở cột “%(column)s” gõ bằng phông chữ nào?"),
    QuestionKind.COLUMN: _("Cột “%(column)s” là thông tin gì?"),
}
HINTS: Final[dict[str, Promise]] = {
    QuestionKind.DAYS: _("Có ngày đọc được cả hai cách. Hãy so với sổ hoặc phiếu tiêm."),
    QuestionKind.SEX: _("Trong tệp không có gì cho biết chắc chắn. Hãy xem vài người bạn biết."),
    QuestionKind.FONT: _("Hãy chọn cách đọc cho ra đúng tên người."),
    QuestionKind.COLUMN: _("Tên cột này khác với tệp mẫu."),
}
ANSWERS: Final[dict[str, Promise]] = {
    "day_first": _("Ngày trước: ngày/tháng/năm"),
    "month_first": _("Tháng trước: tháng/ngày/năm"),
    "day_first_turned": _("Ngày trước, nhưng phần mềm bảng tính đã đảo ngày với tháng"),
    "month_first_turned": _("Tháng trước, và phần mềm bảng tính đã đảo ngày với tháng"),
    "0_male_1_female": _("0 là nam, 1 là nữ"),
    "1_male_2_female": _("1 là nam, 2 là nữ"),
    "1_male_0_female": _("1 là nam, 0 là nữ"),
    "1_female_2_male": _("1 là nữ, 2 là nam"),
    "0_male_1_female_2_other": _("0 là nam, 1 là nữ, 2 là khác"),
    "1_male_2_female_0_unknown": _("1 là nam, 2 là nữ, 0 là chưa rõ"),
    "tcvn3": _("Phông TCVN3 (ABC)"),
    "vni": _("Phông VNI"),
    "as_it_stands": _("Giữ nguyên như trong tệp"),
    "leave_out": _("Không dùng cột này"),
}
SETTLED: Final[dict[str, Promise]] = {
    SettledBy.CLERK: _("Bạn đã chọn."),
    SettledBy.LAST_TIME: _("Đọc như tệp lần trước của cơ sở."),
    SettledBy.EVIDENCE: _("Theo các ô trong tệp."),
}
_SEXES: Final[dict[str, Promise]] = {**SEXES, "unknown": _("Chưa rõ")}
_HEADERS: Final = {each.key: each.header for each in (*PERSON_COLUMNS, *DOSE_COLUMNS)}


def title_of(question: Mapping[str, Any]) -> str:
    return str(TITLES[question["kind"]]) % {"column": question["column"] or question["key"]}


def answer_in_words(answer: str) -> str:
    """An answer, or the column of ours that it names."""
    if answer in ANSWERS:
        return str(ANSWERS[answer])
    key, _dot, slot = answer.partition(".")
    header = _HEADERS.get(key, answer)
    return (
        gettext("%(column)s (mũi %(slot)s)") % {"column": header, "slot": slot} if slot else header
    )


def reading_in_words(kind: str, read: str) -> str:
    """How a cell reads; a day with its month in a word, so that it cannot be taken otherwise."""
    if not read:
        return gettext("Không đọc được")
    if kind == QuestionKind.DAYS:
        day = date.fromisoformat(read)
        told = {"day": day.day, "month": day.month, "year": day.year}
        return gettext("ngày %(day)s tháng %(month)s năm %(year)s") % told
    return str(_SEXES.get(read, read))
