"""What the machine does by itself, in words."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sotiem.triage.facts import Did

DID: Final[dict[Did, Promise]] = {
    Did.ANSWERED: _("Máy trả lời rằng hồ sơ đã ghi như phản ánh"),
    Did.JOINED: _("Máy gộp với phản ánh gửi trước"),
    Did.ASKED: _("Máy hỏi cơ sở tiêm"),
}
