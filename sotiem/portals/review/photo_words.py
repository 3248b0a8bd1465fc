"""What is told of a photo that a machine read."""

from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sotiem.slips.facts import (
    Agreement,
    CodeKind,
    FieldName,
    PictureProblem,
    ReadPhoto,
    Sameness,
    TextSource,
)
from sotiem.slips.rules import SURE

_VERY_SURE: Final = 0.8


class Verdict(NamedTuple):
    """How something read stands to something else, and the tone in which that is said."""

    words: Promise
    tone: str


AGREES: Final = Verdict(_("Khớp"), "good")
DIFFERS: Final = Verdict(_("Khác"), "problem")
ON_RECORD: Final = Verdict(_("Đã có trong hồ sơ"), "good")
OTHER_VACCINE: Final = Verdict(_("Cùng ngày, vắc xin khác"), "problem")
NOT_ON_RECORD: Final = Verdict(_("Chưa có trong hồ sơ"), "waiting")

LABELS: Final[dict[FieldName, Promise]] = {
    FieldName.FULL_NAME: _("Họ và tên"),
    FieldName.BIRTH_DATE: _("Ngày sinh"),
    FieldName.SEX: _("Giới tính"),
    FieldName.IDENTITY: _("Số giấy tờ"),
    FieldName.PHONE: _("Điện thoại"),
    FieldName.ADDRESS: _("Địa chỉ"),
    FieldName.SLIP_NUMBER: _("Số phiếu"),
    FieldName.DOSE_NUMBER: _("Mũi thứ"),
    FieldName.GIVEN_ON: _("Ngày tiêm"),
    FieldName.VACCINE: _("Vắc xin"),
    FieldName.LOT: _("Số lô"),
    FieldName.PLACE: _("Nơi tiêm"),
}
CODES: Final[dict[CodeKind, Promise]] = {
    CodeKind.CARD: _("Mã QR của thẻ căn cước"),
    CodeKind.SLIP: _("Mã QR của phiếu Sổ Tiêm"),
    CodeKind.CERTIFICATE: _("Mã QR của giấy chứng nhận, chưa kiểm chữ ký"),
    CodeKind.OTHER: _("Mã QR khác, không dùng để đối chiếu"),
}
SAMENESS: Final[dict[Sameness, Promise]] = {
    Sameness.FILE: _("cùng một tệp ảnh"),
    Sameness.PICTURE: _("cùng một ảnh, đã lưu lại hoặc sửa vài chỗ"),
    Sameness.SLIP_NUMBER: _("cùng số phiếu"),
}
_PROBLEMS: Final[dict[PictureProblem, Promise]] = {
    PictureProblem.LOST: _("Không tìm thấy tệp ảnh gốc, nên máy chưa đọc."),
    PictureProblem.FAILED: _("Máy đã thử vài lần mà không đọc được tệp ảnh này."),
}
_NOT_READABLE: Final = _("Máy không đọc được tệp ảnh này.")
_WAITING: Final = _("Máy chưa đọc xong ảnh này.")
_SOURCES: Final[dict[TextSource, Promise]] = {
    TextSource.READ: _("Máy đã đọc chữ trong ảnh."),
    TextSource.NOT_INSTALLED: _("Máy chủ chưa cài bộ đọc chữ; mới xem ảnh và tìm mã QR."),
    TextSource.GAVE_UP: _("Máy không kịp đọc chữ trong ảnh; mới xem ảnh và tìm mã QR."),
}
_SURENESS: Final = (
    (_VERY_SURE, _("khá chắc")),
    (SURE, _("tương đối chắc")),
    (0.0, _("không chắc")),
)


def state_of(read: ReadPhoto | None) -> Promise:
    """How far a machine got with a photo."""
    if read is None:
        return _WAITING
    if read.problem is not None:
        return _PROBLEMS.get(read.problem, _NOT_READABLE)
    return _SOURCES[read.reading.source]


def label_of(name: FieldName, number: str) -> Promise | str:
    """What a field is called, with the number of its dose where that was read."""
    if not number:
        return LABELS[name]
    return gettext("%(field)s, mũi %(number)s") % {"field": LABELS[name], "number": number}


def sureness_of(confidence: float) -> Promise:
    return next(told for least, told in _SURENESS if confidence >= least)


def verdict_on(agreement: Agreement) -> Verdict | None:
    """Agrees or differs; nothing where it could not be compared."""
    return {Agreement.AGREES: AGREES, Agreement.DIFFERS: DIFFERS}.get(agreement)
