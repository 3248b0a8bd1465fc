"""Drawn photos of vaccination slips: the people on them are invented."""

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from random import Random
from typing import Final

from PIL import Image, ImageDraw, ImageFont, ImageOps

from sotiem.portals.components.typeface import FONTS

PAPER: Final = (252, 250, 243)
INK: Final = (38, 38, 52)
STAMP: Final = (188, 42, 42)
TABLE: Final = (178, 150, 118)


@dataclass(frozen=True, slots=True)
class Slip:
    """What stands on a slip."""

    facility: str
    full_name: str
    birth_date: str
    number: str
    address: str
    doses: tuple[tuple[str, str, str], ...]  # day, vaccine, lot


def draw_slip(slip: Slip, random: Random) -> bytes:
    """A phone's photo of the slip on a table, a little turned (JPEG, about 1180 x 850)."""
    sheet = Image.new("RGB", (1100, 780), PAPER)
    _write(sheet, slip)
    photo = sheet.rotate(
        random.uniform(-2.0, 2.0),
        expand=True,
        resample=Image.Resampling.BILINEAR,
        fillcolor=TABLE,
    )
    content = BytesIO()
    ImageOps.expand(photo, border=24, fill=TABLE).save(content, "JPEG", quality=72)
    return content.getvalue()


def _write(sheet: Image.Image, slip: Slip) -> None:
    pen = ImageDraw.Draw(sheet)
    plain, bold, title = _font(24), _font(26, bold=True), _font(34, bold=True)
    pen.text((50, 36), slip.facility, font=bold, fill=INK)
    pen.text((550, 110), "GIẤY XÁC NHẬN", font=title, fill=INK, anchor="mm")
    pen.text((550, 154), "Đã tiêm vắc xin phòng COVID-19", font=bold, fill=INK, anchor="mm")
    lines = (
        ("Họ và tên", slip.full_name),
        ("Ngày sinh", slip.birth_date),
        ("Số CCCD/CMND", slip.number or "................................"),
        ("Địa chỉ", slip.address),
    )
    for row, (label, value) in enumerate(lines):
        pen.text((60, 210 + row * 46), f"{label}:", font=plain, fill=INK)
        pen.text((290, 208 + row * 46), value, font=bold, fill=INK)
    for row, (day, vaccine, lot) in enumerate((("Ngày tiêm", "Tên vắc xin", "Số lô"), *slip.doses)):
        top = 420 + row * 56
        pen.rectangle((60, top, 1040, top + 56), outline=INK)
        number = "Mũi" if row == 0 else str(row)
        for x, text in ((80, number), (180, day), (420, vaccine), (820, lot)):
            pen.text((x, top + 12), text, font=bold if row == 0 else plain, fill=INK)
    pen.ellipse((800, 590, 980, 760), outline=STAMP, width=6)
    pen.text((890, 675), "ĐÃ TIÊM", font=bold, fill=STAMP, anchor="mm")
    pen.text((60, 720), "Phiếu mẫu của bản dùng thử, người trong phiếu không có thật.",
             font=_font(18), fill=INK)  # fmt: skip


@cache
def _font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    name = "BeVietnamPro-Bold.ttf" if bold else "BeVietnamPro-Regular.ttf"
    return ImageFont.truetype(FONTS / name, size)
