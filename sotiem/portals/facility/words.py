"""What a clerk reads about a dose or a person that may be on record, and about her answer."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sotiem.identity import Problem
from sotiem.imports.facts import LeftOut, PassedOver, RowProblem
from sotiem.imports.rules.waiting import CHANGED
from sotiem.imports.states import Answer, BuiltUpon, Change, Decision, Part, RowOutcome
from sotiem.matching.states import Verdict

ANSWERS: Final[dict[Answer, Promise]] = {
    Answer.SAME: _("Chính là mũi đã ghi"),
    Answer.ANOTHER: _("Là một mũi khác"),
}
BEFORE_COMMIT: Final[dict[str, Promise]] = {
    Answer.SAME.value: _("Hệ thống không ghi thêm. Nếu mũi đã ghi bị sai ngày, hãy gửi phản ánh."),
    Answer.ANOTHER.value: _("Mũi này được ghi thêm cùng với các mũi mới của tệp."),
}
AFTER_COMMIT: Final[dict[str, Promise]] = {
    Answer.SAME.value: BEFORE_COMMIT[Answer.SAME.value],
    Answer.ANOTHER.value: _(
        "Mũi này được ghi thêm ngay vào sổ tiêm của người này. Hoàn tác được trong 24 giờ."
    ),
}
ANSWERED: Final[dict[Answer, Promise]] = {
    Answer.SAME: _("Cơ sở đã trả lời: chính là mũi đã ghi."),
    Answer.ANOTHER: _("Cơ sở đã trả lời: là một mũi khác."),
}
ANSWERED_NOW: Final[dict[Answer, Promise]] = {
    Answer.SAME: _("Vừa trả lời dòng %(number)s: chính là mũi đã ghi, không ghi thêm."),
    Answer.ANOTHER: _("Vừa trả lời dòng %(number)s: là một mũi khác."),
}
NOW: Final[dict[RowOutcome, Promise]] = {
    RowOutcome.NEW: _("Mũi này sẽ được ghi khi bạn đồng ý ghi tệp."),
    RowOutcome.RECORDED: _("Mũi này đã có trong sổ tiêm của người này."),
    RowOutcome.KNOWN: _("Mũi này không được ghi thêm."),
}

DECIDED: Final[dict[Decision, Promise]] = {
    Decision.KEEP: _("Cơ sở đã trả lời: là người đang lưu, giữ thông tin đang lưu."),
    Decision.USE: _("Cơ sở đã trả lời: là người đang lưu, bổ sung từ tệp."),
    Decision.BOTH: _("Cơ sở đã trả lời: là người mới."),
}
DECIDED_NOW: Final[dict[Decision, Promise]] = {
    Decision.KEEP: _("Vừa trả lời dòng %(number)s: là người đang lưu."),
    Decision.USE: _("Vừa trả lời dòng %(number)s: là người đang lưu, bổ sung từ tệp."),
    Decision.BOTH: _("Vừa trả lời dòng %(number)s: là người mới."),
}
PERSON_FIELDS: Final[dict[str, Promise]] = {
    "full_name": _("Họ và tên"),
    "birth_date": _("Ngày sinh"),
    "sex": _("Giới tính"),
    "cccd": _("Số căn cước"),
    "cmnd": _("Số chứng minh nhân dân"),
    "bhyt": _("Số thẻ bảo hiểm y tế"),
    "phone": _("Điện thoại"),
    "place": _("Nơi ở"),
}
SEXES: Final[dict[str, Promise]] = {"female": _("Nữ"), "male": _("Nam"), "other": _("Khác")}
CHANGES: Final[dict[Change, Promise]] = {
    Change.PERSON_AMENDED: _("Hồ sơ người này đã được sửa từ lúc tải lên."),
    Change.PERSON_LINKED: _("Hồ sơ người này đã được ghép hoặc tách từ lúc tải lên."),
    Change.DOSE_KNOWN: _("Từ lúc tải lên, mũi này đã được ghi từ nơi khác; không ghi thêm."),
    Change.IN_DOUBT: _("Từ lúc tải lên, có hồ sơ hoặc mũi tiêm mới gần giống; cần người xem."),
}
PARTS: Final[dict[Part, Promise]] = {
    Part.PLAIN: _("Mũi mới, không có điều cần lưu ý (%(count)s mũi)"),
    Part.NOTED: _("Mũi mới, có điều cần lưu ý (%(count)s mũi)"),
    Part.DECIDED: _("Mũi mới sau khi bạn trả lời (%(count)s mũi)"),
    Part.CHANGED: _("Đã thay đổi từ lúc tải lên, tôi đã xem (%(count)s mũi)"),
}
PART_HINTS: Final[dict[Part, Promise]] = {
    Part.PLAIN: _("Máy không thấy điều gì lạ."),
    Part.NOTED: _("Ví dụ số thiếu số 0 ở đầu đã được thêm, họ tên gõ bằng phông chữ cũ."),
    Part.DECIDED: _("Bạn đã nói người đó là ai, hoặc mũi đó là một mũi khác."),
    Part.CHANGED: _("Nếu lại có thay đổi, dòng đó được đưa bạn xem lần nữa."),
}
BUILT_UPON: Final[dict[BuiltUpon, Promise]] = {
    BuiltUpon.DOSE_AMENDED: _("Mũi tiêm đã được sửa sau khi ghi"),
    BuiltUpon.PERSON_AMENDED: _("Hồ sơ do tệp này lập đã được sửa"),
    BuiltUpon.PERSON_LINKED: _("Hồ sơ do tệp này lập đang ghép với hồ sơ khác"),
    BuiltUpon.REPORT_OPEN: _("Có phản ánh chưa giải quyết"),
}
WAITING_FOR: Final[dict[str, Promise]] = {
    "": _("Tất cả"),
    RowProblem.SIMILAR_PEOPLE.value: _("Có người gần giống"),
    RowProblem.NUMBER_OF_ANOTHER_ROW.value: _("Trùng số giấy tờ"),
    RowProblem.BIRTH_DATE_ON_RECORD.value: _("Ngày sinh sau ngày tiêm"),
    Problem.CCCD_BIRTH_YEAR_DIFFERS.value: _("Số căn cước khác năm sinh"),
    Problem.CCCD_SEX_DIFFERS.value: _("Số căn cước khác giới tính"),
    RowProblem.DOSE_MAY_BE_KNOWN.value: _("Mũi có thể đã ghi"),
    CHANGED: _("Đã thay đổi từ lúc tải lên"),
}
PASSED_OVER: Final[dict[PassedOver, Promise]] = {
    PassedOver.HEADER_AGAIN: _("Dòng tên cột lặp lại"),
    PassedOver.TOTAL: _("Dòng cộng"),
    PassedOver.SIGNATURE: _("Phần ký tên"),
    PassedOver.CAPTION: _("Dòng tiêu đề"),
    PassedOver.EMPTY: _("Dòng chưa có người"),
}
LEFT_OUT: Final[dict[LeftOut, Promise]] = {
    LeftOut.HIDDEN: _("đang ẩn; nếu cần nhập, hãy bỏ ẩn trang tính rồi nhập lại tệp"),
    LeftOut.NO_ROWS: _("chưa có người nào"),
    LeftOut.NO_LIST: _("không phải danh sách người và mũi tiêm"),
}
VERDICTS: Final[dict[Verdict, Promise]] = {
    Verdict.SAME: _("Là một người: ghép hai hồ sơ"),
    Verdict.DIFFERENT: _("Hai người khác nhau"),
}
