"""What a message says. No name, no number, no health data: a code, and where to look."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

MOST_CODES: Final = 3
# What begins so may be said together with others of its kind.
JOINED: Final = "report"


@dataclass(frozen=True, slots=True)
class Text:
    """The words of one purpose. What is urgent rings at night; after a while it is of no use.

    What is secret is not kept once it is sent.
    """

    words: str
    urgent: bool = False
    secret: bool = False
    useless_after: timedelta | None = None


_LOOK: Final = " Xem tại %(address)s"
TEXTS: Final[dict[str, Text]] = {
    "one_time_code": Text(
        "Sổ Tiêm: mã xác thực của bạn là %(code)s, dùng trong 10 phút. "
        "Không đưa mã này cho bất kỳ ai.",
        urgent=True,
        secret=True,
        useless_after=timedelta(minutes=10),
    ),
    "report_received": Text(
        "Sổ Tiêm: đã nhận phản ánh %(code)s. Hạn trả lời: %(due)s. Xem tình trạng tại %(address)s"
    ),
    "reports_loaded": Text(
        "Sổ Tiêm: đã tiếp nhận %(number)s phản ánh bạn gửi trước đây, mã %(code)s. "
        "Bạn không cần gửi lại." + _LOOK
    ),
    "report_accepted": Text("Sổ Tiêm: phản ánh %(code)s đã được chấp nhận, %(change)s." + _LOOK),
    "report_already": Text(
        "Sổ Tiêm: hồ sơ đã ghi đúng như phản ánh %(code)s. "
        "Nếu bạn thấy vẫn chưa đúng, xin báo lại tại %(address)s"
    ),
    "report_refused": Text("Sổ Tiêm: phản ánh %(code)s chưa được chấp nhận. %(wanted)s" + _LOOK),
    "report_moved": Text(
        "Sổ Tiêm: phản ánh %(code)s đã chuyển đến đơn vị phụ trách, hạn trả lời không đổi." + _LOOK
    ),
    "report_placed": Text(
        "Sổ Tiêm: phản ánh %(code)s được xếp lại cho đúng nội dung, hạn trả lời không đổi." + _LOOK
    ),
    "report_overdue": Text(
        "Sổ Tiêm: phản ánh %(code)s chưa được trả lời kịp hạn, đã chuyển lên cấp trên." + _LOOK
    ),
    "report_extended": Text(
        "Sổ Tiêm: phản ánh %(code)s cần thêm thời gian. Hạn trả lời mới: %(due)s. "
        "Xem lý do tại %(address)s"
    ),
    "report_joined": Text(
        "Sổ Tiêm: phản ánh %(code)s trùng với một phản ánh gửi trước, sẽ được trả lời cùng lúc."
        + _LOOK
    ),
    "report_reopened": Text("Sổ Tiêm: phản ánh %(code)s được xem xét lại. Xem tại %(address)s"),
    "report_undone": Text(
        "Sổ Tiêm: phản ánh %(code)s được xem xét lại, việc sửa hồ sơ đã hoàn tác." + _LOOK
    ),
    "guardian_added": Text(
        "Sổ Tiêm: hồ sơ bạn giữ hoặc cùng giữ vừa có thêm người giám hộ. "
        "Nếu không đúng, hãy chấm dứt quyền đó tại %(address)s"
    ),
    "guardian_ended": Text(
        "Sổ Tiêm: quyền giám hộ của bạn đối với một hồ sơ tiêm chủng đã hết." + _LOOK
    ),
    "guardian_of_age": Text(
        "Sổ Tiêm: người bạn giám hộ nay đã đủ tuổi và tự giữ hồ sơ tiêm chủng của mình. "
        "Người đó ghi số điện thoại riêng tại trạm y tế để mở hồ sơ." + _LOOK
    ),
    "registration_received": Text("Sổ Tiêm: đã nhận đăng ký tiêm %(code)s." + _LOOK),
    "registration_approved": Text("Sổ Tiêm: đăng ký tiêm %(code)s đã được duyệt." + _LOOK),
    "registration_assigned": Text(
        "Sổ Tiêm: đăng ký tiêm %(code)s đã chuyển đến cơ sở sẽ mời bạn." + _LOOK
    ),
    "registration_invited": Text(
        "Sổ Tiêm: bạn được mời tiêm theo đăng ký %(code)s. "
        "Xem giờ, nơi tiêm và trả lời tại %(address)s"
    ),
    "registration_lapsed": Text(
        "Sổ Tiêm: lời mời tiêm theo đăng ký %(code)s đã quá giờ trả lời, chỗ đã nhường cho "
        "người khác. Bạn vẫn ở trong danh sách." + _LOOK
    ),
    "registration_cancelled": Text(
        "Sổ Tiêm: buổi tiêm bạn được mời theo đăng ký %(code)s đã hủy. "
        "Bạn giữ nguyên chỗ và sẽ được mời lại." + _LOOK
    ),
    "registration_missed": Text(
        "Sổ Tiêm: bạn chưa tiêm ở buổi được mời theo đăng ký %(code)s. "
        "Bạn vẫn ở trong danh sách." + _LOOK
    ),
    "registration_enrolled": Text(
        "Sổ Tiêm: đơn vị của bạn đã đăng ký tiêm cho bạn, mã %(code)s. "
        "Xem, tự quản lý hoặc rút đăng ký tại %(address)s"
    ),
    "organization_handed_over": Text(
        "Sổ Tiêm: danh sách đăng ký tiêm %(code)s đã chuyển cho người liên hệ mới. "
        "Nếu không phải bạn chuyển, hãy báo Sở Y tế." + _LOOK
    ),
    "registration_withdrawn": Text("Sổ Tiêm: đăng ký tiêm %(code)s đã được rút theo yêu cầu."),
    "announcement_received": Text("Sổ Tiêm: đã nhận công bố cơ sở %(code)s." + _LOOK),
    "announcement_asked": Text(
        "Sổ Tiêm: Sở Y tế cần bổ sung thông tin về công bố cơ sở %(code)s. "
        "Xem và trả lời tại %(address)s"
    ),
    "announcement_approved": Text(
        "Sổ Tiêm: công bố cơ sở %(code)s đã được Sở Y tế đăng công khai." + _LOOK
    ),
    "announcement_refused": Text(
        "Sổ Tiêm: công bố cơ sở %(code)s chưa được chấp nhận. Xem lý do tại %(address)s"
    ),
    "announcement_withdrawn": Text("Sổ Tiêm: công bố cơ sở %(code)s đã được rút theo yêu cầu."),
    "facility_suspended": Text(
        "Sổ Tiêm: cơ sở %(code)s bị đình chỉ tiêm chủng từ %(day)s. Xem lý do tại %(address)s"
    ),
    "facility_lifted": Text("Sổ Tiêm: cơ sở %(code)s được tiêm chủng trở lại." + _LOOK),
    "facility_closed": Text(
        "Sổ Tiêm: cơ sở %(code)s ngừng tiêm chủng từ %(day)s. Xem lý do tại %(address)s"
    ),
    "lot_recalled": Text(
        "Sổ Tiêm: một lô vắc xin mà cơ sở %(code)s đã nhận bị thu hồi. "
        "Để riêng, không tiêm. Xem lô và việc cần làm tại %(address)s"
    ),
    "entry_reminder": Text(
        "Sổ Tiêm: cơ sở %(code)s còn %(missing)s mũi tiêm chưa nhập, hạn %(due)s. "
        "Xem ngày nào thiếu tại %(address)s"
    ),
    "silence_reminder": Text(
        "Sổ Tiêm: cơ sở %(code)s chưa báo đã tiêm bao nhiêu mũi, hạn %(due)s. "
        "Xem việc cần làm tại %(address)s"
    ),
    "readback": Text(
        "Sổ Tiêm: mũi tiêm của bạn vừa được ghi. Mời xem lại và bấm Đúng hoặc Sai, "
        "trong 24 giờ, tại %(address)s",
        urgent=True,
        secret=True,
        useless_after=timedelta(days=1),
    ),
    "reaction_urgent": Text(
        "Sổ Tiêm: cơ sở %(code)s có báo cáo phản ứng sau tiêm cần xem ngay." + _LOOK,
        urgent=True,
        useless_after=timedelta(days=1),
    ),
    "phone_replaced": Text(
        "Sổ Tiêm: tại quầy vừa có yêu cầu thay số này bằng số khác trong một hồ sơ. "
        "Nếu bạn không biết việc này, trong 7 ngày xin mở %(address)s",
        urgent=True,
    ),
    "phone_waits": Text(
        "Sổ Tiêm: đã nhận yêu cầu dùng số này cho một hồ sơ. Cán bộ xem xét rồi nhắn lại."
    ),
    "phone_kept": Text("Sổ Tiêm: từ nay số này mở được hồ sơ như đã yêu cầu tại quầy."),
    "phone_let_go": Text(
        "Sổ Tiêm: cán bộ đã xem xét; số này không dùng cho hồ sơ đã yêu cầu. "
        "Nếu thấy chưa đúng, xin mang giấy tờ đến đơn vị tiêm chủng gần nhất."
    ),
    "phone_frozen": Text(
        "Sổ Tiêm: việc dùng số này cho một hồ sơ đang có người phản đối, tạm dừng đến khi "
        "cán bộ quyết định. Xin mang giấy tờ đến nơi đã đổi số nếu bạn muốn nói thêm."
    ),
    "data_request_received": Text(
        "Sổ Tiêm: đã tiếp nhận yêu cầu %(code)s. Hạn trả lời: %(due)s. Xem tại %(address)s"
    ),
    "data_request_extended": Text(
        "Sổ Tiêm: yêu cầu %(code)s cần thêm thời gian. Hạn mới: %(due)s. Xem lý do tại %(address)s"
    ),
    "data_request_answered": Text(
        "Sổ Tiêm: đã có công văn trả lời yêu cầu %(code)s. Xem tại %(address)s"
    ),
    "email_confirmation": Text(
        "Sổ Tiêm: để nhận tin ở địa chỉ này, xin mở %(address)s. "
        "Nếu bạn không yêu cầu, hãy bỏ qua thư này.",
        urgent=True,
        secret=True,
        useless_after=timedelta(days=1),
    ),
}
_STAMPED: Final = "Hãy gửi ảnh phiếu xác nhận có dấu."
_AS_ON_SLIP: Final = "Hãy gửi lại, ghi đúng như trên phiếu."
_CLEAR: Final = "Hãy gửi ảnh rõ, đủ bốn góc phiếu."
_AT_STATION: Final = "Hãy mang giấy tờ đến trạm y tế."
# Values that are named by a word, and what is said for it.
PHRASES: Final[dict[str, dict[str, str]]] = {
    "change": {
        "amend_dose": "mũi tiêm đã được sửa",
        "record_dose": "mũi tiêm đã được ghi thêm",
        "withdraw_dose": "mũi tiêm đã được bỏ",
        "register": "hồ sơ và mũi tiêm đã được ghi",
        "amend_person": "thông tin cá nhân đã được sửa",
        "link": "hai hồ sơ đã được ghép",
        "move_dose": "mũi tiêm của người khác đã được bỏ",
        "reissue": "giấy chứng nhận đã được cấp lại",
    },
    "wanted": {
        "slip_incomplete": _STAMPED,
        "name_contradicts": _AT_STATION,
        "only_a_portrait": _STAMPED,
        "dose_differs": _AS_ON_SLIP,
        "birth_date_differs": _AT_STATION,
        "slip_lacks_person": _STAMPED,
        "slip_covered": _CLEAR,
        "slip_blurred": _CLEAR,
        "date_differs": _AS_ON_SLIP,
        "nothing_agrees": _AS_ON_SLIP,
        "name_without_marks": "Hãy gửi lại, ghi đủ họ tên có dấu.",
        "vaccine_differs": _AS_ON_SLIP,
        "slip_edited": _AT_STATION,
    },
}
SEVERAL: Final = "Sổ Tiêm: bạn có %(number)s tin mới về %(codes)s. Xem tại %(address)s"


def text_of(purpose: str, values: Mapping[str, str]) -> str:
    """The message in good Vietnamese; an SMS says it without marks."""
    spoken = {name: PHRASES.get(name, {}).get(value, value) for name, value in values.items()}
    return TEXTS[purpose].words % spoken


def text_of_several(told: Sequence[Mapping[str, str]]) -> str:
    """One message for several to the same phone: what they are about, and where the last one is."""
    codes = list(dict.fromkeys(values["code"] for values in told))
    shown = ", ".join(codes[:MOST_CODES])
    return SEVERAL % {
        "number": str(len(told)),
        "codes": f"{shown} và {len(codes) - MOST_CODES} mã khác" if codes[MOST_CODES:] else shown,
        "address": told[-1]["address"],
    }
