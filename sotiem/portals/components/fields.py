"""How a form's fields become controls, and the fields that forms share: a day, a telephone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.forms import BoundField
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from sotiem.identity import PhoneNumber
from sotiem.portals.components.problems import read

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as StrOrPromise

DAY_FORMATS: Final = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %m %Y", "%d%m%Y")

EXAMPLE: Final = _("Ví dụ: 03/04/2022")

_CLASSES: Final = {
    "text": "govuk-input",
    "textarea": "govuk-textarea",
    "select": "govuk-select",
    "file": "st-file",
}


class PhoneField(forms.CharField):
    """A telephone as people write it, cleaned to the ten digits of today; empty where none is said.

    `own` is the telephone of whoever types, which the browser knows.
    """

    def __init__(self, *, own: bool = True, **options: Any) -> None:
        self.own = own
        super().__init__(
            max_length=40,
            error_messages={
                "required": _("Hãy ghi số điện thoại."),
                "max_length": _("Số này quá dài. Hãy xem lại."),
            },
            **options,
        )

    def clean(self, value: Any) -> str:
        said = super().clean(value)
        return str(read(lambda: PhoneNumber.parse(said))) if said else ""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        known = {"autocomplete": "tel"} if self.own else {}
        attrs = {"inputmode": "tel", "data-width": "20", **known}
        return {**super().widget_attrs(widget), **attrs}


class DayField(forms.DateField):
    """A day typed as one text, day first."""

    widget = forms.TextInput

    def __init__(self, *, help_text: StrOrPromise = EXAMPLE, **options: Any) -> None:
        super().__init__(
            input_formats=list(DAY_FORMATS),
            help_text=help_text,
            error_messages={
                "required": _("Hãy nhập ngày, ví dụ 03/04/2022."),
                "invalid": _("Hãy nhập một ngày có trong lịch, theo thứ tự ngày/tháng/năm."),
                **options.pop("error_messages", {}),
            },
            **options,
        )

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%d/%m/%Y}" if hasattr(value, "strftime") else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "inputmode": "numeric", "data-width": "10"}


def kind_of(field: BoundField) -> str:
    """Name the shape of control that a field's widget asks for."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return "checkboxes"
    if isinstance(widget, forms.RadioSelect):
        return "radios"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, forms.FileInput):
        return "file"
    if isinstance(widget, forms.Select):
        return "select"
    if isinstance(widget, forms.Textarea):
        return "textarea"
    return "hidden" if field.is_hidden else "text"


def anchor(field: BoundField) -> str:
    """Name the control that a link from the error summary should land on."""
    return field.id_for_label or f"{field.auto_id}_0"


def described_by(field: BoundField, *, has_hint: bool, has_note: bool = False) -> str:
    """List the ids of the texts that explain a field, in reading order."""
    shown = (("hint", has_hint), ("note", has_note), ("error", bool(field.errors)))
    return " ".join(f"{field.auto_id}-{part}" for part, present in shown if present)


def draw(
    field: BoundField, *, has_hint: bool, has_note: bool, attrs: Mapping[str, str]
) -> SafeString:
    """Draw the control of a field, tied to its hint, its note and its error."""
    kind = kind_of(field)
    css = _CLASSES.get(kind, "")
    widget = field.field.widget
    given: dict[str, Any] = {
        name.replace("_", "-"): value for name, value in attrs.items() if value not in ("", None)
    }
    width = given.pop("width", "") or widget.attrs.get("data-width", "")
    classes = [css, f"{css}--error" if field.errors else "", f"govuk-input--width-{width}"]
    given["class"] = " ".join(classes if width else classes[:2]).strip()
    given["aria-describedby"] = described_by(field, has_hint=has_hint, has_note=has_note) or False
    return field.as_widget(attrs=given)
