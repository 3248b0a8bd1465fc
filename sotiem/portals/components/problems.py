"""What is wrong with an identity value, and what to do: said once for forms and for sheets."""

from collections.abc import Callable
from typing import Final, TypeVar

from django.forms import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sotiem.identity import InvalidIdentity, Problem

Parsed = TypeVar("Parsed")

_CHECK_CARD: Final = _("Hãy xem lại số trên thẻ căn cước rồi nhập đủ 12 chữ số.")

SENTENCES: Final[dict[Problem, Promise]] = {
    Problem.EMPTY: _("Ô này còn trống. Hãy điền thông tin."),
    Problem.NAME_LENGTH: _("Họ và tên phải có từ 2 đến 80 ký tự. Hãy ghi đầy đủ như trên giấy tờ."),
    Problem.NAME_LOST_LETTERS: _(
        "Họ và tên bị mất chữ (có dấu ? hoặc ô vuông). Hãy gõ lại bằng bảng mã Unicode."
    ),
    Problem.NAME_DIGIT: _("Họ và tên không thể có chữ số. Hãy kiểm tra xem có nhầm cột không."),
    Problem.NAME_CHARACTER: _(
        "Họ và tên có ký tự lạ. Nếu tệp dùng phông chữ cũ (TCVN3, VNI), hãy chuyển sang Unicode."
    ),
    Problem.BIRTH_DATE_FORMAT: _(
        "Chưa đọc được ngày sinh. Hãy ghi theo mẫu ngày/tháng/năm, ví dụ 03/04/1987; "
        "nếu chỉ biết năm, ghi 1987."
    ),
    Problem.BIRTH_DATE_TWO_DIGIT_YEAR: _("Năm sinh phải có đủ bốn chữ số, ví dụ 1987."),
    Problem.BIRTH_DATE_NOT_A_DAY: _(
        "Ngày sinh này không có trong lịch. Hãy xem lại; có thể ngày và tháng đã bị đảo."
    ),
    Problem.BIRTH_DATE_IN_FUTURE: _("Ngày sinh ở sau ngày hôm nay. Hãy xem lại năm sinh."),
    Problem.BIRTH_DATE_TOO_EARLY: _("Năm sinh quá xa (trước 1900). Hãy xem lại."),
    Problem.DAY_FORMAT: _("Chưa đọc được ngày. Hãy ghi theo mẫu ngày/tháng/năm, ví dụ 12/08/2021."),
    Problem.DAY_INCOMPLETE: _("Ngày chưa đủ. Hãy ghi cả ngày, tháng và năm, ví dụ 12/08/2021."),
    Problem.DAY_TWO_DIGIT_YEAR: _("Năm phải có đủ bốn chữ số, ví dụ 2021."),
    Problem.DAY_NOT_A_DAY: _(
        "Ngày này không có trong lịch. Hãy xem lại; có thể ngày và tháng đã bị đảo."
    ),
    Problem.DAY_IN_FUTURE: _("Ngày này ở sau ngày hôm nay. Hãy xem lại."),
    Problem.DAY_TOO_EARLY: _("Ngày này quá xa. Hãy xem lại năm."),
    Problem.CCCD_CHARACTER: _("Số căn cước chỉ gồm chữ số. Hãy bỏ chữ cái và ký hiệu."),
    Problem.CCCD_LENGTH: _CHECK_CARD,
    Problem.CCCD_UNKNOWN_PROVINCE: _(
        "Ba số đầu của số căn cước không phải mã tỉnh, thành phố nào. Hãy xem lại số trên thẻ."
    ),
    Problem.CCCD_BIRTH_YEAR_IN_FUTURE: _(
        "Số căn cước này cho năm sinh ở sau năm nay. Hãy xem lại số trên thẻ."
    ),
    Problem.CCCD_BIRTH_YEAR_DIFFERS: _(
        "Năm sinh không khớp với số căn cước. Hãy xem lại cả hai; có thể đây là số của người thân."
    ),
    Problem.CCCD_SEX_DIFFERS: _(
        "Giới tính không khớp với số căn cước. Hãy xem lại cả hai; có thể đây là số của người thân."
    ),
    Problem.CMND_FORMAT: _("Số CMND phải có 9 chữ số. Hãy xem lại số trên giấy."),
    Problem.ARMY_NUMBER_FORMAT: _("Số giấy tờ quân đội phải có 8 chữ số. Hãy xem lại."),
    Problem.NATIONAL_NUMBER_CHARACTER: _("Số CCCD/CMND chỉ gồm chữ số. Hãy bỏ chữ cái và ký hiệu."),
    Problem.NATIONAL_NUMBER_LENGTH: _(
        "Số CCCD có 12 chữ số, số CMND có 9 chữ số. Hãy xem lại số trên giấy tờ."
    ),
    Problem.BHYT_FORMAT: _("Chưa đọc được số thẻ BHYT. Hãy ghi đủ 15 ký tự, hoặc 10 số cuối."),
    Problem.BHYT_LENGTH: _("Số thẻ BHYT có 15 ký tự, hoặc 10 số cuối. Hãy xem lại trên thẻ."),
    Problem.BHYT_UNKNOWN_BENEFIT: _(
        "Ký tự thứ ba của số thẻ BHYT phải là số từ 1 đến 5. Hãy xem lại trên thẻ."
    ),
    Problem.PHONE_CHARACTER: _("Số điện thoại chỉ gồm chữ số. Hãy bỏ chữ cái và ký hiệu."),
    Problem.PHONE_LENGTH: _("Số điện thoại di động có 10 chữ số, bắt đầu bằng 0. Hãy xem lại."),
    Problem.PHONE_LANDLINE: _(
        "Đây là số máy bàn, không nhận được tin nhắn. Hãy ghi một số di động."
    ),
    Problem.PHONE_HOTLINE: _("Đây là số tổng đài. Hãy ghi số di động của người được tiêm."),
    Problem.PHONE_FOREIGN: _("Đây là số nước ngoài. Hãy ghi một số di động Việt Nam."),
    Problem.PHONE_UNKNOWN_PREFIX: _("Đầu số này không có ở Việt Nam. Hãy xem lại số điện thoại."),
    Problem.SEX_UNKNOWN_WORD: _("Chưa đọc được giới tính. Hãy ghi Nam hoặc Nữ."),
    Problem.SEX_UNKNOWN_CODE: _("Mã giới tính phải là 0 (nam) hoặc 1 (nữ)."),
    Problem.CARD_QR_FORMAT: _("Mã này không phải mã QR của thẻ căn cước gắn chip."),
}


def read(parse: Callable[[], Parsed]) -> Parsed:
    """Read an identity value in a form, or say what is wrong with it in words."""
    try:
        return parse()
    except InvalidIdentity as problem:
        raise ValidationError(str(SENTENCES[problem.code])) from None
