"""A facility signs its doses before the centre signs the certificate."""

import json
from dataclasses import replace
from datetime import date, timedelta, timezone
from hashlib import sha256
from importlib import import_module

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtensionOID
from django.db import IntegrityError, connection
from django.db.models import Model
from django.db.transaction import atomic
from django.utils.timezone import now as django_now
from pytest_django.fixtures import Settings

from certificate_format import algorithms
from sotiem.accounts.facts import Role
from sotiem.certificates import confirmation_queries
from sotiem.certificates.confirmation_queries import groups_awaited_at, rules_in_force
from sotiem.certificates.facts import DoseWay, FirstSignature
from sotiem.certificates.models import (
    AwaitedDose,
    Certificate,
    Confirmation,
    ConfirmationRule,
    ConfirmedDose,
    SigningKey,
)
from sotiem.certificates.operations import (
    NotTheFacilitysWord,
    OwnEntriesAreConfirmedByAnother,
    RuleNeedsAReason,
    SignatureIsSetSo,
    WaitingDosesHaveChanged,
    confirm_anew,
    confirm_doses,
    follow,
    left_to_confirm_anew,
    set_first_signature,
    sign_what_was_saved,
    withdraw_signing_key,
)
from sotiem.certificates.queries import certificate_in_force, disagreements_on_record
from sotiem.certificates.trust import TrustOnRecord
from sotiem.config.subscriptions import AFTER_COMMIT, IN_TRANSACTION
from sotiem.doses.facts import DoseReason, LoadedDose, NewDose
from sotiem.doses.models import Dose, DoseVersion
from sotiem.doses.operations import amend_dose, load_doses, record_doses
from sotiem.foundation import events, jobs
from sotiem.foundation.actors import machine
from sotiem.foundation.models import AuditEntry
from sotiem.foundation.refusals import NotAllowed
from sotiem.patients.models import Patient
from tests.factories import (
    accounts,
    certificates,
    confirmations,
    doses,
    imports,
    patients,
    reference,
)

pytestmark = pytest.mark.django_db
FIRST, SECOND = date(2021, 7, 1), date(2021, 8, 12)
AT = doses.AT
LATER = AT + timedelta(days=1)


@pytest.fixture(autouse=True)
def they_follow(nobody_follows: None) -> None:
    events.subscribe(in_transaction=IN_TRANSACTION, after_commit=AFTER_COMMIT)


@pytest.fixture
def key() -> SigningKey:
    return certificates.signing_key()


def problems() -> list[str]:
    return list(confirmation_queries.disagreements_on_record(at=LATER))


def reasons() -> list[str]:
    told = AuditEntry.objects.filter(action="certificate.not_issued").order_by("pk")
    return list(told.values_list("reason", flat=True))


def test_what_a_facility_saves_is_signed_by_its_own_key_and_certified(key: SigningKey) -> None:
    person = certificates.vaccinated(SECOND)
    confirmation = Confirmation.objects.get()
    facility = reference.facility()
    assert confirmation.facility_id == facility.pk
    assert confirmation.signing_key.kind == SigningKey.Kind.FACILITY
    assert confirmation.confirmed_by == str(machine("test"))
    assert certificates.in_force(person.pk).dose_version.confirmed.confirmation == confirmation
    assert problems() == []


def test_a_moment_is_the_same_in_whichever_zone_it_was_read(key: SigningKey) -> None:
    new = NewDose(patient_id=patients.patient().pk, facts=doses.facts(SECOND), origin="test")
    here = AT.astimezone(timezone(timedelta(hours=7)))
    record_doses(doses=[new], reason=DoseReason.RECORDED, by=machine("test"), at=here)
    assert Confirmation.objects.get().confirmed_at == AT
    assert problems() == []


