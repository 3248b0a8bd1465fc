from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[dict[str, Promise]] = {
    "matching.ModelCannotJudge": _(
        "Mô hình đã đối chiếu cặp này không còn, hoặc phần mềm hiện nay không đọc được nữa, "
        "nên chưa tính lại được. Kết luận cũ vẫn được giữ cùng các mức đã so."
    ),
    "matching.ModelJudgesAlready": _("Mô hình này đang dùng rồi. Hãy chọn phiên bản khác."),
    "matching.ModelNeedsAReason": _("Hãy ghi lý do học mô hình mới."),
    "matching.NotOnRecordThen": _(
        "Một trong hai hồ sơ được lập sau lúc tìm thấy cặp này nên không tính lại được."
    ),
    "matching.NothingBetterLearned": _(
        "Trên các kết luận chưa thấy, mô hình vừa học không hơn mô hình đang dùng quá mức may rủi, "
        "hoặc ghép nhầm nhiều hơn. Không giữ lại gì. Hãy chờ thêm kết luận của cán bộ rồi học lại."
    ),
    "matching.RegistryIsTooSmall": _(
        "Trong sổ có quá ít hồ sơ giống nhau để học từ sổ. Hãy học từ mô hình đang dùng."
    ),
    "matching.SomebodyDecidedMeanwhile": _(
        "Một cán bộ khác vừa quyết định cặp hồ sơ này. Hãy tải lại trang để xem kết quả."
    ),
    "matching.SwitchNeedsAReason": _("Hãy ghi lý do đổi mô hình."),
    "matching.TooFewVerdicts": _(
        "Mới có %(same)s kết luận “một người” và %(different)s kết luận “hai người”. Cần ít nhất "
        "%(fewest)s kết luận, mỗi loại ít nhất %(fewest_of_each)s; ít hơn thì chỉ học được may rủi."
    ),
    "matching.UnknownModel": _(
        "Không có mô hình nào mang phiên bản này. Hãy chọn một phiên bản trong bảng."
    ),
    "matching.VersionIsTaken": _(
        "Đã có mô hình mang tên phiên bản này. Mô hình không bao giờ bị sửa; hãy đặt tên khác."
    ),
}
