"""Invented Vietnamese names, with the surnames about as common as they are."""

from random import Random
from typing import Final

from sotiem.identity import Sex

SURNAMES: Final = {
    "Nguyễn": 384, "Trần": 121, "Lê": 95, "Phạm": 70, "Hoàng": 28, "Huỳnh": 23, "Phan": 45,
    "Vũ": 20, "Võ": 19, "Đặng": 21, "Bùi": 20, "Đỗ": 14, "Hồ": 13, "Ngô": 13, "Dương": 10,
    "Lý": 5, "Đinh": 10, "Trương": 12, "Lâm": 6, "Mai": 6, "Đào": 6, "Cao": 6, "Tạ": 4,
    "Hà": 5, "Châu": 4, "Trịnh": 6, "Lương": 5, "Thái": 3, "Quách": 2, "Kiều": 2, "Nông": 2,
    "Tô": 2, "Vương": 2, "Đoàn": 5, "Phùng": 3, "La": 1, "Thạch": 1, "Sơn": 1,
}  # fmt: skip
MIDDLES: Final = {
    Sex.MALE: ["Văn", "Văn", "Hữu", "Đức", "Minh", "Quốc", "Thanh", "Công", "Xuân", "Ngọc",
               "Anh", "Gia", "Bảo", "Thành", "Trọng", "Duy"],
    Sex.FEMALE: ["Thị", "Thị", "Thị Ngọc", "Thị Thu", "Thị Thanh", "Ngọc", "Thu", "Thanh",
                 "Thị Kim", "Thị Mỹ", "Bảo", "Minh", "Hồng", "Thị Bích", "Phương", "Thùy"],
}  # fmt: skip
GIVEN: Final = {
    Sex.MALE: ["Hùng", "Dũng", "Cường", "Tuấn", "Nam", "Sơn", "Hải", "Long", "Phúc", "Khoa",
               "Bình", "Thắng", "Lộc", "Quân", "Tài", "Đạt", "Hòa", "Khánh", "Lâm", "Nghĩa",
               "Phong", "Quý", "Thịnh", "Trung", "Việt", "Vinh", "An", "Đông", "Giang", "Tâm"],
    Sex.FEMALE: ["Lan", "Hoa", "Hương", "Mai", "Thúy", "Hạnh", "Loan", "Nga", "Yến", "Phượng",
                 "Trang", "Linh", "Ngân", "Thảo", "Vy", "Trâm", "Oanh", "Diệp", "Đào", "Hiền",
                 "Huệ", "Liên", "Nhung", "Quyên", "Tuyết", "Xuân", "Châu", "Giang", "Lộc", "Tâm"],
}  # fmt: skip


def surname(random: Random) -> str:
    return random.choices(list(SURNAMES), list(SURNAMES.values()))[0]


def full_name(random: Random, sex: Sex, family: str) -> str:
    return f"{family} {random.choice(MIDDLES[sex])} {random.choice(GIVEN[sex])}"