def test_anyone_can_repeat_what_was_signed_from_the_facts_alone(key: SigningKey) -> None:
    """The bytes under a signature, laid out by hand: they are a contract."""
    by, other = imports.clerk(), {"name": "Lê Văn Mẫu", "number": "079087001235", "sex": "Nam"}
    imports.committed(imports.sheet(imports.row(), imports.row(**other)), by=by)
    confirmation = Confirmation.objects.get()
    lines = []
    for dose in sorted(Dose.objects.all(), key=lambda dose: str(dose.public_id)):
        told = [
            str(dose.public_id), 1, str(dose.patient.public_id), "ASTRAZENECA", "", "2021-09-14",
            "FK0112", "79101", "", "administered", "completed",
        ]  # fmt: skip
        lines.append(sha256(json.dumps(told, ensure_ascii=False).encode()).digest())
    digest = sha256(b"".join(lines)).hexdigest()
    moment = imports.AT.isoformat()
    said = (
        f'{{"confirmed_at": "{moment}", "confirmed_by": "{by}", "digest": "{digest}", '
        f'"doses": 2, "facility": "79101", "signed_at": "{moment}"}}'
    )
    certificate = x509.load_der_x509_certificate(bytes(confirmation.signing_key.certificate))
    public = certificate.public_key()
    assert isinstance(public, ec.EllipticCurvePublicKey)
    text = b"sotiem-confirmation-1\n" + said.encode()
    assert algorithms.holds(public, bytes(confirmation.signature), text)


def test_no_verifier_believes_a_facilitys_key(key: SigningKey) -> None:
    certificates.vaccinated(SECOND)
    own = SigningKey.objects.get(kind=SigningKey.Kind.FACILITY)
    assert not TrustOnRecord(LATER).find(bytes.fromhex(own.kid))
    certificate = x509.load_der_x509_certificate(bytes(own.certificate))
    usage = certificate.extensions.get_extension_for_oid(ExtensionOID.EXTENDED_KEY_USAGE).value
    assert [each.dotted_string for each in usage] == ["1.3.6.1.5.5.7.3.36"]  # type: ignore[attr-defined]
    root = SigningKey.objects.get(kind=SigningKey.Kind.ROOT)
    certificate.verify_directly_issued_by(x509.load_der_x509_certificate(bytes(root.certificate)))


@pytest.mark.parametrize(
    ("table", "change", "shows"),
    [
        ("doses_doseversion", "SET lot_number = CASE lot_number WHEN 'A' THEN 'B' ELSE 'A' END", 1),
        ("doses_doseversion", "SET administered_on = administered_on + 1", 1),
        ("doses_dose", "SET patient_id = (SELECT sum(id) FROM patients_patient) - patient_id", 1),
        ("certificates_confirmeddose", "SET confirmation_id = (SELECT min(id) FROM first)", 1),
        ("certificates_confirmation", "SET confirmed_by = 'staff:another'", 1),
        ("certificates_confirmation", "SET signature = decode(repeat('00', 64), 'hex')", 1),
        ("certificates_signingkey", "SET facility_id = facility_id + 1 WHERE kind = 'facility'", 1),
        ("certificates_confirmation", "SET doses = doses", 0),
    ],
)
def test_whatever_is_changed_behind_the_back_shows(
    key: SigningKey, table: str, change: str, shows: int
) -> None:
    one, other = patients.patient(), patients.patient(patients.facts(full_name="Lê Văn Mẫu"))
    doses.dose(one, SECOND, lot_number="A")
    doses.dose(other, SECOND, lot_number="B")
    assert problems() == []
    change = change.replace("first", "certificates_confirmation")
    with certificates.behind_the_back(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} {change}")
    assert bool(problems()) is bool(shows)


def test_a_dose_taken_out_of_a_confirmation_shows(key: SigningKey) -> None:
    other = {"name": "Lê Văn Mẫu", "number": "079087001235", "sex": "Nam"}
    imports.committed(imports.sheet(imports.row(), imports.row(**other)), by=imports.clerk())
    with certificates.behind_the_back():
        ConfirmedDose.objects.filter(pk=ConfirmedDose.objects.order_by("pk")[0].pk).delete()
    (confirmation,) = Confirmation.objects.all()
    told = f"confirmation {confirmation.pk}: the doses say something else than was confirmed"
    assert told in problems()


def test_one_signature_covers_a_sheet(key: SigningKey) -> None:
    rows = [imports.row(name=f"Lê Văn {name}", phone="", number="") for name in ("An", "Bình")]
    imports.committed(imports.sheet(*rows, imports.row()), by=imports.clerk())
    (confirmation,) = Confirmation.objects.all()
    assert confirmation.doses == Dose.objects.count() == ConfirmedDose.objects.count()


