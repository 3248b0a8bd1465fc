from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import Q

from sotiem.doses.models import Dose
from sotiem.facilities.models import Facility
from sotiem.foundation.identifiers import new_public_id
from sotiem.foundation.models import StoredFile
from sotiem.imports.facts import ASKING, RowProblem
from sotiem.imports.rules.lists import Lists
from sotiem.imports.states import Answer, Change, Decision, ImportStatus, RowOutcome
from sotiem.patients.models import Patient, PatientVersion
from sotiem.vaccines.models import Vaccine


def _one_of(field: str, values: Iterable[str], *, name: str) -> models.CheckConstraint:
    return models.CheckConstraint(name=name, condition=Q((f"{field}__in", list(map(str, values)))))


class DoseImportQuerySet(models.QuerySet["DoseImport"]):
    def in_use(self) -> Self:
        """Files of which something came, or may come, or was taken back."""
        return self.exclude(status__in=[ImportStatus.REFUSED, ImportStatus.CANCELLED])

    def newest_first(self) -> Self:
        return self.order_by("-pk")


class ImportRowQuerySet(models.QuerySet["ImportRow"]):
    def to_record(self) -> Self:
        """Rows whose dose will be recorded, in the order of the sheet."""
        rows = self.filter(outcome=RowOutcome.NEW).select_related("answer", "decision", "change")
        return rows.order_by("number", "slot")

    def without_content(self) -> Self:
        """What stood in the rows and was made of it is not read; of very many it is large."""
        return self.defer("raw", "facts", "problems")


class DoseImport(models.Model):
    """A facility's sheet: the file as it came, and what became of it."""

    public_id = models.UUIDField(default=new_public_id, unique=True)
    submission_key = models.UUIDField(unique=True)
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT)
    file_name = models.CharField(max_length=200)
    status = models.CharField(max_length=20, default=ImportStatus.CHECKING)
    problem = models.CharField(max_length=40, blank=True)  # why the file as a whole was refused
    problem_details = models.JSONField(default=dict)
    headers = models.JSONField(default=list)  # of each list: its sheet, and some column names
    passed_over = models.JSONField(default=dict, db_default={})  # rows and sheets not read, and why
    answers = models.JSONField(default=dict, db_default={})  # what a clerk said of the file
    questions = models.JSONField(
        default=list, db_default=[]
    )  # about the file, with what settled each
    rows_total = models.IntegerField(default=0)
    rows_done = models.IntegerField(default=0)
    counts = models.JSONField(default=dict)  # how many doses of each outcome
    rows_decided = models.IntegerField(db_default=0)  # how often somebody answered for a row
    rows_changed = models.IntegerField(db_default=0)  # rows whose person changed meanwhile
    rows_digest = models.CharField(max_length=64, blank=True, db_default="")
    # Held by no constraint: its check would wait for the other file while that is being recorded.
    same_as = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    uploaded_by = models.CharField(max_length=100)
    uploaded_at = models.DateTimeField()
    committed_at = models.DateTimeField(null=True)

    objects = DoseImportQuerySet.as_manager()

    class Meta:
        constraints = [_one_of("status", ImportStatus, name="import_status_is_known")]
        indexes = [models.Index(fields=["facility", "-id"], name="import_of_facility")]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def lists(self) -> Lists:
        """What its lists and their columns are called, and where a row of them stands."""
        return Lists(self.headers)

    @property
    def origin(self) -> str:
        """How doses and people name the sheet they were known from."""
        return f"import:{self.public_id}"


class RememberedAnswers(models.Model):
    """What a facility's clerks said of a file; its next one with the same headers is read so."""

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, db_index=False)
    signature = models.CharField(max_length=64)  # of the header row
    answers = models.JSONField()
    last_import = models.ForeignKey(DoseImport, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["facility", "signature"], name="remembered_answers_are_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.facility_id}: {self.signature[:12]}"


class ImportRow(models.Model):
    """One row of a sheet: as it came, as we read it, and its fate. One sheet row may hold several
    doses of one person; each (row, dose) pair is one ImportRow."""

    dose_import = models.ForeignKey(
        DoseImport, on_delete=models.PROTECT, related_name="rows", db_index=False
    )
    number = models.IntegerField()  # tells the list and the row in it (`rules.lists`)
    slot = models.IntegerField()  # which dose of the row: 1, 2, 3
    raw = models.JSONField()
    facts = models.JSONField()  # person and dose in normal form, where readable
    problems = models.JSONField(default=list)  # [{"column", "code", "value_shown"}], all of them
    outcome = models.CharField(max_length=20)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, null=True)
    dose = models.ForeignKey(Dose, on_delete=models.PROTECT, null=True)

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dose_import", "number", "slot"], name="import_row_is_unique"
            ),
            _one_of("outcome", RowOutcome, name="import_row_outcome_is_known"),
        ]
        indexes = [
            models.Index(fields=["dose_import", "outcome", "number"], name="import_row_by_outcome")
        ]

    def __str__(self) -> str:
        return f"{self.dose_import_id}#{self.number}.{self.slot}"

    @property
    def where(self) -> str:
        """The row as the spreadsheet shows it, with its sheet where there are several."""
        return self.dose_import.lists.where(self.number)

    @property
    def asks_about_dose(self) -> bool:
        """Whether all that the row waits for is a word on its dose."""
        asked = {one["code"] for one in self.problems} & ASKING
        return self.outcome == RowOutcome.REVIEW and asked == {RowProblem.DOSE_MAY_BE_KNOWN}

    @property
    def asks_about_person(self) -> bool:
        """Whether somebody must first say whose the row is."""
        asked = {one["code"] for one in self.problems} & ASKING
        return self.outcome == RowOutcome.REVIEW and bool(asked - {RowProblem.DOSE_MAY_BE_KNOWN})

    @property
    def standing_decision(self) -> "RowDecision | None":
        """What somebody said of its person, unless a new doubt came up since."""
        return None if self.asks_about_person else getattr(self, "decision", None)

    @property
    def standing_answer(self) -> "RowAnswer | None":
        """What somebody said of its dose, unless a new doubt came up since."""
        return None if self.outcome == RowOutcome.REVIEW else getattr(self, "answer", None)


