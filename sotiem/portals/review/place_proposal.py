"""Which kind a report plainly is, where person and dose are beyond doubt: one key puts it there."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from sotiem.corrections.facts import ABOUT_A_DOSE, Claims, ReportKind
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.placing import as_it_came
from sotiem.portals.review.meant import Meant
from sotiem.portals.review.place_forms import PlaceForm
from sotiem.portals.review.subjects import subjects_of
from sotiem.portals.review.words import KINDS
from sotiem.triage.facts import Advice

# The others name a second dose or person, whom somebody must choose.
PLAIN: Final = frozenset(
    {
        ReportKind.DOSE_WRONG,
        ReportKind.NEVER_RECEIVED,
        ReportKind.PERSON_WRONG,
        ReportKind.CERTIFICATE,
    }
)
_CLAIMING: Final = frozenset({ReportKind.DOSE_WRONG, ReportKind.PERSON_WRONG})


@dataclass(frozen=True, slots=True)
class PlaceProposal:
    """What one key would do: the kind, whose, what it is about, and the form filled in."""

    words: Promise
    whose: Meant
    about: str
    sent: dict[str, str]


def place_proposal(report: CorrectionReport, advice: Advice | None) -> PlaceProposal | None:
    """What the channel called the report, where triage is certain whose it is and one dose fits."""
    if report.kind != ReportKind.NOTHING_RECORDED or advice is None or advice.patient_id is None:
        return None
    kind = as_it_came(report).called
    if kind not in PLAIN:
        return None
    subjects = subjects_of(report)
    about = subjects.likely(kind)
    if len(subjects.people) != 1 or not about:
        return None
    note = _("Kênh gửi gọi phản ánh là “%(kind)s”; người và nội dung đã rõ.")
    form = PlaceForm(kind=kind, subjects=subjects, note=note % {"kind": KINDS[kind]})
    sent = {field.html_name: str(field.value() or "") for field in form}
    filled = PlaceForm(sent, kind=kind, subjects=subjects)
    if not filled.is_valid() or (kind in _CLAIMING and filled.claims() == Claims()):
        return None
    told = subjects.dose(about).told if kind in ABOUT_A_DOSE else subjects.people[0].told
    return PlaceProposal(KINDS[kind], subjects.people[0], told, {"loai": kind.value, **sent})
