from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[dict[str, Promise]] = {
    "doses.DoseIsKnown": _(
        "Hồ sơ đã có một mũi tiêm phòng bệnh này trong ngày đó. Hãy xem lại ngày tiêm."
    ),
    "doses.GivenBeforeBirth": _("Ngày tiêm ở trước ngày sinh. Hãy xem lại ngày tiêm trên phiếu."),
    "doses.GivenBeforeTheVaccineExisted": _(
        "Ngày tiêm ở trước khi bắt đầu tiêm chủng (%(first_day)s). Hãy xem lại năm trên phiếu."
    ),
    "doses.GivenInTheFuture": _("Ngày tiêm ở sau ngày hôm nay. Hãy xem lại ngày tiêm trên phiếu."),
    "doses.NothingToAmend": _("Mũi tiêm đã được ghi đúng như vậy, không còn gì phải sửa."),
}
