"""What citizens say is wrong: one form per kind of report."""

from dataclasses import replace
from datetime import date
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from sotiem.corrections.facts import Claims, DoseClaim, PersonClaim
from sotiem.corrections.operations.keep_photos import LARGEST_FILE
from sotiem.doses.models import DoseVersion
from sotiem.foundation.identifiers import new_submission_key
from sotiem.places.facts import Version
from sotiem.places.queries import provinces
from sotiem.portals.citizen.forms import PersonForm, national_number
from sotiem.portals.citizen.words import vaccine_name, vaccine_of
from sotiem.portals.components.facilities import find_facility
from sotiem.portals.components.fields import DayField
from sotiem.vaccines.queries import vaccines

ACCEPTED: Final = "image/jpeg,image/png,image/webp"

_OLD_PAGE: Final = _("Trang này không còn dùng được. Hãy mở lại trang rồi gửi lại.")
STALE: Final = _("Mũi tiêm này vừa được cập nhật. Hãy mở lại trang này từ hồ sơ rồi báo lại.")


class PhotosInput(forms.FileInput):
    """A control that takes several files."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class PhotosField(forms.FileField):
    """Some photos; their content is checked where they are kept."""

    widget = PhotosInput

    def clean(self, data: Any, initial: Any = None) -> list[tuple[str, bytes]]:
        """Read each file, of one that is too large only enough to see that it is."""
        files: list[UploadedFile[Any]] = [file for file in (data or []) if file]
        return [(file.name or "", file.read(LARGEST_FILE + 1)) for file in files]


class ReportForm(forms.Form):
    """What every report carries. Subclasses put what is claimed before it."""

    submission_key = forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"required": _OLD_PAGE, "invalid": _OLD_PAGE}
    )
    photos = PhotosField(
        label=_("Ảnh phiếu tiêm"),
        help_text=_(
            "1 đến 3 ảnh chụp phiếu xác nhận tiêm, JPEG, PNG hoặc WebP, mỗi ảnh không quá 10 MB. "
            "Không gửi ảnh căn cước."
        ),
        required=False,
        widget=PhotosInput(attrs={"accept": ACCEPTED}),
    )
    story = forms.CharField(
        label=_("Bạn muốn nói thêm điều gì?"),
        required=False,
        max_length=1000,
        error_messages={"max_length": _("Xin viết ngắn gọn, không quá 1000 ký tự.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    order: tuple[str, ...] = ()

    def __init__(self, *args: Any, needs_photo: bool, kept_photos: int = 0, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["submission_key"].initial = new_submission_key
        self.fields["photos"].required = needs_photo
        self.tell_kept(kept_photos)
        self.order_fields(self.order)

    def tell_kept(self, photos: int) -> None:
        """Say that photos sent before are safe, and need not be sent again."""
        if photos:
            self.fields["photos"].required = False
            self["photos"].help_text = ngettext(
                "Đã giữ %(count)s ảnh bạn gửi lúc trước. Chỉ chọn lại nếu muốn thay các ảnh đó.",
                "Đã giữ %(count)s ảnh bạn gửi lúc trước. Chỉ chọn lại nếu muốn thay các ảnh đó.",
                photos,
            ) % {"count": photos}

    def clean_photos(self) -> list[tuple[str, bytes]]:
        photos: list[tuple[str, bytes]] = self.cleaned_data["photos"]
        if self.fields["photos"].required and not photos:
            raise forms.ValidationError(_("Hãy chọn ít nhất một ảnh phiếu tiêm."))
        return photos

    def claims(self, phone: str) -> Claims:
        """What is said, once the form is valid; `phone` is the sender's."""
        return Claims()


class NeverReceivedForm(ReportForm):
    """A dose on record that the person did not receive: there may be no slip to show."""

    order = ("story", "photos")


