"""A living page of every component in every state, for those who build pages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sotiem.portals.components.comparison import Comparison, compare
from sotiem.portals.components.fields import DayField

NOW: Final = datetime(2026, 3, 14, 2, 30, tzinfo=UTC)


class Sampler(forms.Form):
    """One field of every kind."""

    name = forms.CharField(
        label=gettext_lazy("Họ và tên"),
        help_text=gettext_lazy("Viết có dấu, như trên giấy tờ."),
        error_messages={"required": gettext_lazy("Hãy nhập họ và tên.")},
    )
    born_on = DayField(label=gettext_lazy("Ngày sinh"))
    vaccine = forms.ChoiceField(
        label=gettext_lazy("Vắc xin"),
        choices=[("", "–"), ("a", "Hexaxim"), ("b", "Infanrix Hexa")],
        required=False,
    )
    wrong = forms.ChoiceField(
        label=gettext_lazy("Điều gì chưa đúng?"),
        choices=[
            ("date", gettext_lazy("Ngày tiêm")),
            ("lot", gettext_lazy("Số lô")),
            ("missing", gettext_lazy("Thiếu một mũi tiêm")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Hãy chọn điều chưa đúng.")},
    )
    papers = forms.MultipleChoiceField(
        label=gettext_lazy("Giấy tờ đang có"),
        choices=[
            ("slip", gettext_lazy("Phiếu tiêm")),
            ("book", gettext_lazy("Sổ tiêm chủng")),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    photo = forms.FileField(
        label=gettext_lazy("Ảnh phiếu tiêm"),
        help_text=gettext_lazy("Chụp thẳng, đủ sáng, thấy rõ bốn góc."),
        error_messages={"required": gettext_lazy("Hãy chọn ảnh phiếu tiêm.")},
    )
    note = forms.CharField(
        label=gettext_lazy("Ghi chú"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    agree = forms.BooleanField(
        label=gettext_lazy("Tôi cam đoan thông tin trên là đúng"),
        error_messages={"required": gettext_lazy("Hãy đánh dấu để xác nhận.")},
    )


def _comparison() -> Comparison:
    return compare(
        [_("Hồ sơ đang ghi"), _("Người dân khai"), _("CSDL dân cư")],
        [
            (_("Họ và tên"), ["Trần Bửu Lộc", "Trần Bảo Lộc", "Trần Bảo Lộc"]),
            (_("Ngày tiêm"), ["03/04/2022", "04/03/2022", None]),
            (_("Vắc xin"), ["Hexaxim", "Hexaxim", "Hexaxim"]),
        ],
    )


def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component; mounted only where the system is shown or tested."""
    invalid = Sampler({"born_on": "30/02/2022"}, auto_id="bad_%s")
    shown: dict[str, Any] = {
        "form": Sampler(initial={"vaccine": "a", "wrong": "date", "papers": ["slip"]}),
        "invalid": invalid,
        "comparison": _comparison(),
        "hints": {"missing": _("Bạn đã tiêm nhưng không thấy trong hồ sơ.")},
        "now": NOW,
        "due_at": NOW + timedelta(hours=31),
        "soon_at": NOW + timedelta(hours=5),
        "late_at": NOW - timedelta(hours=9),
        "signed_in_name": "Nguyễn Thị Hoà",
        "sign_out_url": request.path,
        "area_name": _("Trang mẫu"),
    }
    return render(request, "components/gallery.html", shown)
