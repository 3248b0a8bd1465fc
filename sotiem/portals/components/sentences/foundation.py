from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[dict[str, Promise]] = {
    "foundation.NotAllowed": _(
        "Tài khoản của bạn không được làm việc này. "
        "Nếu đây là việc của bạn, hãy nhờ người quản lý cấp quyền."
    ),
    "foundation.TooManyRequests": _(
        "Bạn đã thử quá nhiều lần. Hãy chờ %(minutes)s phút rồi thử lại."
    ),
}