def test_after_a_review_nothing_is_certified_until_the_head_signs(key: SigningKey) -> None:
    confirmations.after_review()
    person = certificates.vaccinated(SECOND)
    assert certificate_in_force(person.pk) is None
    assert reasons() == ["dose_not_confirmed"]
    (group,) = groups_awaited_at(reference.facility())
    assert (group.day, group.origin, group.doses, group.people) == (SECOND, "test", 1, 1)
    assert problems() == []
    head = confirmations.head()
    (confirmation,) = confirmations.confirm(by=head)
    assert confirmation.confirmed_by == str(head)
    assert certificates.in_force(person.pk).dose_version.confirmed.confirmation == confirmation
    assert not AwaitedDose.objects.exists()
    assert groups_awaited_at(reference.facility()) == []
    assert problems() + list(disagreements_on_record()) == []


def test_a_certificate_tells_of_the_doses_before_the_first_that_waits(key: SigningKey) -> None:
    person = certificates.vaccinated(FIRST)
    confirmations.after_review(at=AT - timedelta(minutes=1))
    doses.dose(person, SECOND)
    kept = certificates.in_force(person.pk)
    assert (kept.dose_number, kept.dose_version.administered_on) == (1, FIRST)
    assert list(disagreements_on_record()) == []
    confirmations.confirm()
    assert certificates.in_force(person.pk).dose_number == 2


def test_a_dose_that_waits_counts_in_the_numbers_of_those_after_it(key: SigningKey) -> None:
    confirmations.after_review()
    person = patients.patient()
    doses.dose(person, FIRST)
    doses.dose(person, SECOND)
    confirmations.confirm(SECOND)
    assert certificate_in_force(person.pk) is None
    confirmations.confirm(FIRST)
    assert certificates.in_force(person.pk).dose_number == 2


def test_what_is_signed_is_what_was_looked_at_and_by_whom_it_may(key: SigningKey) -> None:
    confirmations.after_review()
    doses.dose(patients.patient(), SECOND)
    facility, head = reference.facility(), confirmations.head()
    asked = {"facility": facility, "day": SECOND, "origin": "test", "at": LATER}
    with pytest.raises(WaitingDosesHaveChanged):
        confirm_doses(**asked, seen="", by=head)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        confirmations.confirm(by=accounts.staff((Role.CLERK, facility.path)))
    elsewhere = reference.facility("79102", "Trạm Y tế Bình An")
    with pytest.raises(NotAllowed):
        confirmations.confirm(by=accounts.staff((Role.HEAD, elsewhere.path)))
    confirmations.confirm(by=head)
    with pytest.raises(WaitingDosesHaveChanged):
        confirmations.confirm(by=head)


def test_nobody_confirms_what_she_entered(key: SigningKey) -> None:
    confirmations.after_review()
    both = confirmations.head()
    doses.dose(patients.patient(), SECOND, by=both)
    with pytest.raises(OwnEntriesAreConfirmedByAnother):
        confirmations.confirm(by=both)
    assert confirmations.confirm()


