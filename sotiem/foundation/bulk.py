"""Many rows at once, by COPY: several times as fast as INSERT, and one statement."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from operator import attrgetter
from typing import Final

import polars as pl
from django.db import connection, models, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Field, JSONField
from django.db.models.expressions import DatabaseDefault, RawSQL
from psycopg.sql import SQL, Identifier

FEW: Final = 20


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows a loading added, changed, and found as they should be."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0

    def __add__(self, other: "Loaded") -> "Loaded":
        return Loaded(
            self.added + other.added,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
        )


def insert_many(model: type[models.Model], rows: Iterable[models.Model]) -> None:
    """Write new rows. Those without a primary key get the next ones of their table."""
    remaining = iter(rows)
    first = list(islice(remaining, FEW + 1))
    if len(first) <= FEW:
        model._default_manager.bulk_create(first)
        return
    fields = _fields_of(model, first[0])
    values_of = attrgetter(*(field.attname for field in fields))
    # All other values reach PostgreSQL as Python has them.
    documents = [place for place, field in enumerate(fields) if isinstance(field, JSONField)]

    def written() -> Iterator[list[object]]:
        for row in chain(first, remaining):
            values = list(values_of(row))
            for place in documents:
                values[place] = fields[place].get_db_prep_save(values[place], connection)
            yield values

    with transaction.atomic():
        insert_rows(model, [str(field.column) for field in fields], written())


def insert_rows(
    model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    """Write rows given as values in the order of these columns; no model object is made.

    What is JSON is given as its text, a moment as text too: the same one is written many times.
    """
    columns = SQL(", ").join(map(Identifier, names))
    copy_in = SQL("COPY {} ({}) FROM STDIN").format(Identifier(model._meta.db_table), columns)
    with connection.cursor() as cursor, cursor.copy(copy_in) as copy:
        for row in rows:
            copy.write_row(row)


def copy_frame(cursor: CursorWrapper, model: type[models.Model], frame: pl.DataFrame) -> None:
    """Write rows that are columns already; null is written as nothing, "" as an empty text."""
    columns = SQL(", ").join(map(Identifier, frame.columns))
    copy_in = SQL("COPY {} ({}) FROM STDIN (FORMAT csv)").format(
        Identifier(model._meta.db_table), columns
    )
    # Every text is quoted, so that an empty one is told from none at all.
    text = frame.write_csv(include_header=False, quote_style="non_numeric", null_value="")
    with cursor.copy(copy_in) as copy:
        copy.write(text)


def array_of(values: Collection[int] | Collection[str]) -> RawSQL:
    """Many values as one array, for `__in`: thousands of single parameters cost more than the
    search itself."""
    if isinstance(next(iter(values), 0), str):
        return RawSQL("SELECT unnest(%s::text[])", [list(values)])
    return RawSQL("SELECT unnest(%s::bigint[])", [as_array(values)])


def as_array(plain: Iterable[int | str | None]) -> str:
    """Many numbers or moments as PostgreSQL reads them soonest, for `= ANY(%s::bigint[])`.

    None is null. Texts are not written safely so.
    """
    return f"{{{','.join('NULL' if one is None else str(one) for one in plain)}}}"


def _fields_of(model: type[models.Model], row: models.Model) -> Sequence["Field[object, object]"]:
    """The columns that the row itself fills; the others are left to the database."""
    return [
        field
        for field in model._meta.concrete_fields
        if not (field.primary_key and row.pk is None)
        and not isinstance(getattr(row, field.attname), DatabaseDefault)
    ]
