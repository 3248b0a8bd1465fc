"""Codes of reports and of the trail in words that people read."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sotiem.accounts.facts import GUARDIAN, Jurisdiction
from sotiem.corrections.facts import Duty, RefusalReason, ReportKind
from sotiem.corrections.states import ReportStatus
from sotiem.doses.models import DoseVersion
from sotiem.facilities.models import Facility
from sotiem.foundation.actors import ActorKind
from sotiem.patients.facts import LinkReason, UnlinkReason
from sotiem.places.facts import UnitCode
from sotiem.places.queries import find_unit
from sotiem.portals.citizen.data_words import TOLD_OF_DATA
from sotiem.vaccines.models import Vaccine

KINDS: Final[dict[str, Promise]] = {
    ReportKind.DOSE_WRONG: _("Thông tin mũi tiêm ghi sai"),
    ReportKind.DOSE_MISSING: _("Thiếu một mũi tiêm"),
    ReportKind.NEVER_RECEIVED: _("Ghi mũi tiêm mà tôi không tiêm"),
    ReportKind.NOTHING_RECORDED: _("Đã tiêm nhưng chưa có hồ sơ"),
    ReportKind.PERSON_WRONG: _("Thông tin cá nhân ghi sai"),
    ReportKind.DOSE_TWICE: _("Một mũi tiêm bị ghi hai lần"),
    ReportKind.TWO_RECORDS: _("Tôi có hai hồ sơ"),
    ReportKind.NOT_MINE: _("Mũi tiêm của người khác trong hồ sơ của tôi"),
    ReportKind.CERTIFICATE: _("Giấy chứng nhận sai hoặc chưa được cấp"),
}
TITLES: Final[dict[str, Promise]] = {
    ReportKind.DOSE_WRONG: _("Mũi tiêm này ghi sai ở đâu?"),
    ReportKind.DOSE_MISSING: _("Mũi tiêm nào còn thiếu?"),
    ReportKind.NEVER_RECEIVED: _("Bạn không tiêm mũi này?"),
    ReportKind.NOTHING_RECORDED: _("Bạn đã tiêm nhưng chưa có hồ sơ?"),
    ReportKind.PERSON_WRONG: _("Thông tin nào của bạn ghi sai?"),
    ReportKind.DOSE_TWICE: _("Mũi này trùng với mũi nào?"),
    ReportKind.TWO_RECORDS: _("Hồ sơ thứ hai của bạn ghi thế nào?"),
    ReportKind.NOT_MINE: _("Mũi này là của người khác?"),
    ReportKind.CERTIFICATE: _("Giấy chứng nhận sai ở đâu?"),
}
_EXACTLY: Final = _(
    "Ghi từng chữ như trên phiếu tiêm. "
    "Hai cán bộ sẽ đối chiếu trước khi mũi tiêm được thêm vào hồ sơ."
)
INTRODUCTIONS: Final[dict[str, Promise]] = {
    ReportKind.DOSE_WRONG: _("Chỉ sửa những ô ghi sai; ô nào đúng thì để nguyên."),
    ReportKind.DOSE_MISSING: _EXACTLY,
    ReportKind.NEVER_RECEIVED: _(
        "Xin kể ngắn gọn vì sao bạn biết mình không tiêm mũi này. "
        "Hai cán bộ sẽ xem xét trước khi mũi tiêm được bỏ khỏi hồ sơ."
    ),
    ReportKind.NOTHING_RECORDED: _EXACTLY,
    ReportKind.PERSON_WRONG: _(
        "Chỉ sửa những ô ghi sai, đúng như trên giấy tờ tùy thân; ô nào đúng thì để nguyên. "
        "Số giấy tờ và số điện thoại mới cần hai cán bộ đồng ý, vì dùng để mở hồ sơ."
    ),
    ReportKind.DOSE_TWICE: _(
        "Một lần tiêm bị nhập thành hai mũi. Chọn mũi giữ lại; mũi đang mở sẽ không tính nữa "
        "sau khi hai cán bộ đồng ý."
    ),
    ReportKind.TWO_RECORDS: _(
        "Thường do tên bị gõ sai, hoặc khai số điện thoại khác. Ghi tên và ngày sinh như hồ sơ kia "
        "đang ghi, dù sai. Hai cán bộ sẽ đối chiếu rồi ghép; không mũi tiêm nào mất."
    ),
    ReportKind.NOT_MINE: _(
        "Nếu biết ai đã tiêm mũi này, xin ghi tên và ngày sinh để mũi tiêm về đúng hồ sơ của họ. "
        "Nếu không biết, cứ để trống. Hai cán bộ sẽ xem xét."
    ),
    ReportKind.CERTIFICATE: _(
        "Giấy chứng nhận lấy từ hồ sơ. Nếu hồ sơ ghi sai tên hoặc mũi tiêm, hãy báo chính chỗ sai "
        "đó, giấy sẽ đổi theo. Nếu hồ sơ đúng mà giấy sai, mất hoặc chưa có, xin kể ở dưới."
    ),
}

_DOSE_IS_THERE: Final = _("Mũi tiêm bạn báo thiếu nay đã có trong hồ sơ, đúng như bạn khai.")
_DOSE_IS_GONE: Final = _("Mũi tiêm này nay không còn được tính trong hồ sơ.")
ALREADY: Final[dict[str, Promise]] = {
    ReportKind.DOSE_WRONG: _("Mũi tiêm này nay đã ghi đúng như bạn khai."),
    ReportKind.DOSE_MISSING: _DOSE_IS_THERE,
    ReportKind.NEVER_RECEIVED: _DOSE_IS_GONE,
    ReportKind.NOTHING_RECORDED: _DOSE_IS_THERE,
    ReportKind.PERSON_WRONG: _("Thông tin cá nhân nay đã ghi đúng như bạn khai."),
    ReportKind.DOSE_TWICE: _DOSE_IS_GONE,
    ReportKind.TWO_RECORDS: _("Hai hồ sơ này nay đã được ghép làm một."),
    ReportKind.NOT_MINE: _DOSE_IS_GONE,
    ReportKind.CERTIFICATE: _("Giấy chứng nhận theo hồ sơ hiện nay đã được cấp."),
}

STATUSES: Final[dict[str, Promise]] = {
    ReportStatus.SUBMITTED: _("Đã nhận, chờ cán bộ xem"),
    ReportStatus.UNDER_REVIEW: _("Cán bộ đang xem xét"),
    ReportStatus.WAITING_FOR_FACILITY: _("Đã hỏi cơ sở tiêm, chờ trả lời"),
    ReportStatus.AWAITING_SECOND: _("Chờ cán bộ thứ hai xác nhận"),
    ReportStatus.JOINED: _("Chờ trả lời cùng phản ánh gửi trước"),
    ReportStatus.ACCEPTED: _("Đã chấp nhận, hồ sơ đã sửa"),
    ReportStatus.REFUSED: _("Chưa được chấp nhận"),
    ReportStatus.WITHDRAWN: _("Bạn đã rút phản ánh"),
}
RIGHT_ALREADY: Final = _("Hồ sơ đã ghi như phản ánh")
RECORD_IS_MENDED: Final = _(
    "Hồ sơ của bạn đã được sửa. Giấy chứng nhận cũ, nếu có, đã được thay bằng giấy mới."
)
DONE: Final[dict[str, Promise]] = {
    ReportKind.CERTIFICATE: _("Giấy chứng nhận đã được cấp lại theo hồ sơ hiện nay."),
}

TONES: Final[dict[str, str]] = {
    ReportStatus.SUBMITTED: "info",
    ReportStatus.UNDER_REVIEW: "waiting",
    ReportStatus.WAITING_FOR_FACILITY: "waiting",
    ReportStatus.AWAITING_SECOND: "waiting",
    ReportStatus.JOINED: "waiting",
    ReportStatus.ACCEPTED: "good",
    ReportStatus.REFUSED: "problem",
    ReportStatus.WITHDRAWN: "neutral",
}

DUTIES: Final[dict[str, Promise]] = {
    Duty.ACKNOWLEDGE: _("Xác nhận đã nhận yêu cầu"),
    Duty.ANSWER: _("Trả lời phản ánh"),
    Duty.CARRY_OUT: _("Sửa xong hồ sơ"),
}

REFUSALS: Final[dict[str, Promise]] = {
    RefusalReason.SLIP_INCOMPLETE: _("Phiếu trong ảnh không có ngày tiêm, mũi tiêm hoặc vắc xin."),
    RefusalReason.NAME_CONTRADICTS: _("Họ tên khai báo khác với họ tên trên phiếu."),
    RefusalReason.ONLY_A_PORTRAIT: _("Ảnh gửi kèm chỉ là ảnh chân dung, chưa có phiếu tiêm."),
    RefusalReason.DOSE_DIFFERS: _("Mũi tiêm khai báo khác với mũi tiêm trên phiếu."),
    RefusalReason.BIRTH_DATE_DIFFERS: _("Ngày sinh trên phiếu khác với ngày sinh trong hồ sơ."),
    RefusalReason.SLIP_LACKS_PERSON: _("Phiếu thiếu họ tên, giới tính, thời gian hoặc vắc xin."),
    RefusalReason.SLIP_COVERED: _("Một phần của phiếu bị che."),
    RefusalReason.SLIP_BLURRED: _("Ảnh mờ, không đọc được chữ trên phiếu."),
    RefusalReason.DATE_DIFFERS: _("Ngày tiêm khai báo khác với ngày tiêm trên phiếu."),
    RefusalReason.NOTHING_AGREES: _("Thông tin khai báo và phiếu không khớp với nhau."),
    RefusalReason.NAME_WITHOUT_MARKS: _("Họ tên chưa đầy đủ hoặc gõ không dấu."),
    RefusalReason.VACCINE_DIFFERS: _("Vắc xin khai báo khác với vắc xin trên phiếu."),
    RefusalReason.SLIP_EDITED: _("Phiếu có dấu hiệu bị sửa chữa."),
}

_AS_ON_SLIP: Final = _("Hãy gửi lại và ghi đúng từng chữ như trên phiếu.")
_STAMPED_SLIP: Final = _(
    "Hãy gửi lại kèm ảnh phiếu xác nhận tiêm chủng có họ tên, ngày tiêm, tên vắc xin và dấu. "
    "Nếu mất phiếu, cơ sở đã tiêm có thể cấp lại."
)
_CLEAR_PHOTO: Final = _(
    "Hãy chụp lại cả tờ phiếu ở nơi đủ sáng, đặt phiếu nằm phẳng, không che chữ, rồi gửi lại."
)
_AT_STATION: Final = _(
    "Hãy mang giấy tờ tùy thân và phiếu đến trạm y tế gần nhất để được đối chiếu."
)

NEXT_STEPS: Final[dict[str, Promise]] = {
    RefusalReason.SLIP_INCOMPLETE: _STAMPED_SLIP,
    RefusalReason.NAME_CONTRADICTS: _AT_STATION,
    RefusalReason.ONLY_A_PORTRAIT: _STAMPED_SLIP,
    RefusalReason.DOSE_DIFFERS: _AS_ON_SLIP,
    RefusalReason.BIRTH_DATE_DIFFERS: _AT_STATION,
    RefusalReason.SLIP_LACKS_PERSON: _STAMPED_SLIP,
    RefusalReason.SLIP_COVERED: _CLEAR_PHOTO,
    RefusalReason.SLIP_BLURRED: _CLEAR_PHOTO,
    RefusalReason.DATE_DIFFERS: _AS_ON_SLIP,
    RefusalReason.NOTHING_AGREES: _AS_ON_SLIP,
    RefusalReason.NAME_WITHOUT_MARKS: _(
        "Hãy gửi lại, ghi đủ họ, chữ đệm và tên, có dấu tiếng Việt."
    ),
    RefusalReason.VACCINE_DIFFERS: _AS_ON_SLIP,
    RefusalReason.SLIP_EDITED: _AT_STATION,
}

ACTIONS: Final[dict[str, Promise]] = {
    "patient.registered": _("Lập hồ sơ của bạn"),
    "patient.amended": _("Sửa thông tin cá nhân"),
    "patient.viewed": _("Xem hồ sơ của bạn"),
    "patient.shown_in_full": _("Xem đầy đủ số giấy tờ và số điện thoại của bạn"),
    "patient.searched": _("Phần mềm của cán bộ tra cứu một người, có thể là bạn"),
    "patients.linked": _("Ghép hồ sơ này với một hồ sơ khác của bạn"),
    "patients.unlinked": _("Tách hồ sơ này khỏi một hồ sơ khác"),
    "receipt.printed": _("In giấy biên nhận phản ánh của bạn"),
    "slip.printed": _("In phiếu xác nhận tiêm của bạn"),
    "label.printed": _("In nhãn có tên bạn"),
    "session.people_viewed": _("Xem danh sách buổi tiêm có tên bạn"),
    "call_list.printed": _("In danh sách mời tiêm có tên bạn"),
    "readback.said_right": _("Bạn báo mũi vừa ghi là đúng"),
    "readback.said_wrong": _("Bạn báo mũi vừa ghi có chỗ sai"),
    "readback.right": _("Mũi vừa ghi được xác nhận đúng"),
    "readback.wrong": _("Mũi vừa ghi chờ sửa tại chỗ"),
    "readback.mended": _("Cơ sở sửa tại chỗ mũi vừa ghi, hỏi lại bạn"),
    "readback.kept": _("Cơ sở giữ nguyên mũi vừa ghi, trả lời bạn"),
    "readback.handed_over": _("Điều bạn báo sai thành phản ánh"),
    "entry.amended": _("Cơ sở sửa mũi đã nhập"),
    "reaction.reported": _("Báo phản ứng sau tiêm"),
    "reaction.viewed": _("Xem phản ứng sau tiêm của bạn"),
    "reaction.contacted": _("Đã liên hệ với bạn về phản ứng sau tiêm"),
    "reaction.to_hospital": _("Đã chuyển bạn đến bệnh viện"),
    "reaction.noted": _("Ghi thêm theo dõi phản ứng sau tiêm"),
    "reaction.closed": _("Kết thúc theo dõi phản ứng sau tiêm"),
    **TOLD_OF_DATA,
    "dose.recorded": _("Ghi một mũi tiêm"),
    "dose.amended": _("Sửa một mũi tiêm"),
    "dose.withdrawn": _("Đánh dấu một mũi tiêm là nhập nhầm"),
    "dose.reinstated": _("Một mũi tiêm được tính lại"),
    "import_row.answered": _("Cơ sở so mũi tiêm trong danh sách của họ với mũi đã ghi"),
    "import_row.taken_back": _("Cơ sở rút lại câu trả lời về một mũi tiêm"),
    "import_row.decided": _("Cơ sở so người trong danh sách của họ với hồ sơ của bạn"),
    "import_row.placed": _("Một mũi trong danh sách của cơ sở được thấy là mũi đã ghi của bạn"),
    "import_row.reopened": _("Cơ sở rút lại kết quả so người trong danh sách với hồ sơ của bạn"),
    "population_check.answered": _("Đối chiếu thông tin của bạn với CSDL dân cư"),
    "certificate.not_issued": _("Chưa cấp được giấy chứng nhận"),
    "guardianship.granted": _("Thêm người giám hộ"),
    "guardianship.opened": _("Người giám hộ mở hồ sơ"),
    "guardianship.ended": _("Chấm dứt quyền giám hộ"),
    "certificate.issued": _("Cấp giấy chứng nhận"),
    "certificate.replaced": _("Thay giấy chứng nhận"),
    "certificate.withdrawn": _("Thu hồi giấy chứng nhận"),
    "certificate.renewed": _("Gia hạn giấy chứng nhận"),
    "correction_report.submitted": _("Đã gửi phản ánh"),
    "correction_report.viewed": _("Mở phản ánh và hồ sơ của bạn để xem xét"),
    "correction_report.under_review": _("Nhận phản ánh để xem xét"),
    "correction_report.put_back": _("Trả phản ánh về hàng đợi"),
    "correction_report.awaiting_second": _("Đồng ý; chờ cán bộ thứ hai xác nhận"),
    "correction_report.accepted": _("Chấp nhận phản ánh"),
    "correction_report.refused": _("Không chấp nhận phản ánh"),
    "correction_report.joined": _("Gộp với phản ánh gửi trước cùng nội dung"),
    "triage.judged": _("Cán bộ xem lại câu trả lời tự động"),
    "correction_report.separated": _("Phản ánh được xem xét riêng"),
    "correction_report.answered": _("Trả lời tự động: hồ sơ đã ghi như phản ánh"),
    "correction_report.contradicted": _("Bạn báo hồ sơ vẫn chưa đúng"),
    "correction_report.withdrawn": _("Rút phản ánh"),
    "correction_report.photo_loaded": _("Nạp ảnh của phản ánh từ kênh trước đây"),
    "correction_report.sent_again": _("Gửi lại cùng phản ánh qua kênh khác"),
    "correction_report.handed_over": _("Chuyển phản ánh cho kênh tiếp nhận thay thế"),
    "correction_report.waiting_for_facility": _("Hỏi cơ sở tiêm, chờ trả lời"),
    "facility_question.asked": _("Hỏi cơ sở tiêm về phản ánh của bạn"),
    "correction_report.facility_answered": _("Cơ sở tiêm trả lời về phản ánh của bạn"),
    "correction_report.facility_silent": _("Cơ sở tiêm chưa trả lời, cấp trên được báo"),
    "correction_report.extended": _("Gia hạn trả lời phản ánh"),
    "correction_report.appealed": _("Bạn đề nghị cấp trên xem xét lại"),
    "correction_report.reopened": _("Mở lại phản ánh để xem xét lại"),
    "correction_report.undone": _("Hoàn tác việc đã làm theo phản ánh, để xem xét lại"),
    "correction_report.sent_on": _("Chuyển phản ánh đến đơn vị phụ trách"),
    "correction_report.placed": _("Xếp lại phản ánh cho đúng nội dung"),
    "correction_report.taken_away": _("Phản ánh được xếp về hồ sơ của người khác"),
    "correction_report.climbed": _("Quá hạn trả lời, phản ánh được chuyển lên cấp trên"),
}
LINKING: Final[dict[str, Promise]] = {
    LinkReason.MATCHED: _("Thông tin trong hai hồ sơ trùng khớp."),
    LinkReason.REVIEWED: _("Cán bộ đã so sánh hai hồ sơ."),
    LinkReason.REQUESTED: _("Theo đề nghị của bạn."),
    UnlinkReason.ANOTHER_PERSON: _("Hồ sơ kia là của người khác."),
    UnlinkReason.BY_MISTAKE: _("Trước đó ghép nhầm."),
}
_YOU: Final = _("Bạn")
_GUARDIAN: Final = _("Người giám hộ")
_SYSTEM: Final = _("Hệ thống")
_READ: Final = _("Xem thông tin của bạn")
_OTHER: Final = _("Thao tác khác trên hồ sơ của bạn")


def action_in_words(action: str) -> str:
    """What an entry of the trail tells; a reading that is new to us is still told as a reading."""
    known = ACTIONS.get(action)
    if known is None:
        known = (
            _READ
            if action.endswith((".read", ".viewed", ".opened", ".seen", ".searched"))
            else _OTHER
        )
    return str(known)


def actor_in_words(kind: str, label: str) -> str:
    """Who did something: you, your guardian, the system, or the unit that staff belong to."""
    if kind == ActorKind.CITIZEN:
        return str(_GUARDIAN if label == GUARDIAN else _YOU)
    return str(_SYSTEM) if kind == ActorKind.MACHINE else label


def vaccine_of(version: DoseVersion) -> str:
    """The vaccine of a dose; the name as it was written where nobody knows it."""
    return version.vaccine_text or vaccine_name(version.vaccine)


def vaccine_name(vaccine: Vaccine) -> str:
    return vaccine.name_en if get_language() == "en" else vaccine.name_vi


def unit_in_words(path: str) -> str:
    """The name of the unit at a path: a facility, a commune, a province, or the country."""
    facility = Facility.objects.filter(path=path).values_list("name", flat=True).first()
    if facility is not None:
        return facility
    last = path.rpartition("/")[2]
    unit = find_unit(UnitCode.parse(last)) if ":" in last else None
    if unit is not None:
        return unit.full_name
    return str(_("Bộ Y tế")) if path == Jurisdiction.country().path else path
