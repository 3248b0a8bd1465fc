"""What a clerk types of one dose, read into the words of the module that records it."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, time
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sotiem.campaigns.facts import CautionCode, EntrySaid
from sotiem.campaigns.models import VaccinationSession
from sotiem.foundation.identifiers import new_submission_key
from sotiem.identity import (
    ArmyNumber,
    Cccd,
    Cmnd,
    InvalidIdentity,
    PartialDate,
    PersonName,
    PhoneNumber,
    parse_national_number,
)
from sotiem.patients.facts import PatientFacts
from sotiem.portals.components.problems import SENTENCES
from sotiem.portals.session.caution_words import SEXES

SOMEONE_NEW: Final = "new"
_EIGHT_DIGITS: Final = re.compile(r"(\d\d)(\d\d)(\d{4})", re.ASCII)
_TIME: Final = re.compile(r"(\d{1,2})[:hg.]?(\d\d)", re.ASCII)
_STALE: Final = _("Trang này đã cũ. Hãy tải lại trang rồi thử lần nữa.")
_TOO_LONG: Final = _("Nội dung này quá dài. Hãy viết gọn lại.")


class EntryForm(forms.Form):
    """One dose as it is typed, scanned, or sent later."""

    client_id = forms.UUIDField(
        widget=forms.HiddenInput,
        initial=new_submission_key,
        error_messages={"required": _STALE, "invalid": _STALE},
    )
    appointment = forms.UUIDField(widget=forms.HiddenInput, required=False)
    patient = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    accepted = forms.MultipleChoiceField(
        choices=[(code.value, code.value) for code in CautionCode],
        widget=forms.MultipleHiddenInput,
        required=False,
    )
    full_name = forms.CharField(
        label=_("Họ và tên"),
        max_length=200,
        error_messages={"required": _("Hãy ghi họ và tên."), "max_length": _TOO_LONG},
    )
    birth_date = forms.CharField(
        label=_("Ngày sinh"),
        max_length=20,
        widget=forms.TextInput(attrs={"data-width": "10", "aria-describedby": "born-hint"}),
        error_messages={"required": _("Hãy ghi ngày sinh."), "max_length": _TOO_LONG},
    )
    sex = forms.ChoiceField(
        label=_("Giới tính"),
        choices=[("", _("Chưa rõ")), *SEXES.items()],
        required=False,
        error_messages={"invalid_choice": _("Hãy chọn Nữ, Nam hoặc Khác.")},
    )
    cccd = forms.CharField(
        label=_("Số căn cước"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"max_length": _TOO_LONG},
    )
    cmnd = forms.CharField(
        label=_("Số CMND"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"max_length": _TOO_LONG},
    )
    phone = forms.CharField(
        label=_("Điện thoại"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
        error_messages={"max_length": _TOO_LONG},
    )
    address = forms.CharField(
        label=_("Nơi ở"),
        max_length=300,
        required=False,
        error_messages={"max_length": _TOO_LONG},
    )
    lot_number = forms.CharField(
        label=_("Số lô"),
        max_length=30,
        widget=forms.TextInput(attrs={"list": "lots", "data-width": "10"}),
        error_messages={"required": _("Hãy ghi số lô."), "max_length": _TOO_LONG},
    )
    given_at = forms.CharField(
        label=_("Giờ tiêm"),
        max_length=5,
        widget=forms.TextInput(attrs={"data-width": "5"}),
        error_messages={
            "required": _("Hãy ghi giờ tiêm, ví dụ 14:05."),
            "max_length": _("Hãy ghi giờ tiêm, ví dụ 14:05."),
        },
    )
    slip_number = forms.CharField(
        label=_("Số phiếu"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"data-width": "5"}),
        error_messages={"max_length": _TOO_LONG},
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, of: VaccinationSession, **options: Any
    ) -> None:
        self.session = of
        super().__init__(data, auto_id="id_%s", **options)
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"

    def clean_full_name(self) -> str:
        return _read(lambda: PersonName.parse(self.cleaned_data["full_name"]))

    def clean_birth_date(self) -> str:
        text = self.cleaned_data["birth_date"].strip()
        if digits := _EIGHT_DIGITS.fullmatch(text):
            text = "/".join(digits.groups())
        return _read(lambda: PartialDate.parse(text, today=timezone.localdate()))

    def clean_cccd(self) -> str:
        text = self.cleaned_data["cccd"]
        return _read(lambda: Cccd.parse(text)) if text else ""

    def clean_cmnd(self) -> str:
        """The number of an older paper; a personal number goes into its own field."""
        text = self.cleaned_data["cmnd"]
        if not text:
            return ""
        number = _parsed(lambda: parse_national_number(text))
        if not isinstance(number, Cmnd | ArmyNumber):
            raise forms.ValidationError(_("Số này có 12 chữ số: hãy ghi vào ô Số căn cước."))
        return str(number)

    def clean_phone(self) -> str:
        text = self.cleaned_data["phone"]
        return _read(lambda: PhoneNumber.parse(text)) if text else ""

    def clean_given_at(self) -> datetime:
        """A time of the session's day; the moment it is typed belongs to the minute."""
        written = _TIME.fullmatch(self.cleaned_data["given_at"].strip())
        hour, minute = (int(part) for part in written.groups()) if written else (24, 0)
        if hour > 23 or minute > 59:
            raise forms.ValidationError(_("Hãy ghi giờ tiêm, ví dụ 14:05."))
        return timezone.make_aware(datetime.combine(self.session.held_on, time(hour, minute)))

    def clean_patient(self) -> UUID | str | None:
        chosen = self.cleaned_data["patient"]
        if chosen in ("", SOMEONE_NEW):
            return chosen or None
        try:
            return UUID(chosen)
        except ValueError:
            raise forms.ValidationError(_STALE) from None

    def said(self, *, is_offline: bool = False, client_id: UUID | None = None) -> EntrySaid:
        """The dose as it is said, once everything could be read."""
        typed = self.cleaned_data
        chosen = typed["patient"]
        return EntrySaid(
            client_id=client_id or typed["client_id"],
            appointment=typed["appointment"],
            patient=chosen if isinstance(chosen, UUID) else None,
            is_new=chosen == SOMEONE_NEW,
            person=PatientFacts(
                full_name=typed["full_name"],
                birth_date=typed["birth_date"],
                sex=typed["sex"],
                phone=typed["phone"],
                cccd=typed["cccd"],
                cmnd=typed["cmnd"],
                address=" ".join(typed["address"].split()),
            ),
            lot_number=typed["lot_number"],
            given_at=typed["given_at"],
            slip_number=typed["slip_number"].strip(),
            accepted=frozenset(typed["accepted"]),
            is_offline=is_offline,
        )


def typed_of(person: Mapping[str, Any]) -> dict[str, str]:
    """What is known of a person, as the form shows it."""
    born = person.get("birth_date") or ""
    return {
        **{key: person.get(key) or "" for key in ("full_name", "sex", "cccd", "cmnd", "phone")},
        "address": person.get("address") or "",
        "birth_date": PartialDate.from_iso(born).vietnamese if born else "",
    }


def _parsed(parse: Callable[[], Any]) -> Any:
    try:
        return parse()
    except InvalidIdentity as problem:
        raise forms.ValidationError(str(SENTENCES[problem.code])) from None


def _read(parse: Callable[[], Any]) -> str:
    return str(_parsed(parse))
