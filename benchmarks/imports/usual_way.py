"""A sheet by django-import-export, as its documentation shows it.

It does a part of what ours does: the cells become a row of one table, whose person is looked for
by number, or else by name and birth date. No trail, no versions, no certificate, no doubt.
"""

import time
from pathlib import Path
from typing import Any

import tablib
from django.db import connection, models
from import_export import fields, resources

from sotiem.identity.readings import read_birth_date, read_name, read_numbers
from sotiem.imports.rules.reading import read_dose_sheet
from sotiem.patients.models import Patient


class PlainDose(models.Model):
    """A dose without history."""

    number = models.IntegerField(unique=True)
    full_name = models.CharField(max_length=200)
    birth_date = models.CharField(max_length=20)
    phone = models.CharField(max_length=40)
    person_number = models.CharField(max_length=40)
    vaccine = models.CharField(max_length=100)
    day = models.CharField(max_length=40)
    lot = models.CharField(max_length=40)
    patient = models.ForeignKey(Patient, models.DO_NOTHING, null=True, db_constraint=False)

    class Meta:
        app_label = "imports"


class PlainDoseResource(resources.ModelResource):
    patient = fields.Field(attribute="patient_id", column_name="patient")

    class Meta:
        model = PlainDose
        import_id_fields = ("number",)
        fields = (
            "number", "full_name", "birth_date", "phone", "person_number", "vaccine", "day", "lot",
            "patient",
        )  # fmt: skip

    def before_import_row(self, row: dict[str, Any], **_: Any) -> None:
        """Whose dose it is."""
        cccd, cmnd = read_numbers(row["person_number"], "")
        name, born = read_name(row["full_name"]).text, read_birth_date(row["birth_date"])
        known = Patient.objects.filter(current__full_name=name, current__birth_date=born)
        if cccd or cmnd:
            known = known.filter(current__cccd=cccd, current__cmnd=cmnd)
        row["patient"] = known.values_list("pk", flat=True).first()


def import_rows(sheet: Path, number: int) -> float:
    """Seconds for a preview and an import of the first rows, without reading the workbook."""
    rows = read_dose_sheet(sheet.read_bytes()).rows[:number]
    data = tablib.Dataset(
        headers=[
            "number",
            "full_name",
            "birth_date",
            "phone",
            "person_number",
            "vaccine",
            "day",
            "lot",
        ]
    )
    for row in rows:
        person, dose = row.person, row.doses.get(1, {})
        data.append(
            [
                row.number,
                *(person.get(key, "") for key in ("full_name", "birth_date", "phone", "number")),
                *(dose.get(key, "") for key in ("vaccine", "day", "lot")),
            ]
        )
    with connection.schema_editor() as editor:
        editor.execute(f"DROP TABLE IF EXISTS {PlainDose._meta.db_table}")  # of a broken run
        editor.create_model(PlainDose)
    try:
        started = time.perf_counter()
        PlainDoseResource().import_data(data, dry_run=True)
        PlainDoseResource().import_data(data, dry_run=False, raise_errors=True)
        return time.perf_counter() - started
    finally:
        with connection.schema_editor() as editor:
            editor.delete_model(PlainDose)
