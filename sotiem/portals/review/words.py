"""What reports, statuses, reasons and steps are called on the officer's desk."""

from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sotiem.corrections.facts import (
    AcceptanceRule,
    Answer,
    Duty,
    Outcome,
    RefusalReason,
    ReportKind,
    TransferCause,
)
from sotiem.corrections.states import ReportStatus
from sotiem.matching.states import Verdict
from sotiem.portals.components.likeness import Kind


class Reason(NamedTuple):
    """A coded reason, and what would be accepted instead."""

    words: Promise
    accepted_instead: Promise


KINDS: Final[dict[ReportKind, Promise]] = {
    ReportKind.DOSE_WRONG: _("Thông tin mũi tiêm sai"),
    ReportKind.DOSE_MISSING: _("Thiếu một mũi tiêm"),
    ReportKind.NEVER_RECEIVED: _("Có mũi tiêm mà người này không tiêm"),
    ReportKind.NOTHING_RECORDED: _("Chưa có hồ sơ nào"),
    ReportKind.PERSON_WRONG: _("Thông tin cá nhân sai"),
    ReportKind.DOSE_TWICE: _("Một mũi tiêm ghi hai lần"),
    ReportKind.TWO_RECORDS: _("Một người có hai hồ sơ"),
    ReportKind.NOT_MINE: _("Mũi tiêm của người khác"),
    ReportKind.CERTIFICATE: _("Giấy chứng nhận sai hoặc chưa được cấp"),
}
STATUSES: Final[dict[ReportStatus, tuple[Promise, str]]] = {
    ReportStatus.SUBMITTED: (_("Chưa nhận"), "info"),
    ReportStatus.UNDER_REVIEW: (_("Đang xử lý"), "waiting"),
    ReportStatus.WAITING_FOR_FACILITY: (_("Chờ cơ sở trả lời"), "waiting"),
    ReportStatus.AWAITING_SECOND: (_("Chờ người thứ hai"), "waiting"),
    ReportStatus.JOINED: (_("Đã gộp với phản ánh trước"), "neutral"),
    ReportStatus.ACCEPTED: (_("Đã chấp nhận"), "good"),
    ReportStatus.REFUSED: (_("Đã từ chối"), "problem"),
    ReportStatus.WITHDRAWN: (_("Người gửi đã rút"), "neutral"),
}
TRANSFERS: Final[dict[TransferCause, Promise]] = {
    TransferCause.NOT_OURS: _("Chuyển đơn vị"),
    TransferCause.OVERDUE: _("Chuyển lên cấp trên vì quá hạn trả lời"),
    TransferCause.APPEAL: _("Khiếu nại, chuyển lên cấp trên"),
}
ANSWERS: Final[dict[Answer, tuple[Promise, str]]] = {
    Answer.YES: (_("Cơ sở trả lời: có tiêm"), "good"),
    Answer.NO: (_("Cơ sở trả lời: không tiêm"), "problem"),
    Answer.YES_BUT: (_("Cơ sở trả lời: có tiêm, nhưng khác"), "waiting"),
}
OUTCOMES: Final[dict[Outcome, Promise]] = {
    Outcome.ACCEPT: _("Đồng ý"),
    Outcome.REFUSE: _("Từ chối"),
    Outcome.ALREADY: _("Hồ sơ đã đúng, không phải sửa"),
}
DUTIES: Final[dict[Duty, Promise]] = {
    Duty.ACKNOWLEDGE: _("Báo đã nhận"),
    Duty.ANSWER: _("Trả lời"),
    Duty.CARRY_OUT: _("Sửa xong"),
}
REASONS: Final[dict[RefusalReason, Reason]] = {
    RefusalReason.SLIP_INCOMPLETE: Reason(
        _("Phiếu sàng lọc không có ngày tiêm, mũi thứ hoặc tên vắc xin"),
        _("Phiếu xác nhận tiêm ghi đủ ngày tiêm, mũi thứ và tên vắc xin."),
    ),
    RefusalReason.NAME_CONTRADICTS: Reason(
        _("Họ tên khai khác với họ tên trên giấy"),
        _("Giấy mang đúng họ tên người được tiêm, hoặc giấy tờ chứng minh đã đổi tên."),
    ),
    RefusalReason.ONLY_A_PORTRAIT: Reason(
        _("Chỉ có ảnh chân dung"),
        _("Ảnh chụp phiếu xác nhận đã tiêm."),
    ),
    RefusalReason.DOSE_DIFFERS: Reason(
        _("Mũi tiêm khai khác với mũi ghi trên giấy"),
        _("Khai lại đúng mũi thứ ghi trên giấy, hoặc gửi giấy của mũi đã khai."),
    ),
    RefusalReason.BIRTH_DATE_DIFFERS: Reason(
        _("Ngày sinh trên giấy khác với hồ sơ"),
        _("Kèm ảnh căn cước hoặc giấy khai sinh có ngày sinh đúng."),
    ),
    RefusalReason.SLIP_LACKS_PERSON: Reason(
        _("Giấy thiếu họ tên, giới tính, thời gian tiêm hoặc vắc xin"),
        _("Giấy có đủ các thông tin đó, hoặc bản xác nhận lại của cơ sở đã tiêm."),
    ),
    RefusalReason.SLIP_COVERED: Reason(
        _("Thông tin cá nhân trên giấy bị che"),
        _("Ảnh chụp cả tờ giấy, không che chỗ nào. Chỉ cán bộ xử lý xem được ảnh."),
    ),
    RefusalReason.SLIP_BLURRED: Reason(
        _("Ảnh mờ, không đọc được"),
        _("Ảnh chụp lại đủ sáng, rõ từng chữ, không lóa."),
    ),
    RefusalReason.DATE_DIFFERS: Reason(
        _("Ngày tiêm khai khác với ngày trên giấy"),
        _("Khai lại đúng ngày ghi trên giấy, hoặc gửi giấy khác chứng minh ngày đã khai."),
    ),
    RefusalReason.NOTHING_AGREES: Reason(
        _("Không thông tin nào trên giấy khớp với phản ánh"),
        _("Ảnh đúng tờ giấy của mũi tiêm được phản ánh."),
    ),
    RefusalReason.NAME_WITHOUT_MARKS: Reason(
        _("Họ tên khai thiếu chữ hoặc không dấu"),
        _("Khai lại họ tên đầy đủ, có dấu, đúng như trên giấy tờ."),
    ),
    RefusalReason.VACCINE_DIFFERS: Reason(
        _("Vắc xin khai khác với vắc xin trên giấy"),
        _("Khai lại đúng tên vắc xin trên giấy, hoặc gửi giấy khác chứng minh."),
    ),
    RefusalReason.SLIP_EDITED: Reason(
        _("Giấy có dấu hiệu bị chỉnh sửa"),
        _("Mang bản gốc đến cơ sở đã tiêm để xác nhận, rồi gửi ảnh bản xác nhận."),
    ),
}
RULES: Final[dict[AcceptanceRule, Promise]] = {
    AcceptanceRule.SLIP_AGREES: _("Khớp với phiếu xác nhận tiêm"),
    AcceptanceRule.FACILITY_CONFIRMS: _("Cơ sở tiêm xác nhận"),
    AcceptanceRule.HELD_ROW: _("Khớp với dòng cơ sở đã gửi nhưng chưa ghi được"),
    AcceptanceRule.STOCK_AGREES: _("Khớp với sổ kho, số lô cơ sở đã nhận"),
    AcceptanceRule.OFFICIAL_PAPER: _("Khớp với giấy tờ tùy thân"),
    AcceptanceRule.POPULATION_AGREES: _("Khớp với CSDL dân cư"),
    AcceptanceRule.RECORD_CONTRADICTS_ITSELF: _("Hồ sơ tự mâu thuẫn, lỗi thấy rõ"),
    AcceptanceRule.NOTHING_SPEAKS_AGAINST: _("Không có gì trái với lời người gửi"),
}
ALL_RULES: Final[dict[AcceptanceRule, Promise]] = {
    **RULES,
    AcceptanceRule.SAME_SESSION: _("Nhiều phản ánh của cùng buổi tiêm nói như vậy"),
}
ACCEPTING: Final[dict[ReportKind, Promise]] = {
    ReportKind.DOSE_WRONG: _(
        "Mũi tiêm sẽ có bản ghi mới; giấy chứng nhận cũ bị thay thế ngay. "
        "Bản ghi cũ vẫn được giữ. Người gửi nhận tin nhắn."
    ),
    ReportKind.DOSE_MISSING: _(
        "Một mũi tiêm mới vào hồ sơ; giấy chứng nhận được cấp lại ngay. Người gửi nhận tin nhắn."
    ),
    ReportKind.NEVER_RECEIVED: _(
        "Mũi tiêm bị đánh dấu là nhập nhầm và không tính nữa; giấy chứng nhận cũ bị thu hồi ngay. "
        "Bản ghi cũ vẫn được giữ. Người gửi nhận tin nhắn."
    ),
    ReportKind.NOTHING_RECORDED: _(
        "Người này có hồ sơ, với mũi tiêm đã khai, và được cấp giấy chứng nhận. "
        "Người gửi nhận tin nhắn."
    ),
    ReportKind.PERSON_WRONG: _(
        "Thông tin cá nhân có bản ghi mới; giấy chứng nhận cũ bị thay thế ngay. "
        "Bản ghi cũ vẫn được giữ. Người gửi nhận tin nhắn."
    ),
    ReportKind.DOSE_TWICE: _(
        "Lần ghi thừa bị đánh dấu là nhập nhầm và không tính nữa; lần ghi kia giữ nguyên. "
        "Người gửi nhận tin nhắn."
    ),
    ReportKind.TWO_RECORDS: _(
        "Hai hồ sơ được ghép làm một khi đọc; không mũi tiêm nào mất, và có thể tách ra như cũ. "
        "Người gửi nhận tin nhắn."
    ),
    ReportKind.NOT_MINE: _(
        "Mũi tiêm rời khỏi hồ sơ này và, nếu đã chọn đúng người được tiêm, được ghi vào hồ sơ "
        "của người đó. Giấy chứng nhận của cả hai đổi theo. Người gửi nhận tin nhắn."
    ),
    ReportKind.CERTIFICATE: _(
        "Giấy chứng nhận được cấp lại theo hồ sơ hiện có; giấy cũ bị thu hồi ngay. "
        "Người gửi nhận tin nhắn."
    ),
}
ASKING_A_SECOND: Final = _(
    "Việc này thay đổi số mũi tiêm hoặc người được xem hồ sơ nên cần hai cán bộ. "
    "Khi bạn đồng ý, hồ sơ chưa đổi; "
    "phản ánh chờ một cán bộ khác xem và quyết định."
)
STEPS: Final[dict[str, Promise]] = {
    "xep-lai": _("Đã xếp lại phản ánh. Hồ sơ chưa đổi gì; người gửi được báo tin."),
    "gia-han": _("Đã gia hạn. Người gửi được báo hạn trả lời mới."),
    "mo-lai": _("Đã mở lại phản ánh. Quyết định trước vẫn được giữ; người gửi được báo tin."),
    "hoan-tac": _("Đã hoàn tác. Hồ sơ trở lại như trước; phản ánh chờ xem xét lại."),
}
UNDONE: Final[dict[str, Promise]] = {
    "recorded": _("Mũi tiêm đã thêm bị đánh dấu là nhập nhầm và không tính nữa."),
    "withdrawn": _("Mũi tiêm đã bỏ được tính lại."),
    "amended": _("Mũi tiêm trở lại như trước khi sửa."),
    "person": _("Thông tin cá nhân trở lại như trước khi sửa."),
    "link": _("Hai hồ sơ đã ghép được tách ra như cũ."),
    "nothing": _("Phản ánh này không đổi gì trong hồ sơ, nên chỉ mở lại để xem xét."),
}
HAPPENED: Final[dict[ReportStatus, Promise]] = {
    ReportStatus.ACCEPTED: _(
        "Đã chấp nhận. Hồ sơ đã được sửa, giấy chứng nhận theo hồ sơ mới, người gửi được báo tin."
    ),
    ReportStatus.REFUSED: _(
        "Đã từ chối. Hồ sơ giữ nguyên, người gửi được báo tin kèm lý do và cách gửi lại."
    ),
    ReportStatus.AWAITING_SECOND: _(
        "Đã ghi ý kiến đồng ý của bạn. Phản ánh chờ cán bộ thứ hai; hồ sơ chưa đổi."
    ),
    ReportStatus.SUBMITTED: _("Đã trả phản ánh lại hàng chờ để người khác nhận."),
    ReportStatus.UNDER_REVIEW: _("Bạn đã nhận phản ánh này."),
    ReportStatus.WAITING_FOR_FACILITY: _(
        "Đã hỏi cơ sở tiêm. Có câu trả lời thì phản ánh trở lại danh sách của bạn; "
        "hạn trả lời không đổi."
    ),
}
VERDICTS: Final[dict[Verdict, Promise]] = {
    Verdict.SAME: _("Là một người: ghép hai hồ sơ"),
    Verdict.DIFFERENT: _("Hai người khác nhau"),
    Verdict.UNCLEAR: _("Chưa rõ, để sau"),
}
VERDICT_HINTS: Final[dict[str, Promise]] = {
    Verdict.SAME.value: _(
        "Mũi tiêm, giấy chứng nhận và phản ánh của hai hồ sơ được đọc chung. "
        "Không dữ liệu nào bị chuyển hay mất; lúc nào cũng tách lại được."
    ),
    Verdict.DIFFERENT.value: _(
        "Hai hồ sơ ở riêng; nếu đang ghép thì được tách ra. Hệ thống không hỏi lại cặp này."
    ),
    Verdict.UNCLEAR.value: _(
        "Giữ nguyên như hiện nay. Cặp này ra khỏi hàng chờ, sau này vẫn kết luận được."
    ),
}
DECIDED_NOW: Final[dict[Verdict, Promise]] = {
    Verdict.SAME: _("Vừa ghép hai hồ sơ làm một người."),
    Verdict.DIFFERENT: _("Vừa ghi nhận hai người khác nhau."),
    Verdict.UNCLEAR: _("Vừa để lại một cặp chưa rõ."),
}
LIKENESS: Final[dict[Kind, tuple[Promise, str]]] = {
    Kind.AGREES: (_("Trùng"), "good"),
    Kind.NEAR: (_("Gần giống"), "waiting"),
    Kind.DIFFERS: (_("Khác nhau"), "problem"),
    Kind.MISSING: (_("Không so được"), "neutral"),
}
SEXES: Final[dict[str, Promise]] = {"female": _("Nữ"), "male": _("Nam"), "other": _("Khác")}
# What is compared of two records beside what pages tell of them.
PARTS: Final[dict[str, Promise]] = {
    "given": _("tên gọi"),
    "surname": _("họ"),
    "rarity": _("độ hiếm của tên"),
}
NOT_KEPT: Final = "not_kept"
COMPARED_OTHERWISE: Final = "compared_otherwise"
WHY_OTHERWISE: Final[dict[str, Promise]] = {
    "rarity": _("Thống kê họ tên dùng lúc đó khác thống kê còn giữ."),
    NOT_KEPT: _("Lúc đó chưa so hoặc không lưu thông tin này."),
    COMPARED_OTHERWISE: _("Phần mềm nay đọc hoặc so thông tin này khác lúc đó."),
}
