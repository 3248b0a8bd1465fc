"""What somebody changes of a registration: the wish, or that there is one."""

from datetime import date, timedelta
from typing import Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sotiem.portals.components.fields import DayField
from sotiem.portals.registering import words
from sotiem.registrations.facts import PartOfDay, Wish
from sotiem.registrations.models import Registration
from sotiem.registrations.states import WithdrawnBecause

FARTHEST: Final = timedelta(days=365)


class WishForm(forms.Form):
    """When somebody would like to come."""

    not_before = DayField(
        label=_("Bạn muốn tiêm từ ngày nào?"),
        help_text=_("Cơ sở mời bạn vào ngày này hoặc sau đó. Ví dụ: 03/04/2022"),
        initial=timezone.localdate,
    )
    part_of_day = forms.ChoiceField(
        label=_("Bạn đi tiêm được vào lúc nào?"),
        choices=list(words.PARTS.items()),
        initial=PartOfDay.ANY.value,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Hãy chọn một buổi, hoặc cả ngày."),
            "invalid_choice": _("Hãy chọn một buổi, hoặc cả ngày."),
        },
    )

    def clean_not_before(self) -> date:
        wanted: date = self.cleaned_data["not_before"]
        today = timezone.localdate()
        if wanted < today:
            raise forms.ValidationError(_("Ngày này đã qua. Hãy chọn từ hôm nay trở đi."))
        if wanted > today + FARTHEST:
            raise forms.ValidationError(_("Ngày này xa quá một năm. Hãy chọn ngày gần hơn."))
        return wanted

    @property
    def wish(self) -> Wish:
        return Wish(
            not_before=self.cleaned_data["not_before"],
            part_of_day=PartOfDay(self.cleaned_data["part_of_day"]),
        )


def wish_of(registration: Registration) -> dict[str, object]:
    """The wish as it stands; of a day that is past, today."""
    day = max(registration.not_before, timezone.localdate())
    return {"not_before": day, "part_of_day": registration.part_of_day}


class WithdrawalForm(forms.Form):
    """Why somebody will not come."""

    because = forms.ChoiceField(
        label=_("Vì sao bạn rút đăng ký?"),
        choices=list(words.BECAUSE.items()),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Hãy chọn một lý do."),
            "invalid_choice": _("Hãy chọn một lý do."),
        },
    )

    @property
    def reason(self) -> WithdrawnBecause:
        return WithdrawnBecause(self.cleaned_data["because"])
