"""Whom a session invites: what a clerk chooses, and how the choice and the order are told."""

from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from sotiem.campaigns.models import VaccinationSession
from sotiem.places.models import AdministrativeUnit
from sotiem.portals.registering import words
from sotiem.registrations.facts import Chosen
from sotiem.registrations.models import Calling, Registration
from sotiem.registrations.queries import organizations_at, places_at
from sotiem.vaccines.queries import known_vaccines, priority_groups

HOURS: Final = (6, 12, 24, 48)
OLDEST: Final = 130
LONGEST: Final = 3_650
ANYBODY: Final = _("Tất cả")
_WRONG_CHOICE: Final = {"invalid_choice": _("Hãy chọn trong danh sách.")}


def _number(label: Any, most: int, message: Any, hint: Any = "") -> forms.IntegerField:
    codes = ("invalid", "min_value", "max_value")
    return forms.IntegerField(
        label=label,
        help_text=hint,
        required=False,
        min_value=0,
        max_value=most,
        error_messages=dict.fromkeys(codes, message),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "data-width": "3"}),
    )


class CallForm(forms.Form):
    """How long somebody may think about it, and who is asked."""

    hours = forms.TypedChoiceField(
        label=_("Người được mời trả lời trong"),
        coerce=int,
        initial=24,
        error_messages={
            "required": _("Hãy chọn thời gian trả lời."),
            "invalid_choice": _("Hãy chọn thời gian trả lời."),
        },
    )
    groups = forms.TypedMultipleChoiceField(
        label=_("Nhóm ưu tiên"),
        help_text=_("Không chọn nhóm nào là mời tất cả các nhóm."),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages=_WRONG_CHOICE,
    )
    commune = forms.TypedChoiceField(
        label=_("Phường, xã, đặc khu đang ở"),
        required=False,
        coerce=int,
        empty_value=None,
        error_messages=_WRONG_CHOICE,
    )
    address = forms.CharField(
        label=_("Địa chỉ có chữ"),
        help_text=_("Ví dụ: Khu phố 2"),
        required=False,
        max_length=100,
        error_messages={"max_length": _("Không quá 100 ký tự.")},
    )
    age_from = _number(_("Từ tuổi"), OLDEST, _("Hãy ghi số tuổi, từ 0 đến 130."))
    age_to = _number(_("Đến tuổi"), OLDEST, _("Hãy ghi số tuổi, từ 0 đến 130."))
    next_dose = forms.TypedChoiceField(
        label=_("Mũi sắp tiêm"),
        required=False,
        coerce=int,
        empty_value=None,
        error_messages=_WRONG_CHOICE,
    )
    last_vaccine = forms.ChoiceField(
        label=_("Vắc xin của mũi gần nhất"), required=False, error_messages=_WRONG_CHOICE
    )
    due_days = _number(
        _("Mũi gần nhất cách ngày tiêm ít nhất (ngày)"),
        LONGEST,
        _("Hãy ghi số ngày, từ 0 đến 3.650."),
        _("Khoảng cách tối thiểu của vắc xin luôn được giữ."),
    )
    organization = forms.ChoiceField(
        label=_("Đơn vị đã đăng ký cho người của mình"),
        required=False,
        error_messages=_WRONG_CHOICE,
    )

    def __init__(
        self, *args: Any, session: VaccinationSession, calling: Calling | None, **options: Any
    ) -> None:
        kept = Chosen.read(calling.chosen) if calling else Chosen()
        initial = {**kept.kept(), "commune": kept.commune_id}
        if calling is not None:
            initial["hours"] = calling.answer_hours
        super().__init__(*args, **{**options, "initial": initial})
        places, facility = places_at(session.facility), session.facility
        offered: dict[str, list[tuple[Any, Any]]] = {
            "hours": [
                (each, ngettext("%(count)s giờ", "%(count)s giờ", each) % {"count": each})
                for each in HOURS
            ],
            "groups": [(each.code, words.group_name(each)) for each in priority_groups()],
            "commune": [("", ANYBODY), *((each.pk, each.full_name) for each in places)],
            "next_dose": [
                ("", ANYBODY),
                *((number, dose_in_words(number)) for number in range(1, 5)),
            ],
            "last_vaccine": [
                ("", ANYBODY),
                *(
                    (each.code, each.name_vi)
                    for each in known_vaccines().values()
                    if each.disease_id == session.vaccine.disease_id
                ),
            ],
            "organization": [
                ("", ANYBODY),
                *((each.code, each.name) for each in organizations_at(facility)),
            ],
        }
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        youngest, oldest = cleaned.get("age_from"), cleaned.get("age_to")
        if youngest is not None and oldest is not None and youngest > oldest:
            self.add_error("age_to", _("Tuổi này phải lớn hơn hoặc bằng tuổi bắt đầu."))
        return cleaned

    @property
    def chosen(self) -> Chosen:
        said = self.cleaned_data
        return Chosen(
            groups=tuple(said["groups"]),
            commune_id=said["commune"],
            address=said["address"].strip(),
            age_from=said["age_from"],
            age_to=said["age_to"],
            next_dose=said["next_dose"],
            last_vaccine=said["last_vaccine"],
            due_days=said["due_days"],
            organization=said["organization"],
        )


def dose_in_words(number: int) -> str:
    return gettext("Mũi %(number)s") % {"number": number}


def chosen_in_words(chosen: Chosen) -> list[str]:
    """What was chosen, for the page that says whom the waves invite."""
    told = []
    if chosen.groups:
        told.append(gettext("nhóm %(groups)s") % {"groups": ", ".join(map(str, chosen.groups))})
    if chosen.commune_id is not None:
        unit = AdministrativeUnit.objects.filter(pk=chosen.commune_id).first()
        told.append(unit.full_name if unit else "")
    if chosen.address:
        told.append(f"“{chosen.address}”")
    if chosen.age_from is not None:
        told.append(gettext("từ %(age)s tuổi") % {"age": chosen.age_from})
    if chosen.age_to is not None:
        told.append(gettext("đến %(age)s tuổi") % {"age": chosen.age_to})
    if chosen.next_dose is not None:
        told.append(dose_in_words(chosen.next_dose).lower())
    if chosen.last_vaccine:
        told.append(gettext("mũi gần nhất: %(vaccine)s") % {"vaccine": chosen.last_vaccine})
    if chosen.due_days is not None:
        told.append(gettext("cách mũi gần nhất ít nhất %(days)s ngày") % {"days": chosen.due_days})
    if chosen.organization:
        told.append(chosen.organization)
    return told


def reason_in_words(one: Registration) -> str:
    """Why somebody stands where she stands."""
    at = timezone.localtime(one.line_at)
    facts = {"group": one.group.code, "at": f"{at:%H:%M %d/%m/%Y}"}
    if one.line_at == one.registered_at:
        return gettext("nhóm %(group)s, đăng ký %(at)s") % facts
    return gettext("nhóm %(group)s, xếp lại sau một lời mời, %(at)s") % facts
