"""What may be wrong with a dose, under which field, and what to do: in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sotiem.campaigns.facts import Caution, CautionCode
from sotiem.portals.session.words import why_aside

SEXES: Final[dict[str, Promise]] = {"female": _("Nữ"), "male": _("Nam"), "other": _("Khác")}
FIELDS: Final[dict[str, Promise]] = {
    "full_name": _("Họ và tên"),
    "birth_date": _("Ngày sinh"),
    "sex": _("Giới tính"),
    "cccd": _("Số căn cước"),
    "cmnd": _("Số CMND"),
    "phone": _("Điện thoại"),
    "address": _("Nơi ở"),
    "lot_number": _("Số lô"),
    "given_at": _("Giờ tiêm"),
    "slip_number": _("Số phiếu"),
    "person": _("Người được tiêm"),
    "session": _("Buổi tiêm"),
}
# Where a caution names something that is typed in another field.
_TYPED_IN: Final = {"person": "full_name", "number": "cccd", "session": ""}
SENTENCES: Final[dict[CautionCode, Promise]] = {
    CautionCode.INTERVAL_TOO_SHORT: _(
        "Mũi trước tiêm ngày %(last)s, sớm nhất ngày %(earliest)s mới đủ khoảng cách. "
        "Hãy xem phiếu của mũi trước; nếu vẫn đã tiêm, hãy chấp nhận."
    ),
    CautionCode.THIRD_PRODUCT: _(
        "Người này sẽ có %(products)s loại vắc xin khác nhau. "
        "Hãy xem lại loại đã tiêm; nếu đúng, hãy chấp nhận."
    ),
    CautionCode.NAMESAKE: _(
        "Có người khác gần giống trong hồ sơ. Hãy so số giấy tờ với các hồ sơ ở dưới; "
        "nếu đúng người, hãy chấp nhận."
    ),
    CautionCode.WHICH_PERSON: _(
        "Chưa rõ là ai: có %(number)s hồ sơ gần giống. "
        "Hãy chọn đúng người ở dưới, hoặc chọn người mới."
    ),
    CautionCode.DOSE_TODAY: _(
        "Người này đã có một mũi trong ngày tại %(facility)s. Đừng ghi lại; "
        "nếu là người khác, hãy xem lại họ tên và số giấy tờ."
    ),
    CautionCode.NUMBER_DISAGREES_BIRTH_YEAR: _(
        "Số căn cước cho năm sinh khác. Hãy xem lại cả hai trên thẻ; nếu thẻ ghi như vậy, "
        "hãy chấp nhận."
    ),
    CautionCode.NUMBER_DISAGREES_SEX: _(
        "Số căn cước cho giới tính khác. Hãy xem lại cả hai trên thẻ; nếu thẻ ghi như vậy, "
        "hãy chấp nhận."
    ),
    CautionCode.LOT_UNKNOWN: _("Không có lô này. Hãy xem lại số lô trên lọ vắc xin."),
    CautionCode.LOT_OF_OTHER_PRODUCT: _(
        "Lô này là của vắc xin %(product)s. Hãy xem lại số lô trên lọ vắc xin."
    ),
    CautionCode.LOT_EXPIRED: _(
        "Lô này đã hết hạn. Hãy xem lại số lô; nếu đã tiêm, hãy báo người phụ trách."
    ),
    CautionCode.LOT_RECALLED: _(
        "Lô này đã bị thu hồi. Hãy ngừng dùng; nếu đã tiêm, hãy báo người phụ trách."
    ),
    CautionCode.LOT_NOT_IN_SESSION: _(
        "Lô này không có trong kế hoạch buổi tiêm. Hãy xem lại; nếu đúng lô, hãy chấp nhận."
    ),
    CautionCode.OUTSIDE_SESSION_DAY: _(
        "Buổi tiêm này là của ngày %(held_on)s. Hãy ghi mũi ở buổi tiêm của đúng ngày."
    ),
    CautionCode.IN_THE_FUTURE: _("Giờ tiêm chưa đến. Hãy xem lại giờ."),
    CautionCode.BEFORE_BIRTH: _("Ngày tiêm ở trước ngày sinh. Hãy xem lại ngày sinh."),
    CautionCode.SLIP_IS_TAKEN: _(
        "Phiếu số %(slip)s đã được nhập cho một mũi khác. Hãy xem lại số phiếu."
    ),
    CautionCode.WAS_SET_ASIDE: _(
        "Đồng nghiệp đã ghi hoãn hoặc không tiêm: %(reason)s. Hãy hỏi lại người khám; "
        "nếu vẫn đã tiêm, hãy chấp nhận."
    ),
    CautionCode.SESSION_IS_CLOSED: _(
        "Buổi tiêm đang không mở. Hãy mở buổi tiêm ở bảng điều hành rồi ghi lại."
    ),
    CautionCode.POPULATION_DIFFERS: _(
        "Cơ sở dữ liệu dân cư ghi khác: %(fields)s. Hãy so lại với giấy tờ; mũi tiêm vẫn ghi được."
    ),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One caution on the page: its control, its sentence, and whether it may be accepted."""

    code: str
    field: str
    label: str
    sentence: str
    blocks: bool
    asks: bool


def told(cautions: Iterable[Caution]) -> list[Told]:
    return [_told(one) for one in cautions]


def _told(caution: Caution) -> Told:
    field = _TYPED_IN.get(caution.field, caution.field)
    details = {key: _shown(key, value) for key, value in caution.details.items()}
    if "because" in details:
        details["reason"] = why_aside(details["because"], details["note"])
    return Told(
        code=str(caution.code),
        field=field,
        label=str(FIELDS.get(caution.field, FIELDS.get(field, ""))),
        sentence=str(SENTENCES[caution.code]) % details,
        blocks=caution.blocks,
        asks=caution.asks,
    )


def _shown(key: str, value: str) -> str:
    if key in ("earliest", "last", "held_on"):
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    if key == "fields":
        return ", ".join(str(FIELDS.get(one, one)).lower() for one in value.split(","))
    return value
