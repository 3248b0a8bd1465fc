"""What an organization's file, the fates of its rows and their troubles are called."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sotiem.portals.facility.refusals import sentence_of_file, sentence_of_row
from sotiem.rosters.facts import NOTING, TOO_MANY_ROWS, RowTrouble
from sotiem.rosters.models import RosterRow
from sotiem.rosters.rules import HEADERS
from sotiem.rosters.states import NOTED, Fate, RosterStatus

STATUSES: Final[dict[RosterStatus, tuple[Promise, str]]] = {
    RosterStatus.CHECKING: (_("Đang kiểm tra"), "info"),
    RosterStatus.REFUSED: (_("Không đọc được"), "problem"),
    RosterStatus.READY: (_("Chờ bạn xem"), "waiting"),
    RosterStatus.REPLACED: (_("Đã bỏ"), ""),
    RosterStatus.SENDING: (_("Đang gửi"), "info"),
    RosterStatus.SENT: (_("Đã gửi"), "good"),
}


@dataclass(frozen=True, slots=True)
class Bucket:
    """Rows with the same fate, and what that means."""

    slug: str
    fate: Fate
    title: Promise
    means: Promise
    is_noted: bool = False  # only those in which something is told

    @property
    def counted(self) -> str:
        return NOTED if self.is_noted else self.fate


BUCKETS: Final = (
    Bucket("moi", Fate.NEW, _("Sẽ đăng ký"), _("Được đăng ký khi bạn bấm gửi.")),
    Bucket(
        "luu-y",
        Fate.NEW,
        _("Có điều cần xem lại"),
        _("Trong số sẽ đăng ký: vẫn được gửi, nhưng nên xem lại."),
        is_noted=True,
    ),
    Bucket(
        "da-gui", Fate.SENT, _("Đã đăng ký"), _("Đã vào danh sách, đã nhắn tin cho từng người.")
    ),
    Bucket(
        "khong-nhan",
        Fate.REFUSED,
        _("Chưa nhận được"),
        _("Không được gửi. Hãy sửa các ô được đánh dấu rồi tải tệp lên lại."),
    ),
    Bucket(
        "da-co",
        Fate.LISTED,
        _("Đơn vị đã đăng ký"),
        _("Đã có trong danh sách của đơn vị, không đăng ký thêm."),
    ),
    Bucket(
        "trung",
        Fate.TWICE,
        _("Trùng trong tệp"),
        _("Một dòng ở trên đã ghi người này; chỉ dòng đầu được gửi."),
    ),
)
TROUBLES: Final[dict[RowTrouble, Promise]] = {
    RowTrouble.GROUP_IS_HERS: _(
        "Nhóm này nói lên bệnh tật, hoàn cảnh hay tôn giáo nên chúng tôi không nhận từ đơn vị. "
        "Người này được xếp theo nhóm chung và tự chọn nhóm của mình."
    ),
    RowTrouble.DAY_PASSED: _("Ngày này đã qua; chúng tôi tính từ hôm nay."),
    RowTrouble.DAY_FAR: _("Ngày này xa quá một năm. Hãy chọn ngày gần hơn."),
    RowTrouble.PART_UNKNOWN: _("Buổi phải là Sáng, Chiều hoặc Cả ngày; chúng tôi tính là cả ngày."),
    RowTrouble.SEX_BY_NUMBER: _("Chưa rõ số này là nam hay nữ. Hãy ghi Nam hoặc Nữ."),
    RowTrouble.NUMBER_OF_ANOTHER: _(
        "Số giấy tờ này cũng được ghi cho một người khác trong tệp. Hãy xem lại cả hai dòng."
    ),
}
EXPLAINED: Final[dict[str, Promise]] = {
    "order": _("Tùy ý."),
    "full_name": _("Bắt buộc. Đủ họ, chữ đệm và tên, có dấu, như trên giấy tờ."),
    "birth_date": _("Bắt buộc. Ngày/tháng/năm; nếu giấy tờ chỉ ghi năm thì ghi năm."),
    "sex": _("Bắt buộc. Chọn Nam hoặc Nữ."),
    "phone": _("Bắt buộc. Số di động của chính người này hoặc người nhà, để nhận tin nhắn."),
    "number": _("Số CCCD hoặc CMND. Chưa có thì để trống."),
    "bhyt": _("15 ký tự hoặc 10 số cuối. Không rõ thì để trống."),
    "group": _(
        "Chỉ ghi khi khác nhóm chung của đơn vị: số từ 1 đến 16, trừ 9, 11 và 14 "
        "(người ấy tự chọn)."
    ),
    "province": _("Nơi ở. Để trống thì tính theo địa chỉ của đơn vị."),
    "commune": _("Nơi ở. Để trống thì tính theo địa chỉ của đơn vị."),
    "street": _("Số nhà, đường, thôn, ấp."),
    "occupation": _("Công việc ở đơn vị."),
    "not_before": _("Ngày/tháng/năm. Để trống: ngày nào cũng được."),
    "part_of_day": _("Chọn Sáng, Chiều hoặc Cả ngày. Để trống: cả ngày."),
}


def sentence_of_roster(problem: str, details: Mapping[str, str]) -> str:
    """Why a file as a whole was not taken."""
    if problem == TOO_MANY_ROWS:
        return gettext("Tệp có hơn 20.000 người. Hãy chia danh sách thành nhiều tệp.")
    return sentence_of_file(problem, details)


@dataclass(frozen=True, slots=True)
class Told:
    """One finding as the page tells it."""

    column: str
    sentence: str
    value: str
    refuses: bool


def told(row: RosterRow, headers: Mapping[str, str]) -> list[Told]:
    """What was found in a row: under which header, what to do, what stood there."""
    return [told_of(one, headers) for one in row.findings]


def told_of(one: Mapping[str, str], headers: Mapping[str, str]) -> Told:
    """One finding, under what the file calls its column."""
    code, value = one["code"], one["value"]
    if code in set(RowTrouble):
        sentence = str(TROUBLES[RowTrouble(code)])
    else:
        sentence = sentence_of_row(code, value)
        value = "" if value and value in sentence else value
    column = headers.get(one["column"], HEADERS[one["column"]])
    return Told(column, sentence, value, code not in NOTING)


def result_of(row: RosterRow, headers: Mapping[str, str]) -> str:
    """In one text what became of a row, for the downloaded file."""
    titles = {one.fate: str(one.title) for one in BUCKETS if not one.is_noted}
    said = [f"{titles[Fate(row.fate)]}."]
    if row.earlier is not None:
        said.append(gettext("Người này đã có ở dòng %(row)s.") % {"row": row.earlier})
    said += [f"[{one.column}] {one.sentence}" for one in told(row, headers)]
    return " ".join(said)


def marked(row: RosterRow) -> Sequence[str]:
    """The columns whose cells of a row are wrong."""
    return [one["column"] for one in row.findings if one["code"] not in NOTING]
