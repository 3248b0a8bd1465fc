"""What people read of channels."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sotiem.corrections.channels import ChannelKind, ChannelState

KINDS: Final[dict[ChannelKind, Promise]] = {
    ChannelKind.NATIONAL: _("Cổng quốc gia"),
    ChannelKind.REGION: _("Cổng của địa phương"),
    ChannelKind.FACILITY: _("Quầy của cơ sở tiêm chủng"),
    ChannelKind.PARTNER: _("Phần mềm của đối tác"),
    ChannelKind.LOADED: _("Nạp từ kênh trước đây"),
}
STATES: Final[dict[ChannelState, tuple[Promise, str]]] = {
    ChannelState.PLANNED: (_("Đang chuẩn bị"), "neutral"),
    ChannelState.OPEN: (_("Đang nhận"), "good"),
    ChannelState.CLOSING: (_("Sắp đóng"), "waiting"),
    ChannelState.CLOSED: (_("Đã ngừng nhận"), "neutral"),
}
# By these, people write themselves.
WITH_A_FORM: Final = frozenset({ChannelKind.NATIONAL, ChannelKind.REGION, ChannelKind.FACILITY})
