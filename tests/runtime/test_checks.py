"""`sotiem check`: whatever was changed behind the system's back is found and named."""

import re
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from django.db.models import Model

from sotiem.certificates.models import Certificate, Confirmation
from sotiem.corrections.facts import RefusalReason
from sotiem.corrections.models import Decision
from sotiem.corrections.operations import refuse_report
from sotiem.doses.facts import DoseReason
from sotiem.doses.models import Dose, DoseVersion
from sotiem.doses.operations import amend_dose
from sotiem.foundation import audit, files
from sotiem.foundation.actors import machine
from sotiem.foundation.models import AuditEntry, AuditSeal, StoredFile
from sotiem.patients.models import Patient, PatientLink, PatientVersion
from sotiem.runtime import checks
from tests.factories import certificates, corrections, doses, links, patients
from tests.runtime.commands import Command
from tests.sealing import seal_all

pytestmark = pytest.mark.usefixtures("committed_db")

TRAIL = "the trail's hash chain"
ITSELF = "the trail against itself"
VERSIONS = "versions of people and doses against the trail"
SHOWN = "what is shown against the last version"
OWNERS = "whose doses they are"
FIGURES = "figures against what they count"
LINKS = "links against people and the trail"
CERTIFICATES = "certificates against doses, keys and the trail"
SIGNATURES = "facilities' signatures against doses, keys and the trail"
DECISIONS = "decisions against the trail"
FILES = "stored files against their names"
BEHIND = "it was changed behind the system's back"
GONE = "it was deleted behind the system's back"


class Record(NamedTuple):
    """A small record: one person, a dose put right once, a certificate, a decision, a photo."""

    patient: Patient
    other: Patient
    dose: Dose
    first: DoseVersion
    certificate: Certificate
    decision: Decision
    photo: StoredFile


@pytest.fixture
def record() -> Record:
    certificates.signing_key()
    patient = patients.patient()
    other = patients.patient(patients.facts(full_name="Lê Văn Khác", cccd="", phone="0912345678"))
    dose = doses.dose(patient)
    first = dose.current
    amend_dose(
        dose_id=dose.pk,
        facts=doses.facts(date(2021, 8, 14)),
        reason=DoseReason.REPORT,
        origin="test",
        by=machine("test"),
        at=doses.AT,
    )
    officer = corrections.officer()
    report = corrections.taken_up(corrections.about(dose), by=officer)
    refuse_report(
        report_id=report.pk,
        reason=RefusalReason.SLIP_INCOMPLETE,
        note="Ảnh không đọc được.",
        by=officer,
        at=corrections.AT,
    )
    evidence = report.evidence.get()
    return Record(
        patient=patient,
        other=other,
        dose=Dose.objects.get(pk=dose.pk),
        first=first,
        certificate=certificates.in_force(patient.pk),
        decision=report.decisions.get(),
        photo=evidence.original,
    )


def found(output: str) -> dict[str, list[str]]:
    """What each check found, by its name; all checks are there."""
    told: dict[str, list[str]] = {}
    for line in output.splitlines():
        if line.startswith("    "):
            told[list(told)[-1]].append(line.strip())
        else:
            told[line[2:]] = []
            assert line[0] in "✓✗"
    assert list(told) == list(checks.CHECKS)
    return {name: problems for name, problems in told.items() if problems}


def changed(thing: Model, **values: object) -> None:
    with certificates.behind_the_back():
        type(thing)._default_manager.filter(pk=thing.pk).update(**values)


def deleted(thing: Model) -> None:
    with certificates.behind_the_back():
        type(thing)._default_manager.filter(pk=thing.pk)._raw_delete("default")


def test_a_record_that_only_the_system_wrote_is_clean(sotiem: Command, record: Record) -> None:
    told = sotiem("check")
    assert found(told.output) == {}
    assert told.exit_code == 0


def test_an_empty_record_is_clean(sotiem: Command) -> None:
    assert sotiem("check").exit_code == 0


def test_a_dose_version_changed_by_hand_is_named(sotiem: Command, record: Record) -> None:
    changed(record.first, lot_number="GIA0001")
    told = sotiem("check")
    confirmation = Confirmation.objects.get()
    assert found(told.output) == {
        VERSIONS: [f"doseversion {record.first.pk}: {BEHIND}"],
        SIGNATURES: [
            f"confirmation {confirmation.pk}: the doses say something else than was confirmed"
        ],
    }
    assert told.exit_code == 1


def test_a_dose_version_slipped_in_by_hand_is_named(sotiem: Command, record: Record) -> None:
    slipped = DoseVersion.objects.get(pk=record.first.pk)
    slipped.pk, slipped.number = None, 3
    with certificates.behind_the_back():
        slipped.save()
    assert found(sotiem("check").output) == {
        VERSIONS: [f"doseversion {slipped.pk}: the trail does not know it"],
        SHOWN: [f"dose {record.dose.pk}: what is shown is not its last version"],
    }


