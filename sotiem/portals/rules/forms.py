"""Changing a draft: its numbers and words one by one, or its whole text."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final, NamedTuple

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from certificate_format.rule_checks import CARDS as EARNED
from certificate_format.rule_checks import LONGEST_WORDS, faults_of
from certificate_format.rule_faults import LARGEST, Fault, FaultCode, NotReadable, read_text
from certificate_format.rules import NO_CARD, OPEN
from sotiem.portals.components.fields import DayField
from sotiem.portals.components.templatetags.sotiem import VIETNAM
from sotiem.portals.rules.words import CARDS, KNOBS, fault_in_words, fault_with_place
from sotiem.reopening.models import RuleVersion
from sotiem.reopening.rules import Knob, Meaning, at_path, knobs_of, rules_of, turned

FAULTS_SHOWN: Final = 20
LONGEST_TERM: Final = 3_650
MOST_DOSES: Final = 20
_LANGUAGES: Final = (("vi", _("Lời mô tả, tiếng Việt")), ("en", _("Lời mô tả, tiếng Anh")))
_NAMES: Final = (
    ("vi", _("Tên bộ quy định, tiếng Việt")),
    ("en", _("Tên bộ quy định, tiếng Anh")),
)
Path = tuple[str | int, ...]


class Group(NamedTuple):
    """One rule as the form shows it."""

    rule: str
    card: str
    fields: list[BoundField]


class TermForm(forms.Form):
    """From when to when the version holds."""

    first_day = DayField(
        label=_("Áp dụng từ ngày"),
        required=False,
        help_text=_("Để trống: áp dụng ngay khi công bố."),
    )
    last_day = DayField(
        label=_("Áp dụng đến hết ngày"),
        required=False,
        help_text=_("Để trống: áp dụng cho đến khi có phiên bản mới."),
    )

    @property
    def valid_from(self) -> datetime | None:
        """The first moment of the first day, in Viet Nam."""
        day = self.cleaned_data["first_day"]
        return datetime.combine(day, time(), VIETNAM).astimezone(UTC) if day else None

    @property
    def valid_to(self) -> datetime | None:
        """The first moment after the last day."""
        day = self.cleaned_data["last_day"]
        if not day:
            return None
        return datetime.combine(day + timedelta(days=1), time(), VIETNAM).astimezone(UTC)


def term_of(version: RuleVersion) -> dict[str, Any]:
    """A version's term as the form writes it."""
    begins, ends = version.valid_from, version.valid_to
    return {
        "first_day": begins.astimezone(VIETNAM).date() if begins else None,
        "last_day": (ends.astimezone(VIETNAM) - timedelta(days=1)).date() if ends else None,
    }


