"""What a member of staff reads off papers, and what an officer and an old number say."""

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from sotiem.phone_changes.facts import Papers
from sotiem.portals.citizen.forms import PersonForm, national_number
from sotiem.portals.components.facilities import find_facility
from sotiem.portals.components.fields import DayField, PhoneField
from sotiem.portals.phones import words

_LONG: Final = _("Hãy viết gọn trong 500 ký tự.")


class PapersForm(PersonForm):
    """What stands on the identity paper and on the slip."""

    number = forms.CharField(
        label=_("Số CCCD hoặc CMND"),
        help_text=_("Trẻ em chưa có thì để trống."),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "data-width": "20"}),
    )
    administered_on = DayField(label=_("Ngày tiêm trên phiếu"), required=False)
    facility = forms.CharField(
        label=_("Nơi tiêm"),
        help_text=_("Mã hoặc tên cơ sở, như trên phiếu."),
        required=False,
        max_length=200,
    )
    lot_number = forms.CharField(
        label=_("Số lô"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"data-width": "10", "spellcheck": "false"}),
    )
    slip_number = forms.CharField(
        label=_("Số phiếu"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"data-width": "10", "spellcheck": "false"}),
    )

    def clean_number(self) -> dict[str, str]:
        return national_number(self.cleaned_data["number"])

    def clean_facility(self) -> int | None:
        text = self.cleaned_data["facility"].strip()
        found = find_facility(text) if text else None
        if text and found is None:
            raise forms.ValidationError(_("Không có cơ sở này. Hãy ghi mã, hoặc tên đầy đủ."))
        return found

    def papers(self) -> Papers:
        said = self.cleaned_data
        return Papers(
            full_name=said["full_name"],
            birth_date=said["birth_date"],
            numbers=said["number"],
            administered_on=said["administered_on"],
            facility_id=said["facility"],
            lot_number=said["lot_number"].strip(),
            slip_number=said["slip_number"].strip(),
        )


class NewPhoneForm(forms.Form):
    """Which paper was shown, why, and the number from now on."""

    paper = forms.ChoiceField(
        label=_("Người dân đã xuất trình giấy tờ nào?"),
        help_text=_("Chỉ xem và đối chiếu người với giấy. Không chụp, không giữ bản sao."),
        choices=list(words.PAPERS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn giấy tờ đã xem.")},
    )
    because = forms.ChoiceField(
        label=_("Vì sao đổi số?"),
        choices=list(words.BECAUSE.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn lý do.")},
    )
    phone = PhoneField(
        label=_("Số điện thoại mới"),
        help_text=_("Máy đang ở trong tay người dân: mã xác thực được gửi đến số này."),
        own=False,
    )


class ObjectionForm(forms.Form):
    """Why an old number says no; it need not say anything."""

    words = forms.CharField(
        label=_("Bạn muốn nói thêm điều gì?"),
        help_text=_("Ví dụ: Đây là số của tôi, tôi không nhờ ai đổi."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _LONG},
    )


class DecisionForm(forms.Form):
    """Which number, and why."""

    choice = forms.ChoiceField(
        label=_("Từ nay số nào mở hồ sơ?"),
        choices=[("new", _("Số mới")), ("old", _("Số cũ, như trước khi đổi"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn số mới hay số cũ.")},
    )
    reason = forms.CharField(
        label=_("Lý do"),
        help_text=_("Người có hồ sơ đọc được lý do này."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Hãy ghi lý do."), "max_length": _LONG},
    )
