"""What errors that many share, and decisions on them, are called on the officer's desk."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sotiem.desk.states import BulkState

CHANGED: Final[dict[str, Promise]] = {
    "vaccine_id": _("Vắc xin"),
    "administered_on": _("Ngày tiêm"),
    "lot_number": _("Số lô"),
    "facility_id": _("Nơi tiêm"),
}
STATES: Final[dict[BulkState, tuple[Promise, str]]] = {
    BulkState.PLANNED: (_("Đang chạy thử"), "waiting"),
    BulkState.TRIED: (_("Đã chạy thử, chưa sửa"), "info"),
    BulkState.AWAITING_SECOND: (_("Chờ người thứ hai"), "waiting"),
    BulkState.RUNNING: (_("Đang sửa"), "waiting"),
    BulkState.DONE: (_("Đã sửa"), "good"),
    BulkState.UNDOING: (_("Đang hoàn tác"), "waiting"),
    BulkState.UNDONE: (_("Đã hoàn tác"), "neutral"),
    BulkState.CANCELLED: (_("Đã hủy, không sửa gì"), "neutral"),
}
WORKING: Final[dict[BulkState, Promise]] = {
    BulkState.PLANNED: _("Đang chạy thử từng mũi, hồ sơ chưa đổi"),
    BulkState.RUNNING: _("Đang sửa từng mũi"),
    BulkState.UNDOING: _("Đang hoàn tác từng mũi"),
}
WOULD_CHANGE: Final = (_("Sẽ sửa"), "info")
CHANGED_NOW: Final = (_("Đã sửa"), "good")
PUT_BACK: Final = (_("Đã hoàn tác"), "neutral")
CANNOT: Final = (_("Không sửa được"), "problem")
NOT_PUT_BACK: Final = (_("Không hoàn tác được"), "problem")
LEFT_OUT: Final = (_("Bỏ ra"), "neutral")