def test_a_person_version_deleted_by_hand_is_named(sotiem: Command, record: Record) -> None:
    version = PatientVersion.objects.get(pk=record.other.current_id)
    deleted(version)
    assert found(sotiem("check").output) == {
        VERSIONS: [f"patientversion {version.pk}: {GONE}"],
        SHOWN: [f"patient {record.other.pk}: what is shown is not its last version"],
        FIGURES: [f"identity {record.other.pk}: it is not counted as it stands"],
    }


def test_a_pointer_moved_to_an_older_version_is_named(sotiem: Command, record: Record) -> None:
    changed(record.dose, current_id=record.first.pk)
    told = found(sotiem("check").output)
    assert told[SHOWN] == [f"dose {record.dose.pk}: what is shown is not its last version"]
    (outdated,) = told[CERTIFICATES]
    assert outdated.startswith(f"certificate {record.certificate.pk}: ")


def test_a_dose_given_to_somebody_else_by_hand_is_named(sotiem: Command, record: Record) -> None:
    changed(record.dose, patient_id=record.other.pk)
    told = found(sotiem("check").output)
    assert told[OWNERS] == [f"dose {record.dose.pk}: it was recorded for another person"]
    assert f"patient {record.other.pk}: a certificate is missing" in told[CERTIFICATES]


def test_an_entry_of_the_trail_that_was_changed_is_named(sotiem: Command, record: Record) -> None:
    assert seal_all(doses.AT)
    changed(AuditEntry.objects.order_by("pk")[0], actor_key="somebody-else")
    told = sotiem("check")
    assert found(told.output) == {TRAIL: ["link 1 of the trail: an entry was changed"]}
    assert told.exit_code == 1


def test_an_entry_of_the_trail_that_is_gone_is_named(sotiem: Command, record: Record) -> None:
    seal_all(doses.AT)
    entry = AuditEntry.objects.filter(digest="").order_by("pk")[0]
    later = AuditSeal.objects.filter(last_transaction__gte=entry.transaction)
    link, held = later.order_by("number").values_list("number", "entries")[0]
    deleted(entry)
    assert found(sotiem("check").output) == {
        TRAIL: [f"link {link} of the trail: holds {held - 1} entries, was {held}"]
    }


def test_a_digest_put_right_for_a_forged_version_breaks_the_chain(
    sotiem: Command, record: Record
) -> None:
    """Whoever forges the row and its entry still does not know the links of the chain."""
    seal_all(doses.AT)
    changed(record.first, lot_number="GIA0001")
    forged = DoseVersion.objects.get(pk=record.first.pk)
    entry = AuditEntry.objects.get(object_kind="doseversion", object_id=forged.pk)
    changed(entry, digest=audit.digest_of(facts_of(forged)))
    assert list(found(sotiem("check").output)) == [TRAIL, SIGNATURES]


def test_an_entry_added_for_a_forged_version_does_not_cover_it(
    sotiem: Command, record: Record
) -> None:
    changed(record.first, lot_number="GIA0001")
    forged = DoseVersion.objects.get(pk=record.first.pk)
    entry = AuditEntry.objects.get(object_kind="doseversion", object_id=forged.pk)
    entry.pk, entry.digest = None, audit.digest_of(facts_of(forged))
    entry.save()
    told = found(sotiem("check").output)
    assert told[ITSELF] == [f"doseversion {forged.pk}: the trail tells it in more than one way"]


def facts_of(version: DoseVersion) -> dict[str, object]:
    return asdict(version.facts)


def test_a_certificate_whose_text_was_changed_is_named(sotiem: Command, record: Record) -> None:
    changed(record.certificate, text="HC1:NONE")
    named = f"certificate {record.certificate.pk}"
    assert found(sotiem("check").output) == {
        CERTIFICATES: [f"{named}: {BEHIND}", f"{named}: its signature does not hold"]
    }


def test_a_certificate_that_should_be_there_is_missed(sotiem: Command, record: Record) -> None:
    deleted(record.certificate)
    told = found(sotiem("check").output)
    assert f"certificate {record.certificate.pk}: {GONE}" in told[CERTIFICATES]
    assert f"patient {record.patient.pk}: a certificate is missing" in told[CERTIFICATES]


def test_a_decision_changed_by_hand_is_named(sotiem: Command, record: Record) -> None:
    changed(record.decision, note="Tôi đã đồng ý.")
    assert found(sotiem("check").output) == {
        DECISIONS: [f"decision {record.decision.pk}: {BEHIND}"]
    }


@pytest.mark.parametrize("harm", [Path.unlink, lambda path: path.write_bytes(b"another photo")])
def test_a_file_that_is_gone_or_another_one_is_named(
    sotiem: Command, record: Record, harm: Callable[[Path], object]
) -> None:
    harm(files.path_of(record.photo.sha256))
    assert found(sotiem("check").output) == {
        FILES: [f"file {record.photo.sha256[:12]}: it is missing or was changed"]
    }


