"""What is said of a phone that is replaced."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sotiem.phone_changes.facts import Agreed, ChangeBecause, ChangeState, Paper, WaitsBecause

PAPERS: Final[dict[str, Promise]] = {
    Paper.CCCD: _("Thẻ căn cước, căn cước công dân"),
    Paper.VNEID: _("Căn cước điện tử trên VNeID"),
    Paper.CMND: _("Chứng minh nhân dân"),
    Paper.PASSPORT: _("Hộ chiếu"),
    Paper.BIRTH_CERTIFICATE: _("Giấy khai sinh, của trẻ em"),
}
BECAUSE: Final[dict[str, Promise]] = {
    ChangeBecause.NO_LONGER_USED: _("Không còn dùng số cũ"),
    ChangeBecause.LOST: _("Mất điện thoại hoặc mất SIM"),
    ChangeBecause.TYPED_WRONG: _("Số trong hồ sơ bị ghi sai"),
    ChangeBecause.ANOTHERS: _("Hồ sơ ghi số của người khác"),
}
AGREED: Final[dict[str, Promise]] = {
    Agreed.NUMBER: _("số giấy tờ"),
    Agreed.DOSE_DAY: _("ngày tiêm"),
    Agreed.DOSE_PLACE: _("nơi tiêm"),
    Agreed.DOSE_LOT: _("số lô"),
    Agreed.SLIP_NUMBER: _("số phiếu"),
}
WAITS: Final[dict[str, Promise]] = {
    WaitsBecause.OLD_PHONE_IN_USE: _("Số cũ vừa được dùng để mở hồ sơ trong 30 ngày qua."),
    WaitsBecause.NOBODY_IS_TOLD: _("Hồ sơ chưa có số nào, nên không ai được báo để phản đối."),
    WaitsBecause.CHANGED_LATELY: _("Số của hồ sơ này vừa được đổi trong 30 ngày qua."),
    WaitsBecause.MANY_BY_ONE: _("Một người đã đổi nhiều số trong ngày."),
    WaitsBecause.NEW_PHONE_OF_MANY: _("Số mới vừa được ghi vào nhiều hồ sơ khác."),
}
STATES: Final[dict[str, Promise]] = {
    ChangeState.AWAITING_SECOND: _("Chờ cán bộ thứ hai"),
    ChangeState.IN_FORCE: _("Đã đổi số"),
    ChangeState.OBJECTED: _("Có người phản đối, số mới tạm khóa"),
    ChangeState.KEPT: _("Đã xem phản đối, giữ số mới"),
    ChangeState.RETURNED: _("Đã xem phản đối, trả lại số cũ"),
    ChangeState.REFUSED: _("Không đổi số"),
}
TONES: Final[dict[str, str]] = {
    ChangeState.AWAITING_SECOND: "waiting",
    ChangeState.IN_FORCE: "good",
    ChangeState.OBJECTED: "problem",
    ChangeState.KEPT: "good",
    ChangeState.RETURNED: "neutral",
    ChangeState.REFUSED: "neutral",
}
