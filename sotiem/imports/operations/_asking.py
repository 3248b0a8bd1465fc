"""What a file leaves open: found, asked of its clerk, and remembered for its facility."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from django.db import transaction

from sotiem.foundation import audit
from sotiem.foundation.actors import machine
from sotiem.imports.models import DoseImport, RememberedAnswers
from sotiem.imports.rules import bundle, sent
from sotiem.imports.rules.asking import Understood, taken_as_it_is, understand
from sotiem.imports.rules.questions import SettledBy, signature_of
from sotiem.imports.rules.reading import DoseFile
from sotiem.imports.states import ImportStatus

# What programs send is written as `docs/api/` says; it leaves nothing open.
_FIXED: Final = (sent.MEDIA_TYPE, bundle.MEDIA_TYPE)


def understood_file(dose_import: DoseImport, file: DoseFile, *, today: date) -> Understood:
    """What is known of a file as a whole: from its clerk, from the last file, from its cells."""
    if dose_import.file.media_type in _FIXED:
        return taken_as_it_is(file)
    signatures = [signature_of(each.layout.headers) for each in file.lists]
    remembered = dict(
        RememberedAnswers.objects.filter(
            facility=dose_import.facility_id, signature__in=signatures
        ).values_list("signature", "answers")
    )
    return understand(
        file,
        today=today,
        given=dose_import.answers,
        last_time=[remembered.get(signature, {}) for signature in signatures],
    )


@transaction.atomic
def ask_about_file(checked: DoseImport, understood: Understood, *, at: datetime) -> DoseImport:
    """Let the file wait for its clerk, who is asked all that is open at once."""
    dose_import = DoseImport.objects.select_for_update().get(pk=checked.pk)
    if dose_import.status != ImportStatus.CHECKING or dose_import.answers != checked.answers:
        return dose_import
    dose_import.status, dose_import.questions = ImportStatus.ASKING, understood.kept()
    dose_import.rows_total, dose_import.rows_done = understood.file.rows, 0
    dose_import.save(update_fields=["status", "questions", "rows_total", "rows_done"])
    asked = sorted(question.key for question in understood.settled.open)
    audit.record("import.asked", dose_import, by=machine("imports"), at=at, questions=asked)
    return dose_import


def remember_answers(dose_import: DoseImport, understood: Understood, *, at: datetime) -> None:
    """Keep what a clerk said of the lists for the facility's next ones with the same headers."""
    for place, listed in enumerate(understood.file.lists):
        settled = understood.settled.of_list(place)
        said = {
            key: settled.answers[key] for key, by in settled.by.items() if by == SettledBy.CLERK
        }
        if said:
            _remember(dose_import, signature_of(listed.layout.headers), said, at=at)


def _remember(
    dose_import: DoseImport, signature: str, said: Mapping[str, str], *, at: datetime
) -> None:
    remembered, is_new = RememberedAnswers.objects.select_for_update().get_or_create(
        facility_id=dose_import.facility_id,
        signature=signature,
        defaults={"answers": said, "last_import": dose_import, "since": at},
    )
    if not is_new and not said.items() <= remembered.answers.items():
        remembered.answers = {**remembered.answers, **said}
        remembered.last_import, remembered.since = dose_import, at
        remembered.save(update_fields=["answers", "last_import", "since"])
