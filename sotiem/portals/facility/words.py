"""What a clerk reads about a dose or a person that may be on record, and about her answer."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sotiem.imports.states import Answer, Decision, RowOutcome

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
