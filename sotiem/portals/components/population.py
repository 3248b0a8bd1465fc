"""What the population registry says of someone, in one line: `components/population.html`."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sotiem.population.facts import PopulationAnswer, Verdict
from sotiem.population.models import PopulationCheck
from sotiem.portals.components.templatetags.sotiem import day, moment

FIELDS: Final[dict[str, Promise]] = {
    "full_name": gettext_lazy("họ tên"),
    "birth_date": gettext_lazy("ngày sinh"),
    "sex": gettext_lazy("giới tính"),
    "number": gettext_lazy("số giấy tờ"),
}


@dataclass(frozen=True, slots=True)
class PopulationLine:
    """A word with its colour, and what there is to add."""

    tone: str
    words: str
    more: str = ""


def line_of(check: PopulationCheck | None) -> PopulationLine:
    """What stands on a record: the last check, or that there was none."""
    if check is None:
        return PopulationLine("neutral", _("chưa đối chiếu"))
    line = line_now(check.answer)
    if check.answer.verdict != Verdict.NO_ANSWER:
        return PopulationLine(line.tone, line.words, day(check.asked_at))
    if check.asked_at is None:
        return PopulationLine("waiting", _("đang chờ đối chiếu"))
    return PopulationLine(
        line.tone, line.words, _("hỏi lại lúc %(when)s") % {"when": moment(check.next_try_at)}
    )


def line_now(answer: PopulationAnswer) -> PopulationLine:
    """An answer that was just given, to someone who waits for it."""
    if answer.verdict == Verdict.AGREES:
        return PopulationLine("good", _("khớp"))
    if answer.verdict == Verdict.NO_ANSWER:
        return PopulationLine("waiting", _("chưa trả lời"))
    fields = ", ".join(str(FIELDS[field]) for field in answer.differs)
    return PopulationLine("problem", _("khác ở %(fields)s") % {"fields": fields})
