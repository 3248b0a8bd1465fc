"""What a sheet of corrections, the fates of its rows and their troubles are called."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sotiem.identity import Problem
from sotiem.mending.facts import RowTrouble
from sotiem.mending.rules import HEADERS
from sotiem.mending.states import Fate, SheetStatus
from sotiem.portals.components import problems

STATUSES: Final[dict[SheetStatus, tuple[Promise, str]]] = {
    SheetStatus.CHECKING: (_("Đang kiểm tra"), "info"),
    SheetStatus.REFUSED: (_("Không đọc được"), "problem"),
    SheetStatus.READY: (_("Chờ bạn xem"), "waiting"),
    SheetStatus.AWAITING_SECOND: (_("Chờ người thứ hai"), "waiting"),
    SheetStatus.COMMITTING: (_("Đang sửa"), "info"),
    SheetStatus.COMMITTED: (_("Đã sửa"), "good"),
    SheetStatus.CANCELLED: (_("Đã bỏ"), ""),
    SheetStatus.UNDOING: (_("Đang hoàn tác"), "info"),
    SheetStatus.UNDONE: (_("Đã hoàn tác"), ""),
}


@dataclass(frozen=True, slots=True)
class Bucket:
    """Corrections with the same fate, and what that means."""

    slug: str
    fate: Fate
    title: Promise
    means: Promise


BUCKETS: Final = (
    Bucket("se-sua", Fate.CHANGES, _("Sẽ sửa"), _("Chỉ sửa khi bạn đồng ý.")),
    Bucket("da-sua", Fate.DONE, _("Đã sửa"), _("Hồ sơ đã ghi như trong tệp.")),
    Bucket("dung-san", Fate.SAME, _("Đã đúng sẵn"), _("Hồ sơ đã ghi như vậy, không đổi gì.")),
    Bucket(
        "khong-nhan",
        Fate.REFUSED,
        _("Không sửa được"),
        _("Không đổi gì. Hãy xem lý do, sửa trong tệp rồi tải lên lại."),
    ),
    Bucket("da-hoan-tac", Fate.UNDONE, _("Đã hoàn tác"), _("Hồ sơ trở lại như trước khi sửa.")),
    Bucket(
        "giu-lai",
        Fate.KEPT,
        _("Không hoàn tác được"),
        _("Có người đã sửa thêm từ lúc đó, nên giữ nguyên như hiện nay."),
    ),
)
TROUBLES: Final[dict[RowTrouble, Promise]] = {
    RowTrouble.NOBODY_NAMED: _("Hãy ghi số căn cước, mã hồ sơ, hoặc mã phản ánh."),
    RowTrouble.NOTHING_TO_CORRECT: _("Dòng này chưa ghi điều đúng nào. Hãy điền cột cần sửa."),
    RowTrouble.VACCINE_UNKNOWN: _(
        "Chưa rõ đây là vắc xin nào. Hãy ghi đúng tên trong danh mục, ví dụ AstraZeneca."
    ),
    RowTrouble.FACILITY_UNKNOWN: _("Không có cơ sở nào mang mã này. Hãy xem lại mã cơ sở."),
    RowTrouble.TOO_LONG: _("Ô này quá dài. Hãy xem có nhầm cột không."),
    RowTrouble.NOT_ON_RECORD: _("Không có hồ sơ nào mang số này. Hãy xem lại số."),
    RowTrouble.PERSON_UNCLEAR: _("Nhiều hồ sơ mang số này. Hãy ghi mã hồ sơ."),
    RowTrouble.ANOTHER_NAME: _(
        "Hồ sơ mang số này ghi họ tên khác. Hãy xem có nhầm dòng không; "
        "ở cột này ghi họ tên như hồ sơ đang ghi."
    ),
    RowTrouble.NO_DOSE_NAMED: _("Hãy ghi ngày tiêm như hồ sơ đang ghi, để biết cần sửa mũi nào."),
    RowTrouble.NO_SUCH_DOSE: _("Người này không có mũi nào đang ghi ngày đó, vắc xin đó."),
    RowTrouble.DOSE_UNCLEAR: _("Ngày đó có nhiều mũi. Hãy ghi thêm vắc xin đang ghi."),
    RowTrouble.NOT_YOURS: _("Mũi tiêm hoặc người này không thuộc phạm vi của bạn."),
    RowTrouble.TWICE_IN_SHEET: _("Một dòng ở trên đã sửa mũi này hoặc người này."),
    RowTrouble.NUMBER_OF_ANOTHER: _(
        "Số căn cước này đang thuộc hồ sơ khác. Nếu là một người, hãy ghép hai hồ sơ trước."
    ),
    RowTrouble.DAY_IMPOSSIBLE: _(
        "Không thể tiêm vào ngày này: trước khi sinh, trước 08/03/2021 hoặc sau hôm nay."
    ),
    RowTrouble.DAY_TAKEN: _("Người này đã có mũi khác cùng ngày, cùng bệnh được phòng."),
    RowTrouble.NO_SUCH_REPORT: _("Không có phản ánh nào mang mã này."),
    RowTrouble.REPORT_OF_ANOTHER: _("Phản ánh này nói về người khác."),
    RowTrouble.REPORT_OF_ANOTHER_KIND: _(
        "Phản ánh loại này cần xem riêng, không chấp nhận theo tệp."
    ),
    RowTrouble.REPORT_CLOSED: _("Phản ánh đã có kết quả, hoặc đang do cán bộ khác xử lý."),
    RowTrouble.REPORT_DIFFERS: _("Phản ánh đề nghị điều khác với dòng này. Hãy xử lý riêng."),
    RowTrouble.CHANGED_SINCE: _("Hồ sơ đã thay đổi từ lúc kiểm tra, nên không động đến."),
    RowTrouble.REFUSED_BY_RULE: _("Hệ thống không nhận thay đổi này. Hãy mở hồ sơ để xem."),
}
EXPLAINED: Final[dict[str, Promise]] = {
    "report": _("Để trống nếu không có. Ghi thì phản ánh được chấp nhận cùng dòng này."),
    "person": _("Số căn cước, số CMND, hoặc mã hồ sơ. Để trống được khi có mã phản ánh."),
    "full_name": _("Như hồ sơ đang ghi; khác tên thì dòng không được nhận."),
    "day": _("Khi sửa mũi tiêm: ngày hồ sơ đang ghi."),
    "vaccine": _("Chỉ cần khi một ngày có nhiều mũi."),
    "right_day": _("Chỉ điền khi cần sửa."),
    "right_vaccine": _("Chỉ điền khi cần sửa."),
    "right_lot": _("Chỉ điền khi cần sửa."),
    "right_facility": _("Mã cơ sở trong danh mục. Chỉ điền khi cần sửa."),
    "right_name": _("Chỉ điền khi cần sửa."),
    "right_birth": _("Ngày/tháng/năm. Chỉ điền khi cần sửa."),
    "right_sex": _("Nam hoặc Nữ. Chỉ điền khi cần sửa."),
    "right_number": _("Đủ 12 chữ số. Cả tệp sẽ cần cán bộ thứ hai duyệt."),
    "right_phone": _("Số di động. Cả tệp sẽ cần cán bộ thứ hai duyệt."),
}


# What is found about the record, and not about a cell: no column is named beside it.
_OF_NO_CELL: Final = frozenset(
    {
        RowTrouble.CHANGED_SINCE,
        RowTrouble.NOT_YOURS,
        RowTrouble.NOTHING_TO_CORRECT,
        RowTrouble.REFUSED_BY_RULE,
        RowTrouble.TWICE_IN_SHEET,
    }
)


def told(findings: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """What is wrong in a row: under which header, what to do, what stood there."""
    return [_told(one) for one in findings]


def _told(one: Mapping[str, str]) -> dict[str, str]:
    sentence = sentence_of(one["code"])
    if one["code"] in _OF_NO_CELL:
        return {"column": "", "sentence": sentence, "value": ""}
    return {"column": HEADERS[one["column"]], "sentence": sentence, "value": one["value"]}


def sentence_of(code: str) -> str:
    if code in set(RowTrouble):
        return str(TROUBLES[RowTrouble(code)])
    return str(problems.SENTENCES[Problem(code)])
