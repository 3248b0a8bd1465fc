from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from sotiem.foundation import jobs


@transaction.atomic(savepoint=False)
def ask_to_read(*, file_ids: Collection[int], at: datetime) -> None:
    """Have stored photos read by the worker, once what names them is on record."""
    jobs.enqueue_many("read_photo", [{"file_id": file_id} for file_id in file_ids])
