"""Invented people and their slips, each different."""

from random import Random
from typing import Final

from benchmarks.slips.drawing import DrawnDose, DrawnSlip

_SURNAMES: Final = "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý"
_MIDDLES: Final = "Văn Thị Hữu Đức Minh Ngọc Thanh Quốc Kim Xuân Bảo Gia"
_GIVEN: Final = "An Bình Châu Dũng Giang Hà Hạnh Hiếu Khoa Lan Long Mai Nam Oanh Phúc Quân Sơn"
_LOTS: Final = ("FK", "ABW", "NC", "PV", "TN")
_VACCINES: Final = {
    "AstraZeneca": "ASTRAZENECA",
    "Pfizer": "COMIRNATY",
    "Moderna": "SPIKEVAX",
    "Comirnaty": "COMIRNATY",
    "Spikevax": "SPIKEVAX",
    "Abdala": "ABDALA",
    "Sputnik V": "SPUTNIK_V",
    "Hayat-Vax": "HAYAT_VAX",
}
CODES: Final = _VACCINES


def slip_of(random: Random) -> DrawnSlip:
    """A slip of somebody who does not exist."""
    woman = random.random() < 0.5
    parts = (_SURNAMES, _MIDDLES, _GIVEN)
    name = " ".join(random.choice(part.split()) for part in parts)
    year = random.randint(1940, 2005)
    century = 3 if year >= 2000 else 1
    number = (
        f"0{random.choice((79, 1, 48, 92)):02}{century if woman else century - 1}{year % 100:02}"
    )
    first = random.randint(1, 28), random.choice((7, 8))
    second = random.randint(1, 28), random.choice((9, 10, 11))
    return DrawnSlip(
        full_name=name,
        birth_date=f"{random.randint(1, 28):02}/{random.randint(1, 12):02}/{year}",
        sex="Nữ" if woman else "Nam",
        identity=f"{number}{random.randint(0, 999_999):06}",
        phone=f"09{random.randint(10_000_000, 99_999_999)}",
        address=f"{random.randint(1, 300)} Trần Hưng Đạo, phường Bến Thành",
        doses=tuple(
            DrawnDose(
                number=str(place),
                day=f"{day:02}/{month:02}/2021",
                vaccine=random.choice(tuple(_VACCINES)),
                lot=f"{random.choice(_LOTS)}{random.randint(0, 99_999):05}",
            )
            for place, (day, month) in enumerate((first, second), start=1)
        ),
    )
