"""What is said to be wrong of an entry; what is felt after a dose; what was done about it."""

import re
from datetime import date, datetime, time
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sotiem.foundation.identifiers import new_submission_key
from sotiem.portals.aftercare.words import DEEDS, FIELDS, OUTCOMES, REPORTERS, SIGNS
from sotiem.portals.components.fields import DayField
from sotiem.reactions.facts import COMMON, URGENT, Deed, Outcome, Reporter, Said, Sign
from sotiem.readbacks.facts import Field, Seen, Wrong

_TOO_LONG: Final = _("Nội dung này quá dài. Hãy viết gọn lại.")
_STALE: Final = _("Trang này đã cũ. Hãy tải lại trang rồi thử lần nữa.")
_CLOCK: Final = re.compile(r"(\d{1,2})[:hg.]?(\d\d)", re.ASCII)


class SeenForm(forms.Form):
    """Which versions stood on the page."""

    dose = forms.IntegerField(error_messages={"required": _STALE, "invalid": _STALE})
    person = forms.IntegerField(error_messages={"required": _STALE, "invalid": _STALE})

    @property
    def seen(self) -> Seen:
        return Seen(self.cleaned_data["dose"], self.cleaned_data["person"])


def _label(words: Promise) -> Any:
    return words


class WrongForm(forms.Form):
    """Which fields are wrong, each with what is right where somebody likes to say it."""

    fields_wrong = forms.MultipleChoiceField(
        label=_("Chỗ nào sai?"),
        choices=list(FIELDS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _STALE},
    )
    note = forms.CharField(
        label=_("Nói thêm"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": _TOO_LONG},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, words in FIELDS.items():
            if name not in (Field.OTHER, Field.DOSE_NUMBER):
                self.fields[f"right_{name}"] = forms.CharField(
                    label=_label(words), required=False, max_length=100,
                    error_messages={"max_length": _TOO_LONG},
                )  # fmt: skip

    @property
    def rights(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("right_")]

    @property
    def said(self) -> Wrong:
        """What is typed is wrong, ticked or not."""
        ticked, typed = set(self.cleaned_data["fields_wrong"]), self.cleaned_data
        said = {name: typed.get(f"right_{name}", "").strip() for name in Field}
        wrong = {name: text for name, text in said.items() if text or name in ticked}
        return Wrong(wrong, typed["note"].strip())


class KeepForm(forms.Form):
    """Why the entry stays as it is; its person reads this."""

    note = forms.CharField(
        label=_("Giữ nguyên vì sao?"),
        help_text=_("Người được tiêm đọc câu này rồi được hỏi lại."),
        max_length=300,
        error_messages={
            "required": _("Hãy ghi vì sao giữ nguyên."),
            "max_length": _TOO_LONG,
        },
    )


def _signs(of: tuple[Sign, ...]) -> list[tuple[str, Promise]]:
    return [(sign.value, SIGNS[sign]) for sign in of]


class ReactionForm(forms.Form):
    """What somebody feels after a dose; what is urgent stands first."""

    submission_key = forms.UUIDField(
        widget=forms.HiddenInput,
        initial=new_submission_key,
        error_messages={"required": _STALE, "invalid": _STALE},
    )
    urgent = forms.MultipleChoiceField(
        label=_("Có dấu hiệu nào sau đây không? Nếu có, cần được giúp ngay."),
        choices=_signs(URGENT),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _STALE},
    )
    common = forms.MultipleChoiceField(
        label=_("Dấu hiệu thường gặp"),
        choices=_signs(COMMON),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _STALE},
    )
    onset_on = DayField(label=_("Bắt đầu ngày nào?"), required=False)
    onset_time = forms.CharField(
        label=_("Vào lúc mấy giờ?"),
        help_text=_("Ví dụ: 14:05"),
        required=False,
        max_length=5,
        widget=forms.TextInput(attrs={"data-width": "5"}),
        error_messages={"max_length": _("Hãy ghi giờ theo mẫu 14:05.")},
    )
    outcome = forms.ChoiceField(
        label=_("Hiện nay thế nào?"),
        choices=list(OUTCOMES.items()),
        initial=Outcome.UNKNOWN,
        required=False,
        error_messages={"invalid_choice": _STALE},
    )
    words = forms.CharField(
        label=_("Xin kể thêm"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": _TOO_LONG},
    )

    def clean_onset_time(self) -> time | None:
        text = self.cleaned_data["onset_time"].strip()
        if not text:
            return None
        found = _CLOCK.fullmatch(text)
        hour, minute = (int(part) for part in found.groups()) if found else (24, 0)
        if hour > 23 or minute > 59:
            raise forms.ValidationError(gettext("Hãy ghi giờ theo mẫu 14:05."))
        return time(hour, minute)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        is_silent = not any(said.get(name) for name in ("urgent", "common", "words"))
        if is_silent and not self.errors:
            self.add_error("common", gettext("Hãy chọn ít nhất một dấu hiệu, hoặc kể bằng lời."))
        return said

    def onset(self, day: date) -> datetime | None:
        """When it began: an hour alone is of the day of the dose; a day alone, its last minute."""
        on, clock = self.cleaned_data.get("onset_on"), self.cleaned_data.get("onset_time")
        if on is None and clock is None:
            return None
        moment = timezone.make_aware(datetime.combine(on or day, clock or time(23, 59)))
        return moment if clock else min(moment, timezone.now())

    def said(self, *, reporter: Reporter, day: date) -> Said:
        """What is reported, once everything could be read."""
        typed = self.cleaned_data
        return Said(
            submission_key=typed["submission_key"],
            reporter=reporter,
            signs=tuple(Sign(sign) for sign in (*typed["urgent"], *typed["common"])),
            words=typed["words"],
            onset_at=self.onset(day),
            outcome=Outcome(typed["outcome"] or Outcome.UNKNOWN),
        )


class OwnReactionForm(ReactionForm):
    """The same, said by the person or who looks after her."""

    reporter = forms.ChoiceField(
        label=_("Ai báo?"),
        choices=[(each.value, REPORTERS[each]) for each in (Reporter.SELF, Reporter.GUARDIAN)],
        initial=Reporter.SELF,
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn ai báo."), "invalid_choice": _STALE},
    )


class UndosedReactionForm(OwnReactionForm):
    """The same, after a dose that is not recorded yet."""

    day = DayField(label=_("Bạn tiêm ngày nào?"))


class FollowForm(forms.Form):
    """What was done about a reaction."""

    deed = forms.ChoiceField(
        label=_("Đã làm gì?"),
        choices=list(DEEDS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn việc đã làm."), "invalid_choice": _STALE},
    )
    outcome = forms.ChoiceField(
        label=_("Hiện nay thế nào?"),
        choices=list(OUTCOMES.items()),
        initial=Outcome.UNKNOWN,
        error_messages={"invalid_choice": _STALE},
    )
    note = forms.CharField(
        label=_("Ghi chú"),
        help_text=_("Người được tiêm đọc được ghi chú này."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _TOO_LONG},
    )

    @property
    def done(self) -> tuple[Deed, Outcome, str]:
        typed = self.cleaned_data
        return Deed(typed["deed"]), Outcome(typed["outcome"]), typed["note"]
