"""A receipt for a report, as PDF on A5: a code, hours, and where to ask; nothing of anybody."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Literal

import typst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sotiem.portals.components.typeface import FONTS
from sotiem.portals.session.paper.typeset import qr_of

HERE: Final = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt says: lines of a name and a value, and the address that its code leads to."""

    title: str
    code: str
    lines: tuple[tuple[str, str], ...]
    address: str
    printed_at: str


def drawn(receipt: Receipt, *, form: Literal["pdf", "png"] = "pdf") -> bytes:
    """Set a receipt in the language of who asks for it."""
    words = {
        "lang": (get_language() or "vi")[:2],
        "code_label": _("Mã theo dõi"),
        "look": _("Quét mã này bằng điện thoại, hoặc mở địa chỉ dưới đây, để xem tình trạng:"),
        "ask": _(
            "Không có điện thoại thông minh: mang giấy này đến trạm y tế hoặc cơ sở tiêm chủng "
            "bất kỳ và đọc mã theo dõi. Ai có mã chỉ xem được tình trạng, không xem được hồ sơ."
        ),
        "printed": _("In lúc %(at)s") % {"at": receipt.printed_at},
    }
    told = {**asdict(receipt), "qr": qr_of(receipt.address), "words": words}
    made = typst.compile(
        str(HERE / "receipt.typ"),
        root=str(HERE),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        format=form,
        sys_inputs={"told": json.dumps(told, ensure_ascii=False)},
    )
    assert isinstance(made, bytes)
    return made
