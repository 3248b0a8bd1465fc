"""What a clerk reads about a file or a row that was not taken, and what to do next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sotiem.identity import Problem
from sotiem.imports.facts import FileProblem, PassedOver, RowProblem
from sotiem.imports.models import ImportRow
from sotiem.imports.states import Answer, Decision, RowOutcome
from sotiem.portals.components import problems
from sotiem.portals.facility.words import ANSWERED, DECIDED, PASSED_OVER

FILE_PROBLEMS: Final[dict[FileProblem, Promise]] = {
    FileProblem.UNREADABLE: _(
        "Chúng tôi không đọc được các ô trong tệp. "
        "Hãy mở tệp bằng Excel, lưu thành tệp .xlsx mới rồi nhập lại."
    ),
    FileProblem.TOO_LARGE: _(
        "Trang tính có dữ liệu ở quá xa: sau dòng 199.999 hoặc sau cột CZ. "
        "Hãy xóa các dòng, cột thừa, hoặc chia danh sách thành nhiều tệp."
    ),
    FileProblem.NO_HEADER: _(
        "Không tìm thấy dòng tên cột trong 1.000 dòng đầu của trang tính. "
        "Hãy dùng tệp mẫu, hoặc đặt tên cột như trong phần “Cách chuẩn bị tệp”."
    ),
    FileProblem.COLUMNS_MISSING: _(
        "Trang tính thiếu cột bắt buộc: %(columns)s. "
        "Hãy thêm cột, hoặc đổi tên cột như trong phần “Cách chuẩn bị tệp”."
    ),
    FileProblem.COLUMNS_TWICE: _(
        "Có hai cột mang cùng ý nghĩa: %(columns)s. "
        "Hãy chỉ giữ một cột, hoặc ghi rõ số mũi, ví dụ “Ngày tiêm mũi 2”."
    ),
    FileProblem.ONLY_HIDDEN: _(
        "Danh sách nằm ở trang tính đang ẩn: %(sheets)s. "
        "Hãy bỏ ẩn trang tính, lưu tệp rồi nhập lại."
    ),
    FileProblem.NO_ROWS: _(
        "Trang tính chưa có dòng nào dưới dòng tên cột. Hãy điền danh sách rồi nhập lại."
    ),
}

ROW_PROBLEMS: Final[dict[RowProblem, Promise]] = {
    RowProblem.NO_DOSE: _("Dòng này chưa có mũi tiêm nào. Hãy điền vắc xin, ngày tiêm và số lô."),
    RowProblem.MERGED_CELLS: _("Dòng này có ô gộp. Hãy bỏ gộp ô rồi điền đủ từng ô."),
    RowProblem.FORMULA_WITHOUT_VALUE: _(
        "Ô này chứa công thức chưa có kết quả. Hãy mở tệp bằng Excel, lưu lại; "
        "hoặc thay công thức bằng giá trị."
    ),
    RowProblem.DAY_AND_MONTH_SWAPPED: _(
        "Không có ngày này; có thể đã đảo ngày và tháng. Hãy ghi ngày trước, tháng sau."
    ),
    RowProblem.BEFORE_CAMPAIGN: _(
        "Ngày tiêm ở trước 08/03/2021, ngày bắt đầu tiêm chủng COVID-19. Hãy xem lại ngày."
    ),
    RowProblem.BEFORE_BIRTH: _("Ngày tiêm ở trước ngày sinh. Hãy xem lại cả hai ngày."),
    RowProblem.VACCINE_UNKNOWN: _(
        "Chưa có vắc xin mang tên này. Hãy ghi tên như trên lọ, ví dụ AstraZeneca."
    ),
    RowProblem.VACCINE_AMBIGUOUS: _(
        "Tên này là của nhiều vắc xin. Hãy ghi thêm nhà sản xuất, "
        "ví dụ Vero Cell Sinopharm Bắc Kinh."
    ),
    RowProblem.LOT_UNKNOWN: _(
        "Chưa có lô vắc xin mang số này. Hãy xem lại số trên lọ; nếu đúng, "
        "hãy báo kho vắc xin khai lô này trước."
    ),
    RowProblem.LOT_OF_ANOTHER_VACCINE: _(
        "Lô này là của vắc xin khác. Hãy xem lại tên vắc xin và số lô."
    ),
    RowProblem.FACILITY_UNKNOWN: _(
        "Chưa có cơ sở tiêm chủng mang mã này. Hãy ghi mã cơ sở của bạn."
    ),
    RowProblem.FACILITY_IS_ANOTHER: _(
        "Mũi này do cơ sở khác tiêm. Bạn chỉ nhập được mũi tiêm của cơ sở mình; "
        "hãy chuyển dòng này cho cơ sở đó."
    ),
    RowProblem.SIMILAR_PEOPLE: _(
        "Đã có người gần giống trong hệ thống nên máy chưa tự ghi. "
        "Hãy so sánh rồi trả lời trên trang của tệp."
    ),
    RowProblem.NUMBER_OF_ANOTHER_ROW: _(
        "Số giấy tờ này trùng với một người khác trong tệp. "
        "Hãy xem lại cả hai dòng, sửa trong tệp hoặc trả lời trên trang của tệp."
    ),
    RowProblem.BIRTH_DATE_ON_RECORD: _(
        "Ngày sinh đang lưu của người này ở sau ngày tiêm. Hãy xem lại ngày sinh và ngày tiêm."
    ),
    RowProblem.DOSE_MAY_BE_KNOWN: _(
        "Người này đã có một mũi tiêm gần giống trong hệ thống, có thể chính là mũi này. "
        "Hãy so với phiếu rồi trả lời trên trang của tệp."
    ),
    RowProblem.SAME_DOSE_IN_FILE: _("Mũi tiêm này đã có ở dòng %(value)s của tệp."),
    RowProblem.PHONE_SHARED: _(
        "Số điện thoại này cũng là của người khác ở dòng %(value)s. "
        "Nếu hai người không dùng chung số, hãy sửa trong tệp."
    ),
    RowProblem.RECORDED_LATER: _("Mũi tiêm này đã có ở tệp sau hoặc nguồn khác: %(value)s."),
    RowProblem.NAME_REPAIRED: _(
        "Họ và tên được gõ bằng phông chữ cũ (TCVN3, VNI) hoặc khi chưa bật bộ gõ tiếng Việt; "
        "hệ thống đọc là “%(value)s”. Nếu chưa đúng, hãy sửa trong tệp."
    ),
    RowProblem.NAME_WITHOUT_MARKS: _(
        "Họ và tên không có dấu. Nếu giấy tờ ghi có dấu, hãy sửa trong tệp."
    ),
    RowProblem.ZERO_RESTORED: _("Số này thiếu số 0 ở đầu, chúng tôi đã thêm: %(value)s."),
    RowProblem.MONTH_FIRST_READ: _(
        "Cả cột này ghi tháng trước, ngày sau; chúng tôi đọc là %(value)s. "
        "Nếu chưa đúng, hãy sửa trong tệp."
    ),
    RowProblem.SEX_CODES_READ: _(
        "Tệp ghi giới tính bằng mã số khác với mẫu (mẫu: 0 là nam, 1 là nữ); "
        "chúng tôi đọc theo số CCCD trong tệp."
    ),
    RowProblem.GROUP_UNKNOWN: _("Mã nhóm ưu tiên phải từ 1 đến 16. Chúng tôi bỏ qua ô này."),
    RowProblem.COMMUNE_UNKNOWN: _(
        "Chưa có xã, phường nào như vậy. Địa chỉ được giữ nguyên chữ, chưa gắn với xã."
    ),
    RowProblem.COMMUNE_UNCLEAR: _(
        "Có nhiều xã, phường như vậy. Hãy ghi thêm tỉnh và huyện (nếu là đơn vị cũ)."
    ),
}

_WITH_VALUE: Final = frozenset(
    {
        RowProblem.SAME_DOSE_IN_FILE,
        RowProblem.PHONE_SHARED,
        RowProblem.RECORDED_LATER,
        RowProblem.NAME_REPAIRED,
        RowProblem.ZERO_RESTORED,
        RowProblem.MONTH_FIRST_READ,
    }
)


def sentence_of_file(problem: str, details: Mapping[str, str]) -> str:
    """Say why a file as a whole was not taken."""
    return str(FILE_PROBLEMS[FileProblem(problem)]) % details if problem else ""


def sentence_of_row(code: str, value: str = "") -> str:
    """Say one thing that was found in a row."""
    if code in set(RowProblem):
        known = RowProblem(code)
        sentence = str(ROW_PROBLEMS[known])
        return sentence % {"value": value} if known in _WITH_VALUE else sentence
    return str(problems.SENTENCES[Problem(code)])


_FATES: Final[dict[RowOutcome, Promise]] = {
    RowOutcome.NEW: _("Sẽ được ghi."),
    RowOutcome.RECORDED: _("Đã ghi."),
    RowOutcome.KNOWN: _("Đã có trong hệ thống, không ghi thêm."),
    RowOutcome.REVIEW: _("Chưa ghi, cần người xem."),
    RowOutcome.REFUSED: _("Không nhận được."),
    RowOutcome.CHANGED: _("Chưa ghi, hồ sơ người này đã thay đổi từ lúc tải lên."),
    RowOutcome.UNDONE: _("Đã ghi rồi hoàn tác cùng cả tệp."),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One finding as a page tells it: under which column, what, and the value in question.

    What the facility answered stands under no column.
    """

    column: str
    sentence: str
    value: str

    @property
    def in_a_cell(self) -> str:
        return f"[{self.column}] {self.sentence}" if self.column else self.sentence


