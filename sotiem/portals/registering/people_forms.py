"""What is written of one of an organization's people: added, taken out, or taking over herself."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sotiem.identity import PartialDate
from sotiem.portals.components.problems import read
from sotiem.portals.registering import words
from sotiem.portals.registering.organization_forms import key_field, offer
from sotiem.registrations.states import SAID_BY_ORGANIZATION, WithdrawnBecause
from sotiem.vaccines.queries import priority_groups


class TakeOutForm(forms.Form):
    """Why somebody is taken out; never her health."""

    because = forms.ChoiceField(
        label=_("Vì sao đưa người này ra khỏi danh sách?"),
        choices=[(each.value, words.SAID_BY_ORGANIZATION[each]) for each in SAID_BY_ORGANIZATION],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Hãy chọn một lý do."),
            "invalid_choice": _("Hãy chọn một lý do."),
        },
    )

    @property
    def reason(self) -> WithdrawnBecause:
        return WithdrawnBecause(self.cleaned_data["because"])


class PersonOfOrganizationForm(forms.Form):
    """One more person; what is written is judged as a row of the file is."""

    submission_key = key_field()
    full_name = forms.CharField(
        label=_("Họ và tên"),
        max_length=200,
        error_messages={
            "required": _("Hãy ghi họ và tên."),
            "max_length": _("Họ và tên không quá 80 ký tự. Hãy xem lại."),
        },
    )
    birth_date = forms.CharField(
        label=_("Ngày sinh"),
        max_length=40,
        help_text=_("Ví dụ: 03/04/1987. Nếu giấy tờ chỉ ghi năm sinh, hãy ghi năm."),
        error_messages={"required": _("Hãy ghi ngày sinh.")},
        widget=forms.TextInput(attrs={"data-width": "10"}),
    )
    sex = forms.ChoiceField(
        label=_("Giới tính"),
        choices=[("Nữ", _("Nữ")), ("Nam", _("Nam"))],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Hãy chọn nữ hoặc nam."),
            "invalid_choice": _("Hãy chọn nữ hoặc nam."),
        },
    )
    phone = forms.CharField(
        label=_("Số điện thoại của người này"),
        max_length=40,
        help_text=_("Người này nhận tin nhắn, tự quản lý hoặc rút đăng ký bằng số của mình."),
        error_messages={"required": _("Hãy ghi số điện thoại.")},
        widget=forms.TextInput(attrs={"inputmode": "tel", "data-width": "20"}),
    )
    number = forms.CharField(
        label=_("Số CCCD hoặc CMND"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "data-width": "20"}),
    )
    occupation = forms.CharField(label=_("Nghề nghiệp"), required=False, max_length=100)

    @property
    def cells(self) -> dict[str, str]:
        return {
            key: str(value) for key, value in self.cleaned_data.items() if key != "submission_key"
        }


class TakeOverForm(forms.Form):
    """That one is the person; and the group that one belongs to."""

    birth_date = forms.CharField(
        label=_("Ngày sinh của bạn"),
        help_text=_("Ví dụ: 03/04/1987. Nếu giấy tờ chỉ ghi năm sinh, hãy ghi năm."),
        max_length=20,
        error_messages={
            "required": _("Hãy ghi ngày sinh."),
            "max_length": _("Chưa đọc được ngày sinh. Hãy ghi theo mẫu ngày/tháng/năm."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "bday", "data-width": "10"}),
    )
    group = forms.ChoiceField(
        label=_("Nhóm ưu tiên"),
        help_text=_("Đơn vị không thấy nhóm bạn chọn."),
        error_messages={
            "required": _("Hãy chọn một nhóm. Nếu không thuộc nhóm nào khác, chọn nhóm 16."),
            "invalid_choice": _("Hãy chọn một nhóm trong danh sách."),
        },
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        self.today = today
        super().__init__(*args, **options)
        offer(self, "group", [(str(g.code), words.group_name(g)) for g in priority_groups()])

    def clean_birth_date(self) -> str:
        text = self.cleaned_data["birth_date"]
        return read(lambda: PartialDate.parse(text, today=self.today)).iso
