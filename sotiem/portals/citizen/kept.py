"""What a citizen's pages need to keep her book on her own device (docs/adr/0032)."""

from typing import Any, Final

from django.templatetags.static import static
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sotiem.accounts.facts import Citizen
from sotiem.portals.components.offline import FRAME

SCRIPT: Final = "citizen/book.js"
ICONS: Final = ("citizen/icon-192.png", "citizen/icon-512.png")
TEXTS: Final[dict[str, Promise]] = {
    "as_of": _("Dữ liệu lúc {time} {day}, {age}. Từ đó đến nay hồ sơ có thể đã thay đổi."),
    "today": _("hôm nay"),
    "yesterday": _("hôm qua"),
    "on_day": _("ngày {day}"),
    "just_now": _("vừa xong"),
    "minutes": _("{n} phút trước"),
    "hours": _("{n} giờ trước"),
    "days": _("{n} ngày trước"),
    "of_phone": _("Sổ của số điện thoại có đuôi {tail}, giữ từ {since}"),
    "bad_code": _("Mã chưa đúng. Còn {n} lần thử."),
    "no_code_left": _("Đã thử quá nhiều lần. Hãy đăng nhập bằng mã gửi đến điện thoại."),
    "code_form": _("Mã gồm đúng sáu chữ số."),
    "code_easy": _("Mã này dễ đoán. Hãy chọn sáu chữ số khác."),
    "code_differs": _("Hai lần nhập chưa giống nhau."),
    "saving": _("Đang lưu…"),
    "not_saved": _("Chưa giữ được. Hãy xem máy còn chỗ trống và còn mạng không, rồi thử lại."),
    "kept_now": _("Đã giữ. Từ nay sổ mở được cả khi mất mạng."),
    "updated": _("Đã cập nhật."),
    "needs_network": _("Trang này chỉ mở được khi có mạng."),
    "written": _("Viết lúc {at}"),
    "waiting": _("Chờ có mạng để gửi."),
    "signed_out": _("Chờ bạn đăng nhập lại để gửi."),
    "trouble": _("Máy chủ chưa nhận được; máy sẽ tự gửi lại."),
    "not_taken": _("Máy chủ chưa nhận từ phiên đăng nhập này; phản ánh vẫn được giữ."),
    "refused": _("Chưa gửi được: {why}"),
    "gone": _(
        "Mũi tiêm này không còn trong hồ sơ như lúc bạn viết. Hãy xem lại hồ sơ rồi báo mới."
    ),
    "sent": _("Đã gửi. Mã theo dõi: {code}"),
    "sent_meanwhile": _(
        "Phản ánh này vừa được gửi nên không sửa được nữa. Hãy xem lại trong hồ sơ của bạn."
    ),
    "photos": _("{n} ảnh kèm theo"),
    "mend": _("Xem và sửa"),
    "look": _("Xem tình trạng phản ánh"),
    "discard": _("Bỏ"),
    "done": _("Xong"),
    "discard_sure": _("Bỏ phản ánh này? Nội dung và ảnh sẽ bị xóa khỏi máy."),
    "forget_sure": _("Quên máy này? Bản sao của sổ sẽ bị xóa khỏi máy."),
    "forget_waiting": _("Còn {n} phản ánh chưa gửi trên máy này; chúng cũng sẽ bị xóa. Tiếp tục?"),
    "fill": _("Hãy điền: {fields}."),
    "photos_kept": _("Đã giữ {n} ảnh. Chỉ chọn lại nếu muốn thay các ảnh đó."),
    "save": _("Giữ lại để gửi khi có mạng"),
}


def owner_of(by: Citizen) -> str:
    """What names, beside what is kept, whose it is: it tells nobody who she is."""
    return _secret("owner", by)[:32]


def server_half(by: Citizen) -> str:
    """The half of the key that is told to who is signed in, and never lies on the device.

    It stays the same from one signing in to the next, so that what waits can still be read.
    """
    return _secret("key", by)


def _secret(purpose: str, by: Citizen) -> str:
    whom = f"{by.phone}|{by.key}"
    return salted_hmac(f"sotiem.book.{purpose}", whom, algorithm="sha256").hexdigest()


def addresses() -> dict[str, str]:
    """The addresses that the scripts ask."""
    return {
        "place": reverse("citizen:kept"),
        "key": reverse("citizen:kept_key"),
        "send": reverse("citizen:send_kept"),
        "worker": reverse("citizen:worker"),
        "signIn": reverse("citizen:look_up"),
        "report": reverse("citizen:report", args=["CODE"]),
        "forms": f"{reverse('citizen:look_up')}bao-",  # reports, each kind with a page of its own
    }


def told() -> dict[str, Any]:
    """What the scripts of the pages are told; nothing about people."""
    return {**addresses(), "texts": {key: str(text) for key, text in TEXTS.items()}}


def kept_files() -> list[str]:
    """The files without which the kept pages do not look or work as they should."""
    return [*map(static, (*FRAME, SCRIPT)), reverse("citizen:manifest")]
