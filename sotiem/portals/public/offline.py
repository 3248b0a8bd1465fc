"""What the scanning page needs to go on without a network."""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from certificate_format.products import PRODUCTS
from certificate_format.rules import VALUE_SETS, shipped_rule_sets
from sotiem.certificates import published
from sotiem.certificates.facts import COUNTRY, Standing
from sotiem.portals.components import offline as frame
from sotiem.portals.public.findings import (
    CARD_FINDINGS,
    FINDINGS,
    FOREIGN_EXPIRED,
    NOTES,
    PARTS,
    RESULTS,
    REVOCATION_UNKNOWN,
)

TEXTS: Final[dict[str, Promise]] = {
    "passed": _("Đạt"),
    "failed": _("Không đạt"),
    "not_reached": _("Chưa kiểm tra"),
    "hold_code": _("Đưa mã QR vào giữa khung hình."),
    "no_camera": _("Không mở được camera. Hãy cho phép dùng camera, hoặc chọn ảnh có mã QR."),
    "other_code": _("Mã này không phải của giấy chứng nhận tiêm chủng."),
    "health_card": _(
        "Đây là SMART Health Card. Máy quét này chỉ đọc mã của giấy chứng nhận; "
        "hãy đề nghị mở giấy chứng nhận, hoặc dán mã này vào trang Kiểm tra giấy chứng nhận."
    ),
    "no_code": _("Không thấy mã QR trong ảnh. Hãy chụp thẳng, đủ sáng, để mã chiếm gần hết ảnh."),
    "no_picture": _("Không mở được ảnh này. Hãy chọn ảnh khác."),
    "nothing": _("Chưa có gì để kiểm tra. Hãy dán nội dung mã QR."),
    "no_lists": _("Máy này chưa có danh sách để kiểm tra. Hãy nối mạng rồi bấm Cập nhật."),
    "days_ago": _("{day} (cách đây {n} ngày)"),
    "lists_fresh": _("Danh sách lúc {at}."),
    "lists_old": _("Danh sách đã cũ {n} ngày ({at}). Hãy nối mạng rồi bấm Cập nhật."),
    "lists_too_old": _(
        "Danh sách quá cũ: {n} ngày ({at}). Giấy bị thu hồi gần đây sẽ không lộ ra. "
        "Hãy nối mạng rồi bấm Cập nhật trước khi kiểm tra tiếp."
    ),
    "rules_proposed": _("{name} (đề xuất)"),
    "rules_version": _("{name}, phiên bản {n}"),
    "revocation_unknown": REVOCATION_UNKNOWN,
    "clock_wrong": _("Giờ của máy này không khớp với ngày của danh sách. Hãy chỉnh lại giờ."),
}
EVENTS: Final[dict[str, Promise]] = {
    "v": _("Tiêm chủng"),
    "t": _("Xét nghiệm"),
    "r": _("Khỏi bệnh"),
}
_COMPARE: Final = _("Hãy đối chiếu họ tên và ngày sinh với giấy tờ tùy thân.")
_OF_VERDICTS: Final[dict[str, tuple[Promise, Promise]]] = {
    "green": (FINDINGS[Standing.IN_FORCE][1], _COMPARE),
    "yellow": (FINDINGS[Standing.IN_FORCE][1], _COMPARE),
    "foreign": FINDINGS[Standing.FOREIGN][1:],
    "foreign_expired": FOREIGN_EXPIRED[1:],
    "red": FINDINGS[Standing.INVALID][1:],
    "expired": FINDINGS[Standing.EXPIRED][1:],
    "not_yet_valid": (
        _("Chưa có hiệu lực"),
        _("Giấy này là thật nhưng chưa đến ngày có hiệu lực. Hãy xem lại giờ của máy."),
    ),
    "revoked": CARD_FINDINGS[Standing.REPLACED][1:],
    "rules_refuse": (
        _("Chưa đủ điều kiện"),
        _("Giấy này là thật và còn hiệu lực, nhưng chưa đáp ứng quy định đã chọn."),
    ),
    "open": (
        _("Cần người xem xét"),
        _("Giấy này là thật, nhưng quy định đã chọn không áp dụng được cho giấy này."),
    ),
    "unproven": FINDINGS[Standing.UNKNOWN_SIGNER][1:],
    "unreadable": FINDINGS[Standing.UNREADABLE][1:],
}
_MORE_PARTS: Final = ((_("Danh sách thu hồi"), ("revocation",)), (_("Quy định"), ("rules",)))
READER: Final = "public/codes.js"
# The files without which the page does not look or work as it should, wherever it lies.
FILES: Final = (
    *("sotiem/sotiem.css", "sotiem/icon.svg", "public/public.css"),
    *("public/verifier.js", READER, "session/zxing_reader.wasm"),
    *frame.FONTS,
)
ICONS: Final = ("public/icon-192.png", "public/icon-512.png")


def told(*, at: datetime) -> dict[str, Any]:
    """What the scripts of the page are told; nothing about people."""
    return {
        "address": reverse("public:lists"),
        "keys": _list_keys(at),
        "worker": reverse("public:worker"),
        "reader": reverse("public:reader"),
        "wasm": static("session/zxing_reader.wasm"),
        "ruleSets": rule_sets(),
        "valueSets": VALUE_SETS,
        "vaccines": {each.product: each.name for each in PRODUCTS},
        "texts": _said(TEXTS),
        "home": COUNTRY,
        "results": _said(RESULTS),
        "events": _said(EVENTS),
        "notes": _said({reason.value: text for reason, text in NOTES.items()}),
        "findings": {key: [str(text) for text in texts] for key, texts in _OF_VERDICTS.items()},
        "parts": [{"name": str(name), "steps": steps} for name, steps in (*PARTS, *_MORE_PARTS)],
    }


def rule_sets() -> list[dict[str, Any]]:
    """The rules that a checker may choose, without the tests beside them."""
    return [
        {key: held for key, held in content.items() if key != "Tests"}
        for content in shipped_rule_sets()
    ]


def links() -> dict[str, str]:
    """The addresses that the page itself names."""
    return {
        "script": static("public/verifier.js"),
        "manifest": reverse("public:manifest"),
        "verify": reverse("public:verify"),
    }


def kept_files() -> list[str]:
    """What a browser keeps of our own page."""
    names = [name for name in FILES if name != READER]
    scripts = ["sotiem/sotiem.js", "django_htmx/htmx-4.min.js"]
    return [reverse("public:reader"), *map(static, [*names, *scripts])]


def content(name: str) -> bytes:
    """A file as it is shipped."""
    found = finders.find(name)
    assert found is not None, name
    return Path(found).read_bytes()


def manifest(*, address: str, scope: str, icons: Sequence[str]) -> dict[str, Any]:
    """What a phone needs to keep the page among its apps."""
    return frame.manifest(
        name=gettext("Sổ Tiêm: kiểm tra giấy chứng nhận"),
        short_name=gettext("Kiểm tra giấy"),
        language=get_language() or "",
        address=address,
        scope=scope,
        icons=icons,
    )


def worker(*, pages: Sequence[str], files: Sequence[str], edition: str) -> str:
    """The script that answers for the server while there is no network."""
    kept = {"files": files, "edition": edition, "pages": pages}
    return render_to_string("public/worker.js", {"kept": json.dumps(kept)})


def _list_keys(at: datetime) -> list[str]:
    try:
        pem = published.list_key_pem(at=at)
    except published.NoSuchList:
        return []
    return ["".join(pem.splitlines()[1:-1])]


def _said(texts: dict[str, Promise]) -> dict[str, str]:
    return {key: str(text) for key, text in texts.items()}
