"""What the entry page needs to go on without a network."""

from typing import Any, Final

from django.templatetags.static import static
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sotiem.accounts.models import User
from sotiem.campaigns.models import VaccinationSession
from sotiem.portals.components.offline import FRAME

TEXTS: Final[dict[str, Promise]] = {
    "offline": _("Đang ngoại tuyến: vẫn nhập được, mũi tiêm chờ trên máy này."),
    "online": _("Đang có mạng."),
    "trouble": _(
        "Có mạng nhưng máy chủ đang trục trặc: vẫn nhập được, mũi tiêm chờ trên máy này "
        "và tự gửi lại."
    ),
    "not_taken": _(
        "Máy chủ không nhận mũi tiêm từ tài khoản này. Mũi tiêm vẫn được giữ trên máy; "
        "hãy báo người phụ trách."
    ),
    "waits": _("Chờ gửi"),
    "again": _("Thử lại"),
    "all_sent": _("Đã gửi hết."),
    "waiting": _("{n} mũi đang chờ gửi, từ {since}."),
    "others": _("{n} mũi của đồng nghiệp khác đang chờ trên máy này. Người đó đăng nhập thì gửi."),
    "signed_out": _("Phiên đăng nhập đã hết. Mũi tiêm vẫn được giữ; hãy đăng nhập để gửi."),
    "sign_in": _("Đăng nhập"),
    "locked": _("Chưa mở được hàng chờ. Hãy nối mạng, đăng nhập rồi mở lại trang này."),
    "kept": _("Đã giữ trên máy, sẽ gửi khi có mạng: {name}"),
    "recorded": _("Đã ghi: {name}"),
    "is_task": _("Đã gửi, chờ người xem: {name}"),
    "refused": _("{n} mũi máy chủ chưa nhận. Hãy sửa rồi gửi lại."),
    "mend": _("Sửa"),
    "discard": _("Bỏ"),
    "discard_sure": _("Bỏ mũi này? Mũi tiêm sẽ KHÔNG được ghi. Chỉ bỏ khi đã ghi ở nơi khác."),
    "bad_card": _("Mã vừa quét không phải mã QR của thẻ căn cước. Hãy quét lại."),
    "card_read": _("Đã đọc thẻ: {name}. Enter để ghi."),
    "fill": _("Hãy điền: {fields}."),
    "no_camera": _("Không mở được máy ảnh. Hãy cho phép dùng máy ảnh, hoặc gõ tay."),
    "look_failed": _("Chưa xem được hồ sơ. Hãy thử lại."),
    "storage_full": _("Máy này không giữ được mũi tiêm. Hãy ghi ra giấy và báo người phụ trách."),
    "saved": _("Đã ghi"),
    "must_look": _("Cần xem"),
    "wrong": _("Chưa đúng"),
    "saving": _("Đang ghi"),
    "left": _("Còn {n} phiếu chưa nhập"),
    "none_left": _("Đã nhập đủ các phiếu."),
    "put_aside": _("Để lại xem sau"),
    "accept": _("Vẫn ghi"),
}


def server_half(user: User) -> str:
    """The half of the key of a clerk's queue that never lies on a tablet after she has left.

    It stays the same from one signing in to the next, so that what waits can still be read.
    """
    return salted_hmac("sotiem.offline.key", str(user.pk), algorithm="sha256").hexdigest()


def owner_of(user: User) -> str:
    """What names a clerk beside what waits: it tells nobody who she is."""
    return salted_hmac("sotiem.offline.owner", str(user.pk), algorithm="sha256").hexdigest()[:32]


def facts_of_shell(held: VaccinationSession) -> dict[str, Any]:
    """What the scripts of a session's pages are told; nothing about people."""
    args = [held.facility.code, held.public_id]
    return {
        "facility": held.facility,
        "held": held,
        "told": {
            "session": str(held),
            "look": reverse("session:look", args=args),
            "send": reverse("session:send", args=args),
            "key": reverse("session:key", args=args),
            "worker": reverse("session:worker", args=args),
            "signIn": reverse("account_login"),
            "held_on": held.held_on.isoformat(),
            "camera": static("session/camera.js"),
            "wasm": static("session/zxing_reader.wasm"),
            "texts": {key: str(text) for key, text in TEXTS.items()},
        },
    }


def facts_of_page(held: VaccinationSession, user: User) -> dict[str, Any]:
    """What the scripts are told when the server answers itself: also who is signed in, so that
    a colleague's key is not used for her."""
    facts = facts_of_shell(held)
    return {**facts, "told": {**facts["told"], "owner": owner_of(user)}}


def kept_files() -> list[str]:
    """The files without which the page does not look or work as it should."""
    return [static(name) for name in (*FRAME, "session/session.css", "session/entry.js")]