class DoseForm(ReportForm):
    """A dose: vaccine, day, lot and place as on the slip."""

    vaccine = forms.ChoiceField(
        label=_("Vắc xin"),
        error_messages={
            "required": _("Hãy chọn vắc xin ghi trên phiếu."),
            "invalid_choice": _("Hãy chọn một vắc xin trong danh sách."),
        },
    )
    administered_on = DayField(label=_("Ngày tiêm"))
    lot_number = forms.CharField(
        label=_("Số lô"),
        required=False,
        max_length=30,
        error_messages={"max_length": _("Số lô không quá 30 ký tự. Hãy xem lại trên phiếu.")},
        widget=forms.TextInput(attrs={"data-width": "10", "spellcheck": "false"}),
    )
    place = forms.CharField(
        label=_("Nơi tiêm"),
        help_text=_("Tên cơ sở như trên phiếu, ví dụ: Trạm Y tế phường Bến Nghé."),
        max_length=200,
        error_messages={
            "required": _("Hãy ghi nơi tiêm như trên phiếu."),
            "max_length": _("Nơi tiêm không quá 200 ký tự."),
        },
        widget=forms.TextInput(attrs={"list": "facilities", "autocomplete": "off"}),
    )
    order: tuple[str, ...] = (
        "vaccine",
        "administered_on",
        "lot_number",
        "place",
        "photos",
        "story",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["vaccine"]
        assert isinstance(field, forms.ChoiceField)
        self.vaccines = {each.code: each for each in vaccines()}
        field.choices = [
            ("", gettext("Chọn vắc xin")),
            *((code, vaccine_name(each)) for code, each in self.vaccines.items()),
        ]

    def clean_administered_on(self) -> date:
        day: date = self.cleaned_data["administered_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(
                _("Ngày tiêm ở sau ngày hôm nay. Hãy xem lại ngày tiêm trên phiếu.")
            )
        return day

    def clean_lot_number(self) -> str:
        return _plain_lot(self.cleaned_data["lot_number"])

    def claims(self, phone: str) -> Claims:
        facility_id = find_facility(self.cleaned_data["place"])
        dose = DoseClaim(
            vaccine_id=self.vaccines[self.cleaned_data["vaccine"]].pk,
            administered_on=self.cleaned_data["administered_on"],
            lot_number=self.cleaned_data["lot_number"],
            facility_id=facility_id,
            place=None if facility_id else self.cleaned_data["place"],
        )
        return Claims(dose=dose)


class WrongDoseForm(DoseForm):
    """A dose on record, to be put right: what is recorded stands in each field and beside it."""

    seen = forms.IntegerField(
        widget=forms.HiddenInput, error_messages={"required": STALE, "invalid": STALE}
    )

    def __init__(self, *args: Any, version: DoseVersion, **options: Any) -> None:
        self.version = version
        self.recorded = {
            "vaccine": version.vaccine.code,
            "administered_on": version.administered_on,
            "lot_number": _plain_lot(version.lot_number),
            "place": place_of(version),
        }
        initial = {**self.recorded, "seen": version.number}
        super().__init__(*args, initial=initial, **options)
        self.fields["place"].required = bool(self.recorded["place"])
        shown = {
            **self.recorded,
            "vaccine": vaccine_of(version),
            "administered_on": f"{version.administered_on:%d/%m/%Y}",
        }
        for name, value in shown.items():
            self.fields[name].help_text = gettext("Hồ sơ đang ghi: %(value)s") % {
                "value": value or gettext("chưa có")
            }

    def clean_seen(self) -> int:
        """What was not typed must not undo what was put right since the page was opened."""
        seen: int = self.cleaned_data["seen"]
        if seen != self.version.number:
            raise forms.ValidationError(STALE)
        return seen

    def claims(self, phone: str) -> Claims:
        """Only what differs from the record is claimed."""
        said = {
            name: self.cleaned_data[name]
            for name, recorded in self.recorded.items()
            if self.cleaned_data[name] != recorded
        }
        place = said.get("place")
        facility_id = find_facility(place) if place else None
        dose = DoseClaim(
            vaccine_id=self.vaccines[said["vaccine"]].pk if "vaccine" in said else None,
            administered_on=said.get("administered_on"),
            lot_number=said.get("lot_number"),
            facility_id=facility_id,
            place=None if facility_id else place,
        )
        return Claims(dose=dose)


class NothingRecordedForm(PersonForm, DoseForm):
    """Someone not on record, and a dose she received."""

    cccd = forms.CharField(
        label=_("Số CCCD hoặc CMND"),
        required=False,
        max_length=40,
        error_messages={"max_length": _("Số này quá dài. Hãy xem lại.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "data-width": "20"}),
    )
    province = forms.ChoiceField(
        label=_("Tỉnh, thành phố nơi bạn ở"),
        help_text=_("Để phản ánh đến đúng cơ quan xử lý."),
        error_messages={
            "required": _("Hãy chọn tỉnh, thành phố."),
            "invalid_choice": _("Hãy chọn một tỉnh, thành phố trong danh sách."),
        },
    )
    order = ("full_name", "birth_date", "cccd", "province", *DoseForm.order)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["province"]
        assert isinstance(field, forms.ChoiceField)
        self.units = {unit.code: unit for unit in provinces(Version.NEW)}
        field.choices = [
            ("", gettext("Chọn tỉnh, thành phố")),
            *((code, unit.name) for code, unit in self.units.items()),
        ]

    def clean_cccd(self) -> dict[str, str]:
        return national_number(self.cleaned_data["cccd"])

    def claims(self, phone: str) -> Claims:
        person = PersonClaim(
            full_name=self.cleaned_data["full_name"],
            birth_date=self.cleaned_data["birth_date"],
            phone=phone,
            unit_id=self.units[self.cleaned_data["province"]].pk,
            **self.cleaned_data["cccd"],
        )
        return replace(super().claims(phone), person=person)


def place_of(version: DoseVersion) -> str:
    """Where a dose was given: the facility's name, or the place as it was told."""
    return version.facility.name if version.facility else version.place


def _plain_lot(text: str) -> str:
    return "".join(text.upper().split())
