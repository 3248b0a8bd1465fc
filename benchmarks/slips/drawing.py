"""Drawn photos of vaccination slips, with what stands on them: the people are invented.

Nothing here reads `sotiem.slips`: what is tested must not help to make the test.
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import zxingcpp
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont

from sotiem.portals.components.typeface import FONTS

PAPER: Final = (250, 248, 242)
INK: Final = (36, 36, 50)
STAMP: Final = (188, 42, 42)
TABLE: Final = (150, 118, 88)
SKIN: Final = (214, 160, 130)
SIZE: Final = (1400, 990)
Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnDose:
    """One line of doses, as text."""

    number: str = "1"
    day: str = "05/08/2021"
    vaccine: str = "AstraZeneca"
    lot: str = "ABW4327"
    place: str = "Trạm y tế phường Bến Nghé"


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnSlip:
    """What stands on a slip; an empty text leaves its label without a value."""

    full_name: str = "Nguyễn Thị Mai Hương"
    birth_date: str = "17/03/1985"
    sex: str = "Nữ"
    identity: str = "079185004321"
    phone: str = "0903123456"
    address: str = "12 Lê Lợi, phường Bến Nghé"
    doses: Sequence[DrawnDose] = (
        DrawnDose(),
        DrawnDose(number="2", day="02/10/2021", vaccine="Pfizer", lot="FK0112"),
    )
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """What a phone, a hand and a lamp do to the photo of a slip."""

    turned: float = 0.0  # degrees
    quarters: int = 0
    tilted: float = 0.0  # how much the far edge is shorter, 0 to 0.3
    blurred: float = 0.0  # radius in pixels
    shadow: float = 0.0  # how much darker one side is
    darkness: float = 0.0  # how much darker all of it is
    noise: float = 0.0
    finger: Point | None = None  # where its tip lies, in fractions of the paper
    cropped: float = 0.0  # how much of the left is out of the picture
    orientation: int = 1  # EXIF
    quality: int = 80
    table: tuple[int, int, int] = TABLE
    software: str = ""


CLEAN: Final = Damage()
MODERATE: Final = Damage(turned=3.0, tilted=0.06, shadow=0.45, noise=6.0, blurred=0.6, quality=70)


def as_table(slip: DrawnSlip) -> Image.Image:
    """A slip as our system prints it: a table of doses."""
    sheet, pen = _sheet(slip, "PHIẾU XÁC NHẬN TIÊM VẮC XIN")
    lines = (
        (("Họ và tên", slip.full_name), ("Giới tính", slip.sex)),
        (("Ngày sinh", slip.birth_date), ("Điện thoại", slip.phone)),
        (("Số CCCD/CMND", slip.identity),),
        (("Địa chỉ", slip.address),),
    )
    for row, cells in enumerate(lines):
        for (label, value), x in zip(cells, (70, 850), strict=False):
            _pair(pen, (x, 260 + row * 52), f"{label}:", value, 220 if x < 100 else 190)
    head = DrawnDose(
        number="Mũi", vaccine="Vắc xin", lot="Số lô", day="Ngày tiêm", place="Nơi tiêm"
    )
    for row, dose in enumerate((head, *slip.doses)):
        top = 490 + row * 60
        pen.rectangle((60, top, 1340, top + 60), outline=INK, width=2)
        texts = (dose.number, dose.vaccine, dose.lot, dose.day, dose.place)
        for x, text in zip((80, 190, 520, 720, 930), texts, strict=True):
            pen.text((x, top + 14), text, font=_font(25, bold=row == 0), fill=INK)
    return _stamped(sheet, pen)


def as_lines(slip: DrawnSlip) -> Image.Image:
    """A slip after annex 4 of 3588/QĐ-BYT: each dose in lines with labels."""
    sheet, pen = _sheet(slip, "GIẤY XÁC NHẬN ĐÃ TIÊM VẮC XIN")
    person = (
        ("Họ và tên:", slip.full_name),
        ("Ngày, tháng, năm sinh:", slip.birth_date),
        ("Giới tính:", slip.sex),
        ("Số CMT/CCCD/Hộ chiếu:", slip.identity),
        ("Số điện thoại:", slip.phone),
        ("Địa chỉ:", slip.address),
    )
    shown = [pair for pair in person if pair[1]]
    for row, (label, value) in enumerate(shown):
        _pair(pen, (70, 240 + row * 46), label, value, 340)
    top = 260 + len(shown) * 46
    for dose in slip.doses:
        _pair(pen, (70, top), f"Mũi {dose.number}:", f"Ngày tiêm: {dose.day}", 130)
        _pair(pen, (560, top), "Vắc xin:", dose.vaccine, 120)
        if dose.lot:
            _pair(pen, (980, top), "Số lô:", dose.lot, 100)
        _pair(pen, (200, top + 44), "Nơi tiêm:", dose.place, 140)
        top += 100
    return _stamped(sheet, pen)


def as_portrait() -> Image.Image:
    """A face and shoulders before a wall, without any paper."""
    picture = Image.new("RGB", (900, 1200), (120, 140, 160))
    pen = ImageDraw.Draw(picture)
    pen.ellipse((60, 880, 840, 1600), fill=(40, 60, 110))
    pen.rectangle((380, 780, 520, 960), fill=SKIN)
    pen.ellipse((220, 150, 680, 720), fill=(40, 30, 28))
    pen.ellipse((250, 260, 650, 860), fill=SKIN)
    for x in (350, 550):
        pen.ellipse((x - 36, 500, x + 36, 530), fill="white")
        pen.ellipse((x - 14, 500, x + 14, 530), fill=(30, 20, 20))
    pen.arc((370, 640, 530, 740), 20, 160, fill=(150, 70, 70), width=10)
    return picture.filter(ImageFilter.GaussianBlur(3))


def photo(
    slip: DrawnSlip | None = None,
    damage: Damage = CLEAN,
    *,
    drawn: Callable[[DrawnSlip], Image.Image] = as_table,
    seed: int = 1,
) -> bytes:
    """A phone's photo of a slip on a table (JPEG)."""
    paper = drawn(slip or DrawnSlip())
    if damage.finger is not None:
        _lay_finger(paper, damage.finger)
    return photographed(_on_table(paper, damage), damage, seed=seed)


