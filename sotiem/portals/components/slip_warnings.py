"""What is told of a photo and a slip while it can still be mended: what is seen, and what to do."""

from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sotiem.slips.facts import Fault, RefusalReason, SlipWarning


class Advice(NamedTuple):
    """A sentence of what was seen, and one of what to do."""

    seen: Promise
    to_do: Promise


OF_FAULTS: Final[dict[Fault, Advice]] = {
    Fault.BLURRED: Advice(
        _("Ảnh có vẻ bị mờ."),
        _("Hãy chụp lại gần hơn, giữ yên tay và chạm vào màn hình để lấy nét."),
    ),
    Fault.TOO_DARK: Advice(
        _("Ảnh có vẻ quá tối."),
        _("Hãy chụp lại ở nơi đủ sáng, không để bóng đổ lên phiếu."),
    ),
    Fault.ONLY_A_PORTRAIT: Advice(
        _("Ảnh này có vẻ là ảnh chân dung, chưa thấy phiếu tiêm."),
        _("Hãy gửi ảnh chụp phiếu xác nhận tiêm."),
    ),
    Fault.COVERED: Advice(
        _("Một phần của phiếu có vẻ bị che."),
        _("Hãy chụp lại cả tờ phiếu, không để tay hay vật gì che lên."),
    ),
    Fault.CUT_OFF: Advice(
        _("Phiếu có vẻ bị cắt mất một phần."),
        _("Hãy lùi máy ra một chút để thấy đủ bốn góc của phiếu rồi chụp lại."),
    ),
    Fault.NO_TEXT: Advice(
        _("Chưa thấy chữ nào trong ảnh."),
        _("Hãy kiểm tra xem có chọn nhầm ảnh không, rồi gửi ảnh chụp phiếu tiêm."),
    ),
}
OF_REASONS: Final[dict[RefusalReason, Advice]] = {
    RefusalReason.SLIP_INCOMPLETE: Advice(
        _("Chưa đọc được ngày tiêm hoặc tên vắc xin trên phiếu."),
        _("Nếu phiếu không ghi, hãy đề nghị cơ sở đã tiêm xác nhận lại; nếu có, cứ gửi."),
    ),
    RefusalReason.NAME_CONTRADICTS: Advice(
        _("Họ tên đã khai khác với họ tên đọc được trên phiếu."),
        _("Hãy kiểm tra lại họ tên, hoặc kèm giấy tờ cho thấy đã đổi tên."),
    ),
    RefusalReason.ONLY_A_PORTRAIT: OF_FAULTS[Fault.ONLY_A_PORTRAIT],
    RefusalReason.DOSE_DIFFERS: Advice(
        _("Mũi thứ đã khai khác với phiếu."),
        _("Hãy khai mũi thứ đúng như ghi trên phiếu, hoặc gửi phiếu của mũi đã khai."),
    ),
    RefusalReason.BIRTH_DATE_DIFFERS: Advice(
        _("Ngày sinh đã khai khác với ngày sinh đọc được trên phiếu."),
        _(
            "Hãy kiểm tra lại ngày sinh; nếu phiếu ghi sai, "
            "hãy kèm ảnh căn cước hoặc giấy khai sinh."
        ),
    ),
    RefusalReason.SLIP_LACKS_PERSON: Advice(
        _("Chưa đọc được họ tên trên phiếu."),
        _("Nếu phiếu không ghi, hãy đề nghị cơ sở đã tiêm xác nhận lại; nếu có, cứ gửi."),
    ),
    RefusalReason.SLIP_COVERED: OF_FAULTS[Fault.COVERED],
    RefusalReason.SLIP_BLURRED: OF_FAULTS[Fault.BLURRED],
    RefusalReason.DATE_DIFFERS: Advice(
        _("Ngày tiêm đã khai khác với ngày đọc được trên phiếu."),
        _("Hãy khai ngày đúng như ghi trên phiếu, hoặc gửi giấy khác chứng minh ngày đã khai."),
    ),
    RefusalReason.NOTHING_AGREES: Advice(
        _("Không thông tin nào đọc được trên phiếu khớp với điều đã khai."),
        _("Hãy kiểm tra xem có chọn nhầm phiếu của người khác không."),
    ),
    RefusalReason.NAME_WITHOUT_MARKS: Advice(
        _("Họ tên đã khai có vẻ thiếu dấu hoặc thiếu chữ."),
        _("Hãy ghi họ tên đầy đủ, có dấu, đúng như trên giấy tờ."),
    ),
    RefusalReason.VACCINE_DIFFERS: Advice(
        _("Vắc xin đã khai khác với vắc xin đọc được trên phiếu."),
        _("Hãy khai tên vắc xin đúng như ghi trên phiếu, hoặc gửi giấy khác chứng minh."),
    ),
    RefusalReason.SLIP_EDITED: Advice(
        _("Tệp ảnh đã qua phần mềm chỉnh sửa, hoặc thông tin trên phiếu mâu thuẫn với nhau."),
        _("Hãy gửi ảnh chụp trực tiếp từ phiếu gốc, chưa chỉnh sửa."),
    ),
}


def advice_on(warning: SlipWarning) -> Advice:
    """What to tell of a warning; it never keeps anybody from sending."""
    return OF_FAULTS[warning.fault] if warning.fault else OF_REASONS[warning.reason]
