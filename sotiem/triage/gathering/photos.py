"""What the photos of reports show, beside what the reports claim."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from sotiem.corrections.models import CorrectionReport, Evidence
from sotiem.corrections.photo_queries import used_elsewhere
from sotiem.foundation.bulk import array_of
from sotiem.slips.facts import Agreement, DoseSaid, ReadPhoto, SlipClaim
from sotiem.slips.queries import readings_of
from sotiem.slips.rules import compare, is_edited
from sotiem.triage.facts import Slip, Told
from sotiem.triage.gathering.people import People

# So sure the reading must be before a difference speaks against anybody.
SURE: Final = 0.8


def photos_of(reports: Sequence[CorrectionReport]) -> dict[int, list[int]]:
    """The stored files that each report shows."""
    ids = array_of([report.pk for report in reports])
    shown: defaultdict[int, list[int]] = defaultdict(list)
    evidence = Evidence.objects.filter(report__in=ids).order_by("pk")
    for report, file in evidence.values_list("report", "original"):
        shown[report].append(file)
    return dict(shown)


def slips_of(
    reports: Sequence[CorrectionReport],
    shown: Mapping[int, Sequence[int]],
    told: Mapping[int, Told],
    people: People,
    vaccines: Mapping[int, str],
) -> dict[int, Slip]:
    """What was read from the photos of each report that has any; `vaccines` are codes."""
    files = sorted({file for some in shown.values() for file in some})
    if not files:
        return {}
    readings = readings_of(files)
    others = used_elsewhere(list(shown))
    return {
        report.pk: _slip(
            [readings.get(file) for file in shown[report.pk]],
            _claim(people.told_name(report), told.get(report.pk), vaccines),
            len(others.get(report.pk, ())),
        )
        for report in reports
        if report.pk in shown
    }


def _claim(person: tuple[str, str], told: Told | None, vaccines: Mapping[int, str]) -> SlipClaim:
    full_name, birth_date = person
    doses = []
    if told is not None:
        named = [vaccines[pk] for pk in told.vaccines] if len(told.vaccines) == 1 else [""]
        doses = [DoseSaid(given_on=told.day, vaccine=named[0], lot=told.lot)]
    return SlipClaim(full_name=full_name, birth_date=birth_date, doses=doses)


def _slip(photos: Sequence[ReadPhoto | None], claim: SlipClaim, others: int) -> Slip:
    """Of several photos, what any of them shows; a difference counts where none agrees."""
    agrees, differs = set(), set()
    readings = [photo for photo in photos if photo is not None]
    legible = [
        photo
        for photo in readings
        if photo.problem is None and photo.reading.confidence >= SURE and _is_good(photo)
    ]
    for photo in legible:
        for compared in compare(claim, photo.reading):
            if compared.agreement is Agreement.AGREES:
                agrees.add(compared.name.value)
            elif compared.agreement is Agreement.DIFFERS:
                differs.add(compared.name.value)
    return Slip(
        agrees=frozenset(agrees),
        differs=frozenset(differs - agrees),
        is_awaited=len(readings) < len(photos),
        is_read=bool(agrees or differs),
        is_edited=any(is_edited(photo.reading) for photo in readings),
        of_others=others,
    )


def _is_good(photo: ReadPhoto) -> bool:
    look = photo.look
    return look is not None and not (look.blurred or look.too_dark or look.covered or look.cut_off)
