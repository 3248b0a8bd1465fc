"""What each key of the officer's desk does."""

from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Key(NamedTuple):
    """Keys that do the same, and what."""

    keys: tuple[str, ...]
    words: Promise


KEYS: Final = (
    Key(("j", "k"), _("Dòng sau, dòng trước trong danh sách")),
    Key(("Enter",), _("Mở dòng đang chọn; đồng ý với đề xuất; gửi quyết định đang điền")),
    Key(("n",), _("Phản ánh tiếp theo")),
    Key(("t",), _("Nhận phản ánh này")),
    Key(("a",), _("Đến phần Đồng ý, căn cứ được ghi sẵn")),
    Key(("r",), _("Đến phần Từ chối")),
    Key(("1", "2", "…"), _("Chọn căn cứ hoặc lý do theo số")),
    Key(("x",), _("Xếp lại phản ánh cho đúng loại")),
    Key(("s",), _("Chuyển cho đơn vị khác")),
    Key(("h",), _("Hỏi cơ sở tiêm")),
    Key(("z",), _("Đến ảnh")),
    Key(("+", "-", "0"), _("Phóng to, thu nhỏ, xem cả ảnh khi đang ở ảnh")),
    Key(("q",), _("Về hàng đợi")),
    Key(("Shift + Enter",), _("Xuống dòng khi đang ghi căn cứ")),
    Key(("Esc",), _("Rời ô đang ghi")),
    Key(("?",), _("Xem các phím này")),
)
