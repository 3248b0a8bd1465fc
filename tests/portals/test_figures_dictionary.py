"""The data dictionary has a line for every field of every file, and no line without a field."""

import json
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

import polars as pl
import pytest
from django.test import Client

from tests.architecture.sources import ROOT
from tests.portals.test_standing_pages import Supplied, publish, supplied

pytestmark = pytest.mark.django_db
__all__ = ["supplied"]

TEXT: Final = (ROOT / "docs/api/figures.md").read_text(encoding="utf-8")
FILES: Final = ("tiem-chung", "tinh-hinh", "bang")
# Tables whose rows are named by what they are about: only what stands in the rows is a field.
OF_ROWS: Final = {
    "tiem-chung": {"parts", "days", "ages", "vaccines"},
    "tinh-hinh": {
        "totals", "parts", "supply", "decisions", "reactions", "registrations", "facilities",
    },
    "bang": set(),
}  # fmt: skip


def described(section: str) -> set[str]:
    part = TEXT.split(f"\n## {section}\n")[1].split("\n## ")[0]
    return set(re.findall(r"^\| `(\w+)` \|", part, re.M))


def of(name: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(Client().get(f"/so-lieu/{name}.json").content)
    return told


def fields_of(name: str, told: dict[str, Any]) -> Iterator[str]:
    for key, value in told.items():
        yield key
        if key in OF_ROWS[name]:
            yield from (field for row in value.values() for field in row)
        elif key == "rows":
            yield from (field for row in value for field in row)
        elif isinstance(value, dict):
            yield from value


@pytest.mark.parametrize("name", FILES)
def test_every_field_has_a_line_and_every_line_a_field(name: str, supplied: Supplied) -> None:
    publish(7)
    told = [of(name)]
    if name != "bang":
        told.append(of(f"tinh/01/{name}"))
    found = {field for each in told for field in fields_of(name, each)}
    everywhere = described("Every file")
    assert found - everywhere == described(name)
    assert everywhere - found == ({"place"} if name == "bang" else set())


@pytest.mark.parametrize("name", [*FILES, "tinh/01/tiem-chung", "tinh/01/tinh-hinh"])
def test_spreadsheets_hold_what_parquet_does(name: str, supplied: Supplied) -> None:
    publish(7)
    lines = Client().get(f"/so-lieu/{name}.csv").content.decode("utf-8-sig").splitlines()
    frame = pl.read_parquet(BytesIO(Client().get(f"/so-lieu/{name}.parquet").content))
    assert lines[0].split(",") == frame.columns
    assert len(lines) == len(frame) + 1 > 2
    known = described(name.rpartition("/")[2])
    if name == "bang":
        assert set(frame.columns) == known - {"rows"}
    else:
        assert set(frame["table"]) <= known