def told(rows: Sequence[ImportRow]) -> list[Told]:
    """What was found in a row of the sheet, each thing once though it concerns several doses."""
    found = {
        (one["column"], one["code"], one["value_shown"]): None
        for row in rows
        for one in row.problems
    }
    answers = {row.standing_answer.answer: None for row in rows if row.standing_answer}
    decisions = {row.standing_decision.decision: None for row in rows if row.standing_decision}
    return [
        *(Told("", str(DECIDED[Decision(decision)]), "") for decision in decisions),
        *(Told("", str(ANSWERED[Answer(answer)]), "") for answer in answers),
        *(
            Told(column, sentence_of_row(code, value), "" if code in _WITH_VALUE else value)
            for column, code, value in found
        ),
    ]


def passed_over(why: str) -> str:
    """Say in a row of a sheet why it was not read."""
    return gettext("Không đọc: %(why)s.") % {"why": str(PASSED_OVER[PassedOver(why)]).lower()}


def result_of(rows: Sequence[ImportRow]) -> str:
    """Say in one text what became of a row of the sheet."""
    if len(rows) == 1:
        fates = [str(_FATES[RowOutcome(rows[0].outcome)])]
    else:
        fates = [
            gettext("Mũi %(number)s: %(fate)s")
            % {"number": row.slot, "fate": _FATES[RowOutcome(row.outcome)]}
            for row in rows
        ]
    return " ".join([*fates, *(one.in_a_cell for one in told(rows))])