def test_many_people_have_their_certificates_by_jobs(
    key: SigningKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirmations.after_review()
    people = [certificates.vaccinated(SECOND, full_name=f"Lê Văn {each}") for each in ("An", "Tư")]
    asked: list[list[int]] = []
    monkeypatch.setattr(jobs, "enqueue", lambda _name, patient_ids: asked.append(patient_ids))
    monkeypatch.setattr(follow, "PEOPLE_AT_ONCE", 1)
    confirmations.confirm()
    assert asked == [[each.pk] for each in people]
    assert not Certificate.objects.exists()


def test_a_dose_waits_while_no_key_can_be_had_and_is_signed_soon_after() -> None:
    person = certificates.vaccinated(SECOND)
    assert AwaitedDose.objects.count() == 1
    assert groups_awaited_at(reference.facility()) == []  # nobody has to look at it
    assert sign_what_was_saved(at=LATER) == 0
    certificates.signing_key()
    assert sign_what_was_saved(at=LATER) == 1
    assert Confirmation.objects.get().confirmed_by == str(machine("test"))
    assert certificates.in_force(person.pk)
    assert problems() == []


@pytest.mark.parametrize("has_a_key", [True, False])
def test_a_key_sealed_under_another_secret_stops_no_dose(
    key: SigningKey, settings: Settings, has_a_key: bool
) -> None:
    if has_a_key:
        certificates.vaccinated(FIRST)
    settings.SECRET_KEY = "another secret"
    certificates.vaccinated(SECOND, full_name="Lê Văn Mẫu")
    assert (Confirmation.objects.count(), AwaitedDose.objects.count()) == (int(has_a_key), 1)


def test_what_comes_from_elsewhere_needs_no_signature_of_the_facility(key: SigningKey) -> None:
    person = certificates.vaccinated(SECOND)
    dose = person.doses.get()
    amend_dose(
        dose_id=dose.pk,
        facts=replace(dose.current.facts, lot_number="ABX500"),
        reason=DoseReason.REPORT,
        origin="report:PA-1",
        by=machine("test"),
        at=LATER,
    )
    assert certificates.in_force(person.pk).dose_version.number == 2
    other = patients.patient(patients.facts(full_name="Lê Văn Mẫu"))
    Patient.objects.filter(pk=other.pk).update(reference="N1")
    told = {"M1": LoadedDose(person="N1", facts=doses.facts(SECOND))}
    load_doses(doses=told, origin="test", with_certificates=True, by=machine("test"), at=LATER)
    assert certificates.in_force(other.pk)
    assert Confirmation.objects.count() == 1
    assert problems() == []


def test_a_decision_may_have_to_wait_for_the_facility_as_well(key: SigningKey) -> None:
    confirmations.after_review(DoseWay.DECISION)
    person = certificates.vaccinated(SECOND)
    dose = person.doses.get()
    amend_dose(
        dose_id=dose.pk,
        facts=replace(dose.current.facts, lot_number="ABX500"),
        reason=DoseReason.REPORT,
        origin="report:PA-1",
        by=machine("test"),
        at=LATER,
    )
    assert certificate_in_force(person.pk) is None
    confirmations.confirm(origin="report:PA-1", at=LATER)
    assert certificates.in_force(person.pk).dose_version.number == 2
    assert problems() == []


def test_a_rule_holds_from_its_moment_and_what_was_recorded_before_keeps_its_own(
    key: SigningKey,
) -> None:
    confirmations.after_review()
    waiting = certificates.vaccinated(SECOND)
    usual = {"way": DoseWay.ENTRY, "step": FirstSignature.AT_ENTRY, "reason": "Thôi"}
    by = accounts.staff((Role.ADMINISTRATOR, "vn"))
    set_first_signature(**usual, by=by, at=AT - timedelta(days=1))  # type: ignore[arg-type]
    assert sign_what_was_saved(at=LATER) == 1  # recorded after both
    assert certificates.in_force(waiting.pk)
    confirmations.after_review(at=LATER)
    assert rules_in_force(at=LATER)[DoseWay.ENTRY][0] == FirstSignature.AFTER_REVIEW
    certificates.vaccinated(FIRST, full_name="Lê Văn Mẫu")
    assert Confirmation.objects.count() == 2
    assert problems() == []


def test_who_signs_first_is_set_by_who_may_with_a_reason_and_for_what_can_be() -> None:
    by = accounts.staff((Role.ADMINISTRATOR, "vn"))
    said = {"way": DoseWay.SHEET, "step": FirstSignature.AFTER_REVIEW, "reason": "Thử", "at": AT}
    with pytest.raises(NotAllowed):
        set_first_signature(**said, by=accounts.staff((Role.ADMINISTRATOR, "vn/2025:79")))  # type: ignore[arg-type]
    with pytest.raises(RuleNeedsAReason):
        set_first_signature(**{**said, "reason": " "}, by=by)  # type: ignore[arg-type]
    for way in (DoseWay.LOADED, DoseWay.DECISION):
        with pytest.raises(NotTheFacilitysWord):
            set_first_signature(**{**said, "way": way, "step": FirstSignature.AT_ENTRY}, by=by)  # type: ignore[arg-type]
    set_first_signature(**said, by=by)  # type: ignore[arg-type]
    with pytest.raises(SignatureIsSetSo):
        set_first_signature(**said, by=by)  # type: ignore[arg-type]
    told = AuditEntry.objects.get(action="confirmation_rule.set")
    assert (told.reason, told.details) == ("Thử", {"way": "sheet", "step": "after_review"})


def test_what_a_leaked_key_confirmed_is_signed_anew_and_certificates_stay(key: SigningKey) -> None:
    people = [certificates.vaccinated(SECOND, full_name=f"Lê Văn {each}") for each in ("An", "Tư")]
    before = [certificates.in_force(each.pk) for each in people]
    leaked = SigningKey.objects.get(kind=SigningKey.Kind.FACILITY)
    withdraw_signing_key(kid=leaked.kid, reason="Mất máy", by=machine("test"), at=LATER)
    assert left_to_confirm_anew(at=LATER) == 2
    assert len(problems()) == 2
    last = confirm_anew(after=0, at=LATER, limit=1)
    assert last is not None
    assert left_to_confirm_anew(at=LATER) == 1
    assert confirm_anew(after=last, at=LATER, limit=1)
    assert (left_to_confirm_anew(at=LATER), problems()) == (0, [])
    anew = Confirmation.objects.exclude(repeats=None)
    assert {each.signing_key.kind for each in anew} == {SigningKey.Kind.FACILITY}
    assert leaked.pk not in {each.signing_key_id for each in anew}
    assert {each.confirmed_at for each in anew} == {AT}
    assert [certificates.in_force(each.pk) for each in people] == before


def test_what_does_not_hold_is_not_signed_anew(key: SigningKey) -> None:
    certificates.vaccinated(SECOND)
    leaked = SigningKey.objects.get(kind=SigningKey.Kind.FACILITY)
    withdraw_signing_key(kid=leaked.kid, reason="Mất máy", by=machine("test"), at=LATER)
    with certificates.behind_the_back():
        DoseVersion.objects.update(lot_number="khác")
    last = confirm_anew(after=0, at=LATER)
    assert last is not None
    assert confirm_anew(after=last, at=LATER) is None
    assert left_to_confirm_anew(at=LATER) == 1


def test_what_was_recorded_before_facilities_had_keys_stays_certified_without(
    key: SigningKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the migration writes into a database that has doses already."""
    monkeypatch.setattr(events, "_in_transaction", {})
    person = certificates.vaccinated(SECOND)
    migration = import_module("sotiem.certificates.migrations.0006_confirmed_by_facilities")
    with connection.cursor() as cursor:
        cursor.execute(migration.RECORDED_BEFORE)
    certificates.refresh([person.pk])
    assert certificates.in_force(person.pk)
    assert not Confirmation.objects.exists()
    assert problems() == []
    now = django_now() + timedelta(minutes=1)
    assert rules_in_force(at=now)[DoseWay.ENTRY][0] == FirstSignature.AT_ENTRY
    assert rules_in_force(at=AT)[DoseWay.ENTRY][0] == FirstSignature.NOBODY


def test_a_certificate_that_went_past_the_facility_shows(key: SigningKey) -> None:
    certificate = certificates.certified(SECOND)
    with certificates.behind_the_back():
        ConfirmedDose.objects.all().delete()
    assert f"certificate {certificate.pk}: its dose was not confirmed as it has to be" in problems()


@pytest.mark.parametrize(
    ("table", "wrong", "constraint"),
    [
        (Confirmation, {"doses": 0}, "confirmation_has_doses"),
        (ConfirmationRule, {"way": "luck"}, "confirmation_rule_way_is_known"),
        (ConfirmationRule, {"step": "never"}, "confirmation_rule_step_is_known"),
        (SigningKey, {"token_key": "ab"}, "signing_key_is_kept_in_one_place"),
        (SigningKey, {"facility": None, "kind": "facility"}, "signing_key_has_a_use"),
    ],
)
def test_what_makes_no_sense_is_refused(
    key: SigningKey, table: type, wrong: dict[str, object], constraint: str
) -> None:
    confirmations.after_review(DoseWay.SHEET)
    certificates.vaccinated(SECOND)
    with certificates.behind_the_back(), pytest.raises(IntegrityError, match=constraint), atomic():
        table.objects.update(**wrong)  # type: ignore[attr-defined]


def test_two_rules_do_not_begin_at_one_moment() -> None:
    confirmations.after_review()
    rule = ConfirmationRule.objects.get()
    rule.pk = None
    with pytest.raises(IntegrityError, match="begins_at_its_moment"):
        rule.save(force_insert=True)


@pytest.mark.parametrize("table", [Confirmation, ConfirmedDose, ConfirmationRule])
def test_what_was_signed_and_set_is_written_once(key: SigningKey, table: type[Model]) -> None:
    confirmations.after_review(DoseWay.SHEET)
    certificates.vaccinated(SECOND)
    with pytest.raises(IntegrityError, match="written once"), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table._meta.db_table}")
