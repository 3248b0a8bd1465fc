"""What a partner's program is told that officers would refuse for, while it can still be mended."""

from typing import Any, Final

from sotiem.corrections import photo_queries
from sotiem.corrections.facts import LoadedReport, SentPhoto
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.slip_claims import lacks_marks
from sotiem.portals.api.telling import in_both
from sotiem.portals.components.slip_warnings import advice_on
from sotiem.slips.facts import RefusalReason
from sotiem.slips.rules import code_of, warning_of

OF_THE_NAME: Final = RefusalReason.NAME_WITHOUT_MARKS.value


def with_warnings(photos: list[bytes], said: LoadedReport) -> list[SentPhoto]:
    """The photos with what is told at once, before a machine has read them."""
    warned = (OF_THE_NAME,) if lacks_marks(said.person.full_name) else ()
    return [SentPhoto(content, () if number else warned) for number, content in enumerate(photos)]


def warnings_at_once(report: CorrectionReport) -> list[dict[str, Any]]:
    """What is seen in what was said, without a look at the photos."""
    person = report.said.person
    lacks = person is not None and lacks_marks(person.full_name)
    return [_warning(OF_THE_NAME, None)] if lacks else []


def warnings_of(report: CorrectionReport) -> list[dict[str, Any]]:
    """Each warning with its kind, the number of its photo (none where it is of what was said),
    and what to do."""
    at_once = warnings_at_once(report)
    of_photos = [
        _warning(code, number)
        for number, found in enumerate(photo_queries.warnings_of(report), start=1)
        for code in map(code_of, found)
        if code != OF_THE_NAME or not at_once
    ]
    return at_once + of_photos


def _warning(code: str, photo: int | None) -> dict[str, Any]:
    return {"kind": code, "photo": photo, "sentences": _sentences(code)}


def _sentences(code: str) -> dict[str, str]:
    seen, to_do = advice_on(warning_of(code))
    return in_both(lambda: f"{seen} {to_do}")
