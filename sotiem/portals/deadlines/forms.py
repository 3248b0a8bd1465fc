from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sotiem.portals.components.fields import DayField


class DeadlineForm(forms.Form):
    """Which doses must be in, by when, and where this holds."""

    name = forms.CharField(
        label=_("Tên chiến dịch hoặc đợt tiêm"),
        max_length=120,
        error_messages={"required": _("Hãy nhập tên chiến dịch hoặc đợt tiêm.")},
    )
    given_since = DayField(label=_("Mũi tiêm từ ngày"))
    given_until = DayField(label=_("Đến hết ngày"))
    enter_by = DayField(label=_("Phải nhập xong trước khi hết ngày"))
    jurisdiction = forms.ChoiceField(
        label=_("Áp dụng cho"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn nơi áp dụng.")},
    )

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["jurisdiction"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(places)
        if len(places) == 1:
            field.initial = places[0][0]


class ExceptionForm(forms.Form):
    """Until when a facility has, and why."""

    until = DayField(label=_("Gia hạn đến hết ngày"))
    reason = forms.CharField(
        label=_("Lý do"),
        help_text=_("Lý do được lưu lại; cơ sở và các đơn vị cấp trên đều xem được."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Hãy ghi lý do gia hạn.")},
    )


class PhoneForm(forms.Form):
    """Where a facility's reminders go."""

    phone = forms.CharField(
        label=_("Số điện thoại nhận tin nhắn nhắc nhập liệu"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel", "data-width": "20"}),
        error_messages={"required": _("Hãy nhập số điện thoại.")},
    )
