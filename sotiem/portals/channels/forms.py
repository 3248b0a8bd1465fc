from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sotiem.accounts.facts import Jurisdiction
from sotiem.accounts.models import AccessKey
from sotiem.corrections.channels import Channel, ChannelKind
from sotiem.portals.channels.words import KINDS
from sotiem.portals.components.channels import name_of
from sotiem.portals.components.fields import DayField
from sotiem.portals.components.templatetags.sotiem import VIETNAM
from sotiem.portals.office import scopes
from sotiem.portals.office.forms import LEVELS

PLANNED_HERE = [(kind.value, KINDS[kind]) for kind in ChannelKind if kind != ChannelKind.NATIONAL]


class PlanForm(forms.Form):
    """A channel to be: its names, what its form says, whose it is."""

    kind = forms.ChoiceField(
        label=_("Kênh thuộc loại nào"),
        choices=PLANNED_HERE,
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn loại kênh.")},
    )
    name_vi = forms.CharField(
        label=_("Tên kênh, tiếng Việt"),
        max_length=120,
        error_messages={"required": _("Hãy ghi tên kênh bằng tiếng Việt.")},
    )
    name_en = forms.CharField(
        label=_("Tên kênh, tiếng Anh"),
        max_length=120,
        error_messages={"required": _("Hãy ghi tên kênh bằng tiếng Anh.")},
    )
    channel_code = forms.RegexField(
        r"\A[a-z0-9]+(-[a-z0-9]+)*\Z",
        label=_("Mã kênh"),
        help_text=_("Đứng trong địa chỉ trang. Chữ thường không dấu, chữ số, dấu gạch nối."),
        max_length=40,
        error_messages={
            "required": _("Hãy ghi mã kênh, ví dụ tp-ho-chi-minh."),
            "invalid": _("Mã kênh chỉ gồm chữ thường không dấu, chữ số và dấu gạch nối."),
        },
    )
    text_vi = forms.CharField(
        label=_("Lời hướng dẫn, tiếng Việt"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    text_en = forms.CharField(
        label=_("Lời hướng dẫn, tiếng Anh"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    level = forms.ChoiceField(
        label=_("Nơi phụ trách"),
        choices=LEVELS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn nơi phụ trách.")},
    )
    code = forms.CharField(
        label=_("Mã của nơi đó"),
        help_text=_("Tỉnh 2 chữ số, xã 5 chữ số, hoặc mã cơ sở. Cả nước thì để trống."),
        max_length=12,
        required=False,
    )
    jurisdiction: Jurisdiction

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if "level" in given and "code" in given:
            found = scopes.find_jurisdiction(given["level"], given["code"])
            if found is None:
                self.add_error("code", _("Không có nơi nào mang mã này. Hãy kiểm tra lại mã."))
            else:
                self.jurisdiction = found
        return given


class SuccessorForm(forms.Form):
    """Where people go, and who takes on what is open."""

    successor = forms.ChoiceField(
        label=_("Kênh tiếp nhận thay thế"),
        error_messages={"required": _("Hãy chọn kênh tiếp nhận thay thế.")},
    )

    def __init__(self, *args: Any, channels: Sequence[Channel], **options: Any) -> None:
        super().__init__(*args, **options)
        offered = self.fields["successor"]
        assert isinstance(offered, forms.ChoiceField)
        offered.choices = [(channel.code, name_of(channel)) for channel in channels]


class ClosingForm(SuccessorForm):
    """The last day of a channel; without one, it closes at once."""

    last_day = DayField(
        label=_("Nhận phản ánh đến hết ngày"),
        help_text=_("Ví dụ: 31/12/2026. Để trống thì kênh ngừng nhận ngay bây giờ."),
        required=False,
    )

    @property
    def closes_at(self) -> datetime | None:
        """The first moment after the last day, in Việt Nam."""
        day: date | None = self.cleaned_data["last_day"]
        if day is None:
            return None
        return datetime.combine(day + timedelta(days=1), time.min, tzinfo=VIETNAM)


class TieForm(forms.Form):
    """The key with which a partner's program sends."""

    key = forms.ChoiceField(
        label=_("Khóa của đối tác"),
        help_text=_("Khóa đã gắn chỉ còn gửi được phản ánh qua kênh này."),
        error_messages={"required": _("Hãy chọn một khóa.")},
    )

    def __init__(self, *args: Any, keys: Sequence[AccessKey], **options: Any) -> None:
        super().__init__(*args, **options)
        offered = self.fields["key"]
        assert isinstance(offered, forms.ChoiceField)
        offered.choices = [
            (str(key.public_id), f"{key.name} · {key.user.username} · …{key.last_letters}")
            for key in keys
        ]