class RowAnswer(models.Model):
    """Somebody's word on a row: its dose is one on record, or none of those it was compared with.

    What a later answer replaces, or what is taken back, stays in the trail.
    """

    row = models.OneToOneField(ImportRow, on_delete=models.PROTECT, related_name="answer")
    answer = models.CharField(max_length=20)
    about = models.JSONField()  # the doses on record it was compared with
    answered_by = models.CharField(max_length=100)
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [_one_of("answer", Answer, name="row_answer_is_known")]

    def __str__(self) -> str:
        return f"{self.row_id}: {self.answer}"


class RowDecision(models.Model):
    """Somebody's word on whose all doses of a row are; what is taken back stays in the trail."""

    row = models.OneToOneField(ImportRow, on_delete=models.PROTECT, related_name="decision")
    decision = models.CharField(max_length=20)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, null=True, related_name="+")
    about = models.JSONField()  # the people on record it was compared with
    asked = models.JSONField()  # what the row asked before
    patient_before = models.ForeignKey(
        Patient, on_delete=models.PROTECT, null=True, related_name="+"
    )
    filled = models.JSONField(default=dict)  # what of the person was empty, and what it was given
    decided_by = models.CharField(max_length=100)
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            _one_of("decision", Decision, name="row_decision_is_known"),
            models.CheckConstraint(
                name="row_decision_names_someone_unless_new",
                condition=Q(decision=Decision.BOTH, patient__isnull=True)
                | (~Q(decision=Decision.BOTH) & Q(patient__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row_id}: {self.decision}"


class RowChange(models.Model):
    """The record of a row's person changed after the sheet was uploaded; `then` and `now` are
    versions of the person, where she was amended."""

    row = models.OneToOneField(ImportRow, on_delete=models.PROTECT, related_name="change")
    kind = models.CharField(max_length=20)
    then = models.ForeignKey(PatientVersion, on_delete=models.PROTECT, null=True, related_name="+")
    now = models.ForeignKey(PatientVersion, on_delete=models.PROTECT, null=True, related_name="+")
    found_at = models.DateTimeField()

    class Meta:
        constraints = [_one_of("kind", Change, name="row_change_is_known")]

    def __str__(self) -> str:
        return f"{self.row_id}: {self.kind}"


class ImportApproval(models.Model):
    """A clerk's word that part of a sheet be recorded; `key` makes a double click one word."""

    key = models.UUIDField(unique=True)
    dose_import = models.ForeignKey(DoseImport, on_delete=models.PROTECT, related_name="approvals")
    parts = models.JSONField()
    rows = models.JSONField()  # numbers of rows; of all when empty
    approved_by = models.CharField(max_length=100)
    approved_at = models.DateTimeField()
    recorded = models.IntegerField(null=True)  # doses, when it is done

    def __str__(self) -> str:
        return str(self.key)


class WaitingRow(models.Model):
    """A row of a sheet that waits for a person, as the facility's work list keeps it."""

    row = models.OneToOneField(
        ImportRow, on_delete=models.PROTECT, primary_key=True, related_name="waiting"
    )
    dose_import = models.ForeignKey(DoseImport, on_delete=models.PROTECT)
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, db_index=False)
    reason = models.CharField(max_length=40)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, null=True)
    vaccine = models.ForeignKey(Vaccine, on_delete=models.PROTECT, db_index=False)
    given_on = models.DateField()
    since = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["facility", "row"], name="waiting_row_of_facility"),
            models.Index(fields=["facility", "reason", "row"], name="waiting_row_by_reason"),
        ]

    def __str__(self) -> str:
        return str(self.row_id)


class WaitingRowKey(models.Model):
    """A hashed trait (`matching.rules.keys`) under which a waiting row's person is found."""

    pk = models.CompositePrimaryKey("key", "row_id")
    key = models.BigIntegerField()
    row = models.ForeignKey(WaitingRow, on_delete=models.PROTECT, related_name="keys")

    def __str__(self) -> str:
        return f"{self.row_id}: {self.key}"


class WaitingCount(models.Model):
    """How many rows of a facility wait, kept with every change so that no page counts them."""

    facility = models.OneToOneField(
        Facility, on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    rows = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.facility_id}: {self.rows}"
