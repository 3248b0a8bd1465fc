"""The country as tiles: each province one square, about where it lies; islands too.

Drawn by us, so free like the rest. A tile is as large for a small province as for a large one:
what is coloured is a share, and no share is worth more because more land belongs to it.
"""

from typing import Final, NamedTuple

from sotiem.places.facts import Version

SIDE: Final = 46
GAP: Final = 4


class Tile(NamedTuple):
    """Where a province stands: column from the west, row from the north."""

    code: str
    column: int
    row: int
    short: str


class Island(NamedTuple):
    """Islands far out at sea, with the province they belong to."""

    code: str
    column: int
    row: int
    name: str


_NEW: Final = """
08 3 0 TQ | 04 4 0 CB
12 1 1 LCh | 15 2 1 LCa | 19 3 1 TNg | 20 4 1 LS
11 0 2 ĐB | 14 1 2 SL | 25 2 2 PT | 01 3 2 HN | 24 4 2 BN | 22 5 2 QN
37 3 3 NB | 33 4 3 HY | 31 5 3 HP
38 2 4 TH
40 2 5 NA
42 3 6 HT
44 3 7 QT
46 4 8 Huế
48 4 9 ĐNa
51 4 10 QNg
52 4 11 GL
66 4 12 ĐL
68 3 13 LĐ | 56 4 13 KH
80 1 14 TN | 79 2 14 HCM | 75 3 14 ĐNi
91 0 15 AG | 82 1 15 ĐT | 86 2 15 VL
92 1 16 CT
96 0 17 CM
"""
_OLD: Final = """
02 3 0 HG | 04 4 0 CB
12 1 1 LCh | 10 2 1 LCa | 08 3 1 TQ | 06 4 1 BK | 20 5 1 LS
11 0 2 ĐB | 15 2 2 YB | 25 3 2 PT | 19 4 2 TNg | 24 5 2 BG | 22 6 2 QN
14 1 3 SL | 17 2 3 HB | 26 3 3 VP | 01 4 3 HN | 27 5 3 BN | 30 6 3 HD
35 3 4 HNa | 33 4 4 HY | 34 5 4 TB | 31 6 4 HP
38 2 5 TH | 37 3 5 NB | 36 4 5 NĐ
40 2 6 NA
42 3 7 HT
44 3 8 QB
45 3 9 QT
46 4 10 Huế
49 3 11 QNa | 48 4 11 ĐNa
62 3 12 KT | 51 4 12 QNg
64 3 13 GL | 52 4 13 BĐ
66 3 14 ĐL | 54 4 14 PY
67 2 15 ĐNo | 68 3 15 LĐ | 56 4 15 KH
72 1 16 TN | 70 2 16 BP | 75 3 16 ĐNi | 58 4 16 NT
80 1 17 LA | 79 2 17 HCM | 74 3 17 BD | 60 4 17 BTh
89 0 18 AG | 87 1 18 ĐT | 82 2 18 TG | 77 3 18 VT
91 0 19 KG | 92 1 19 CT | 86 2 19 VL | 83 3 19 BTr
95 0 20 BL | 93 1 20 HGi | 94 2 20 ST | 84 3 20 TV
96 0 21 CM
"""


def _tiles(drawn: str) -> tuple[Tile, ...]:
    each = (one.split() for line in drawn.strip().splitlines() for one in line.split("|"))
    return tuple(Tile(code, int(column), int(row), short) for code, column, row, short in each)


TILES: Final = {Version.NEW: _tiles(_NEW), Version.OLD: _tiles(_OLD)}
ISLANDS: Final = {
    Version.NEW: (Island("48", 6, 8, "Hoàng Sa"), Island("56", 6, 14, "Trường Sa")),
    Version.OLD: (Island("48", 6, 10, "Hoàng Sa"), Island("56", 6, 16, "Trường Sa")),
}
