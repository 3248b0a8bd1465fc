from datetime import datetime, timedelta

from django.db import transaction

from sotiem.accounts.facts import Citizen
from sotiem.data_requests import rules
from sotiem.data_requests.models import DataExport
from sotiem.foundation import audit, limits


def note_export(*, form: str, by: Citizen, at: datetime) -> DataExport:
    """Somebody takes all that is kept of them, as `json` or `pdf`; so many times a day."""
    who = f"{by.patient_id or ''}:{by.phone}"
    limits.spend("my-data", who, limit=rules.EXPORTS_A_DAY, per=timedelta(days=1), at=at)
    with transaction.atomic():
        made = DataExport.objects.create(patient_id=by.patient_id, form=form, made_at=at)
        audit.record("data.exported", made, by=by, at=at, patient_id=by.patient_id, form=form)
    return made