def test_one_problem_hides_no_other(sotiem: Command, record: Record) -> None:
    seal_all(doses.AT)
    changed(AuditEntry.objects.filter(digest="").order_by("pk")[0], reason="another")
    changed(record.first, lot_number="GIA0001")
    changed(PatientVersion.objects.get(pk=record.other.current_id), full_name="Lê Văn Giả")
    changed(record.certificate, text="HC1:NONE")
    changed(record.decision, note="Tôi đã đồng ý.")
    files.path_of(record.photo.sha256).unlink()
    told = found(sotiem("check").output)
    assert list(told) == [TRAIL, VERSIONS, CERTIFICATES, SIGNATURES, DECISIONS, FILES]
    assert len(told[VERSIONS]) == 2


def test_a_check_that_cannot_go_on_is_a_finding_and_stops_no_other(
    sotiem: Command, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed(record.decision, note="Tôi đã đồng ý.")
    lost, last = sorted(StoredFile.objects.all(), key=lambda stored: stored.pk)[:2]
    files.path_of(lost.sha256).unlink()

    def intact_until_the_last(stored: StoredFile) -> bool:
        if stored.pk == last.pk:
            raise MemoryError
        return files.path_of(stored.sha256).exists()

    monkeypatch.setattr(files, "is_intact", intact_until_the_last)
    told = sotiem("check")
    assert found(told.output) == {
        DECISIONS: [f"decision {record.decision.pk}: {BEHIND}"],
        FILES: [
            f"file {lost.sha256[:12]}: it is missing or was changed",
            "the check could not go on: MemoryError",
        ],
    }
    assert told.exit_code == 1


def test_a_folder_in_a_files_place_is_named_and_the_others_are_looked_at(
    sotiem: Command, record: Record
) -> None:
    one, other = sorted(StoredFile.objects.all(), key=lambda stored: stored.pk)[:2]
    for stored in (one, other):
        files.path_of(stored.sha256).unlink()
    files.path_of(one.sha256).mkdir()
    assert found(sotiem("check").output) == {
        FILES: [f"file {each.sha256[:12]}: it is missing or was changed" for each in (one, other)]
    }


def test_of_many_problems_some_are_named_and_all_are_counted(sotiem: Command) -> None:
    made = [
        patients.patient(patients.facts(full_name="Lê Văn Mẫu", cccd="", phone=f"09012345{n:02}"))
        for n in range(23)
    ]
    with certificates.behind_the_back():
        PatientVersion.objects.update(full_name="Lê Văn Giả")
    told = found(sotiem("check").output)[VERSIONS]
    assert len(told) == 21
    assert told[0] == f"patientversion {made[0].current_id}: {BEHIND}"
    assert told[-1] == "and 3 more"


def test_nothing_about_a_person_is_printed(sotiem: Command, record: Record) -> None:
    changed(PatientVersion.objects.get(pk=record.patient.current_id), full_name="Lê Văn Giả")
    told = sotiem("check").output
    assert not re.search(r"Giả|Bảo Lộc|0901234567|079187001234", told)


@pytest.fixture
def link(record: Record) -> PatientLink:
    return links.link(record.patient.pk, record.other.pk)


def test_records_joined_and_parted_by_the_system_are_clean(
    sotiem: Command, link: PatientLink
) -> None:
    assert found(sotiem("check").output) == {}
    links.unlink(link)
    assert found(sotiem("check").output) == {}


def test_records_joined_otherwise_than_their_links_say_are_named(
    sotiem: Command, record: Record, link: PatientLink
) -> None:
    changed(record.other, principal=record.other)
    assert found(sotiem("check").output) == {
        LINKS: [f"patient {record.other.pk}: it is not joined as its links say"],
        FIGURES: [f"identity {record.other.pk}: it is not counted as it stands"],
    }
    changed(record.other, principal=record.patient)
    changed(link, ended_at=links.AT, ended_by="staff:x", ended_reason="by_mistake")
    assert found(sotiem("check").output) == {
        LINKS: [
            f"patientlink {link.pk}: the trail of one of its records lacks patients.unlinked",
            f"patient {record.other.pk}: it is not joined as its links say",
        ]
    }


def test_a_link_changed_deleted_or_revived_by_hand_is_named(
    sotiem: Command, record: Record, link: PatientLink
) -> None:
    changed(link, evidence={"probability": 1})
    assert found(sotiem("check").output) == {LINKS: [f"patientlink {link.pk}: {BEHIND}"]}
    changed(link, evidence=link.evidence)
    links.unlink(link)
    changed(link, ended_at=None, ended_by="", ended_reason="")
    assert found(sotiem("check").output) == {
        LINKS: [
            f"patientlink {link.pk}: it is in force, though it was ended",
            f"patient {record.other.pk}: it is not joined as its links say",
        ]
    }
    deleted(link)
    assert found(sotiem("check").output) == {LINKS: [f"patientlink {link.pk}: {GONE}"]}


def test_a_link_that_one_trail_does_not_tell_is_named(
    sotiem: Command, record: Record, link: PatientLink
) -> None:
    entry = AuditEntry.objects.get(action="patients.linked", patient_id=record.other.pk)
    deleted(entry)
    assert found(sotiem("check").output) == {
        LINKS: [f"patientlink {link.pk}: the trail of one of its records lacks patients.linked"]
    }
