"""Many rows at once, by COPY: several times as fast as INSERT, and one statement."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final

from django.db import connection, models, transaction
from django.db.models import Field
from psycopg.sql import SQL, Identifier

FEW: Final = 20


def insert_many(model: type[models.Model], rows: Iterable[models.Model]) -> None:
    """Write new rows. Those without a primary key get the next ones of their table."""
    remaining = iter(rows)
    first = list(islice(remaining, FEW + 1))
    if len(first) <= FEW:
        model._default_manager.bulk_create(first)
        return
    fields = _fields_of(model, first[0])
    columns = SQL(", ").join([Identifier(str(field.column)) for field in fields])
    copy_in = SQL("COPY {} ({}) FROM STDIN").format(Identifier(model._meta.db_table), columns)
    with transaction.atomic(), connection.cursor() as cursor, cursor.copy(copy_in) as copy:
        for chunk in (first, remaining):
            for row in chunk:
                copy.write_row(
                    [
                        field.get_db_prep_save(getattr(row, field.attname), connection)
                        for field in fields
                    ]
                )


def _fields_of(model: type[models.Model], row: models.Model) -> Sequence["Field[object, object]"]:
    """The columns that the row itself fills; the others have a default in the database."""
    return [
        field
        for field in model._meta.concrete_fields
        if not (field.primary_key and row.pk is None) and not field.has_db_default()
    ]