class NumbersForm(TermForm):
    """The numbers, words and expected cards of a rule set, each in a field of its own."""

    def __init__(self, *args: Any, content: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before = content
        self.content: dict[str, Any] = dict(content)
        self.paths: dict[str, Path] = {}
        self.knobs: dict[str, Knob] = {}
        self._rules = list(rules_of(content))
        for language, label in _NAMES:
            self._add_words(f"name_{language}", label, ("Name",), language)
        for number, (_card, path, rule) in enumerate(self._rules):
            self._add_rule(number, path, rule)
        for number, test in enumerate(content["Tests"]):
            self._add_test(number, test)

    def _add_rule(self, number: int, path: Path, rule: Mapping[str, Any]) -> None:
        for place, knob in enumerate(knobs_of(rule, path)):
            name = f"rule{number}_number{place}"
            is_doses = knob.meaning == Meaning.DOSES
            self.fields[name] = forms.IntegerField(
                label=str(KNOBS[knob.meaning]),
                min_value=1 if is_doses else 0,
                max_value=MOST_DOSES if is_doses else LONGEST_TERM,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "data-width": "5"}),
                initial=knob.value,
                error_messages=dict.fromkeys(
                    ("required", "invalid", "min_value", "max_value"),
                    _("Hãy ghi một số nguyên từ 1 đến 20.")
                    if is_doses
                    else _("Hãy ghi số ngày, từ 0 đến 3650."),
                ),
            )
            self.paths[name], self.knobs[name] = knob.path, knob
        for language, label in _LANGUAGES:
            name = f"rule{number}_{language}"
            self._add_words(name, label, (*path, "Description"), language)

    def _add_words(self, name: str, label: Any, path: Path, language: str) -> None:
        words = at_path(self.before, path)
        place = next(n for n, each in enumerate(words) if each["lang"] == language)
        self.fields[name] = forms.CharField(
            label=label,
            max_length=LONGEST_WORDS,
            initial=words[place]["desc"],
            error_messages={"required": _("Hãy ghi câu này; người kiểm tra sẽ đọc nó.")},
        )
        self.paths[name] = (*path, place, "desc")

    def _add_test(self, number: int, test: Mapping[str, Any]) -> None:
        name = f"test{number}"
        self.fields[name] = forms.ChoiceField(
            label=test["Name"],
            choices=[(card, CARDS[card]) for card in (*EARNED, NO_CARD, OPEN)],
            initial=test["Card"],
        )
        self.paths[name] = ("Tests", number, "Card")

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if self.errors:
            return given
        values = {self.paths[name]: given[name] for name in self.paths}
        for name, knob in self.knobs.items():
            if given[name] != knob.value:
                values |= self._words_that_follow(name, knob.value, given)
        self.content = turned(self.before, values)
        for fault in faults_of(self.content):
            self.add_error(self._field_of(fault), fault_in_words(fault))
        return given

    def _words_that_follow(self, name: str, old: int, given: dict[str, Any]) -> dict[Path, str]:
        """A number that the words name changes with it, unless the words were changed too."""
        followed = {}
        for language, _label in _LANGUAGES:
            of_words = f"{name.partition('_')[0]}_{language}"
            words = given[of_words]
            is_untouched = words == self.fields[of_words].initial
            if is_untouched and len(re.findall(rf"\b{old}\b", words)) == 1:
                followed[self.paths[of_words]] = re.sub(rf"\b{old}\b", str(given[name]), words)
        return followed

    def _field_of(self, fault: Fault) -> str | None:
        """The field beside which a fault is told."""
        for number, (_card, _path, rule) in enumerate(self._rules):
            if fault.rule == rule["Identifier"]:
                return next(
                    (n for n in self.knobs if n.startswith(f"rule{number}_")), f"rule{number}_vi"
                )
        names = [test["Name"] for test in self.before["Tests"]]
        return f"test{names.index(fault.test)}" if fault.test in names else None

    @property
    def groups(self) -> Iterator[Group]:
        """The rules, each with its fields."""
        for number, (card, _path, rule) in enumerate(self._rules):
            fields = [self[name] for name in self.fields if name.startswith(f"rule{number}_")]
            yield Group(rule["Identifier"], str(CARDS[card]), fields)

    @property
    def tests(self) -> list[BoundField]:
        """What each test is expected to earn."""
        return [self[name] for name in self.fields if name.startswith("test")]


class TextForm(TermForm):
    """A whole rule set, typed or from a file; the file comes first."""

    file = forms.FileField(
        label=_("Tệp JSON"),
        required=False,
        help_text=_("Chọn tệp thì nội dung tệp thay cho ô bên dưới."),
        error_messages={"empty": _("Tệp này trống. Hãy chọn tệp khác.")},
    )
    text = forms.CharField(
        label=_("Toàn văn bộ quy định (JSON)"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false"}),
    )
    content: dict[str, Any]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if "file" in self.errors or "text" in self.errors:
            return given
        try:
            self.content = read_text(self._text(given.get("file"), given["text"]))
        except NotReadable as problem:
            self.add_error("text", fault_in_words(problem.fault))
            return given
        faults = faults_of(self.content)
        for fault in faults[:FAULTS_SHOWN]:
            self.add_error("text", fault_with_place(fault))
        if len(faults) > FAULTS_SHOWN:
            more = _("Và %(number)s lỗi khác.") % {"number": len(faults) - FAULTS_SHOWN}
            self.add_error("text", more)
        return given

    def _text(self, file: "UploadedFile[Any] | None", typed: str) -> str:
        """What was sent; what a file holds is shown in the place of what was typed."""
        if file is None:
            return typed
        if (file.size or 0) > LARGEST:
            raise NotReadable(FaultCode.TOO_LARGE, most=LARGEST // 1024)
        text = str(file.read(), "utf-8-sig", errors="replace")
        self.data = {**self.data.dict(), "text": text}  # type: ignore[attr-defined]
        return text