def photographed(scene: Image.Image, damage: Damage = CLEAN, *, seed: int = 1) -> bytes:
    """What the camera makes of a scene."""
    if damage.cropped:
        scene = scene.crop((round(scene.width * damage.cropped), 0, scene.width, scene.height))
    scene = scene.rotate(90 * damage.quarters, expand=True)
    if damage.blurred:
        scene = scene.filter(ImageFilter.GaussianBlur(damage.blurred))
    pixels = np.asarray(scene, dtype=np.float64)
    if damage.shadow:
        across = np.linspace(1.0, 1.0 - damage.shadow, scene.width)
        pixels = pixels * across[None, :, None]
    if damage.noise:
        pixels = pixels + np.random.default_rng(seed).normal(0, damage.noise, pixels.shape)
    scene = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    if damage.darkness:
        scene = ImageEnhance.Brightness(scene).enhance(1.0 - damage.darkness)
    exif = Image.Exif()
    exif[0x0112] = damage.orientation
    if damage.software:
        exif[0x0131] = damage.software
    content = io.BytesIO()
    scene.save(content, "JPEG", quality=damage.quality, exif=exif)
    return content.getvalue()


def _on_table(paper: Image.Image, damage: Damage) -> Image.Image:
    wide, high = paper.width + 300, paper.height + 300
    inset = paper.width * damage.tilted / 2
    left, top, right, bottom = 150.0, 150.0, 150.0 + paper.width, 150.0 + paper.height
    corners = [(left + inset, top), (right - inset, top), (right, bottom), (left, bottom)]
    flat = [(0.0, 0.0), (paper.width, 0.0), (paper.width, paper.height), (0.0, paper.height)]
    back = _perspective(corners, flat)
    laid = paper.transform(
        (wide, high), Image.Transform.PERSPECTIVE, back, Image.Resampling.BICUBIC,
        fillcolor=damage.table,
    )  # fmt: skip
    return laid.rotate(
        damage.turned, expand=True, resample=Image.Resampling.BICUBIC, fillcolor=damage.table
    )


def _perspective(seen: Sequence[Point], flat: Sequence[Point]) -> tuple[float, ...]:
    rows, values = [], []
    for (x, y), (u, v) in zip(seen, flat, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    return tuple(float(value) for value in np.linalg.solve(np.array(rows), np.array(values)))


def _lay_finger(paper: Image.Image, tip: Point) -> None:
    """A finger from below, its tip on the paper."""
    pen = ImageDraw.Draw(paper)
    x, y = tip[0] * paper.width, tip[1] * paper.height
    half = 95
    pen.ellipse((x - half, y, x + half, y + 2.4 * half), fill=SKIN)
    pen.rectangle((x - half, y + 1.2 * half, x + half, paper.height), fill=SKIN)


def _sheet(slip: DrawnSlip, title: str) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    sheet = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(sheet)
    pen.text((60, 50), "TRẠM Y TẾ PHƯỜNG BẾN NGHÉ", font=_font(26, bold=True), fill=INK)
    pen.text((640, 130), title, font=_font(38, bold=True), fill=INK, anchor="mm")
    pen.text((640, 180), "PHÒNG COVID-19", font=_font(28, bold=True), fill=INK, anchor="mm")
    if slip.code:
        made = zxingcpp.create_barcode(slip.code, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
        code = Image.fromarray(made.to_image(scale=4, add_quiet_zones=True)).convert("RGB")
        side = min(code.width, 210) if code.width < 300 else 400
        sheet.paste(code.resize((side, side)), (SIZE[0] - side - 30, 20))
    return sheet, pen


def _stamped(sheet: Image.Image, pen: ImageDraw.ImageDraw) -> Image.Image:
    pen.ellipse((1080, 780, 1260, 960), outline=STAMP, width=6)
    pen.text((1170, 870), "ĐÃ TIÊM", font=_font(26, bold=True), fill=STAMP, anchor="mm")
    pen.text((60, 930), "Phiếu vẽ để thử, người trong phiếu không có thật.",
             font=_font(19), fill=INK)  # fmt: skip
    return sheet


def _pair(pen: ImageDraw.ImageDraw, at: tuple[int, int], label: str, value: str, gap: int) -> None:
    pen.text(at, label, font=_font(26), fill=INK)
    pen.text((at[0] + gap, at[1]), value, font=_font(26, bold=True), fill=INK)


@cache
def _font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    name = "BeVietnamPro-Bold.ttf" if bold else "BeVietnamPro-Regular.ttf"
    return ImageFont.truetype(FONTS / name, size)
