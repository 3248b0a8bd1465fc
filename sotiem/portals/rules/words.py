"""What rules, their faults and their differences are called on the screen."""

import json
from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from certificate_format.rule_faults import Fault, FaultCode
from certificate_format.rules import NO_CARD, OPEN
from sotiem.reopening.models import RuleVersion
from sotiem.reopening.queries import NOTHING_YET
from sotiem.reopening.rules import Change, Meaning

CARDS: Final[dict[str, Promise]] = {
    "green": _("Thẻ xanh"),
    "yellow": _("Thẻ vàng"),
    NO_CARD: _("Không có thẻ"),
    OPEN: _("Cần người xem xét"),
    NOTHING_YET: _("Chưa có quy định"),
}
TONES: Final = {"green": "good", "yellow": "waiting", NO_CARD: "problem"}
STATES: Final[dict[str, tuple[Promise, str]]] = {
    RuleVersion.State.DRAFT.value: (_("Bản nháp"), "waiting"),
    RuleVersion.State.PUBLISHED.value: (_("Đã công bố"), "info"),
    RuleVersion.State.DROPPED.value: (_("Đã bỏ"), "neutral"),
}
IN_FORCE: Final = (_("Đang áp dụng"), "good")
CHANGES: Final[dict[Change, tuple[Promise, str]]] = {
    Change.ADDED: (_("Thêm mới"), "good"),
    Change.REMOVED: (_("Bỏ đi"), "problem"),
    Change.CHANGED: (_("Có thay đổi"), "waiting"),
    Change.SAME: (_("Giữ nguyên"), "neutral"),
}
KNOBS: Final[dict[Meaning, Promise]] = {
    Meaning.WAIT: _("Số ngày phải chờ"),
    Meaning.LASTS: _("Số ngày có giá trị"),
    Meaning.DOSES: _("Số mũi ít nhất"),
}
_PARTS: Final[dict[str, Promise]] = {
    "card": _("Thẻ"),
    "words_vi": _("Lời mô tả, tiếng Việt"),
    "words_en": _("Lời mô tả, tiếng Anh"),
    "logic": _("Điều kiện (CertLogic)"),
    "CertificateType": _("Loại giấy"),
    "ValidFrom": _("Quy tắc dùng từ"),
    "ValidTo": _("Quy tắc dùng đến"),
    "AffectedFields": _("Trường được xét"),
    "Version": _("Phiên bản của quy tắc"),
    "name": _("Tên bộ quy định"),
    "green": _("Tên thẻ xanh"),
    "yellow": _("Tên thẻ vàng"),
}
FAULTS: Final[dict[FaultCode, Promise]] = {
    FaultCode.TOO_LARGE: _("Bộ quy định lớn hơn %(most)s KB. Hãy bỏ bớt hoặc chia thành nhiều bộ."),
    FaultCode.NOT_JSON: _("Nội dung chưa phải JSON. Hãy xem dòng %(line)s, ký tự thứ %(column)s."),
    FaultCode.NAMED_TWICE: _("Trường “%(name)s” ghi hai lần ở cùng một chỗ. Hãy bỏ một lần."),
    FaultCode.TOO_DEEP: _("Nội dung lồng vào nhau quá sâu. Hãy viết lại cho gọn."),
    FaultCode.NOT_A_RULE_SET: _("Nội dung phải là một đối tượng JSON, mở đầu bằng dấu ngoặc nhọn."),
    FaultCode.FIELD_WRONG: _("Trường “%(field)s” còn thiếu hoặc ghi chưa đúng."),
    FaultCode.CARD_TWICE: _("Thẻ “%(card)s” có hai lần. Hãy gộp lại."),
    FaultCode.RULE_TWICE: _("Hai quy tắc mang cùng một mã. Hãy đổi mã của một quy tắc."),
    FaultCode.TOO_MANY: _("Quá nhiều quy tắc hoặc ca thử. Hãy chia thành nhiều bộ."),
    FaultCode.OPERATION_UNKNOWN: _("CertLogic không có phép tính “%(operation)s”."),
    FaultCode.OPERANDS_WRONG: _(
        "Phép tính “%(operation)s” thiếu, thừa hoặc có giá trị không dùng được."
    ),
    FaultCode.PATH_UNKNOWN: _(
        "Không có đường dẫn “%(path)s”. Đường dẫn mở đầu bằng payload hoặc external."
    ),
    FaultCode.NUMBER_TOO_LARGE: _("Con số quá lớn. Hãy kiểm tra lại."),
    FaultCode.NO_TEST_PASSES: _("Chưa có ca thử nào được quy tắc này cho qua. Hãy thêm một ca."),
    FaultCode.NO_TEST_REFUSED: _("Chưa có ca thử nào bị quy tắc này từ chối. Hãy thêm một ca."),
    FaultCode.TEST_TWICE: _("Hai ca thử mang cùng một tên. Hãy đổi tên một ca."),
    FaultCode.TEST_FAILS: _(
        "Ca thử này cho “%(found)s”, không phải “%(expected)s” như đã ghi. "
        "Hãy sửa quy tắc, hoặc sửa kết quả mong đợi nếu đúng là muốn đổi."
    ),
}


def fault_in_words(fault: Fault) -> str:
    """Say what is wrong, without saying where."""
    details = {
        name: str(CARDS[str(value)]) if fault.code == FaultCode.TEST_FAILS else value
        for name, value in fault.details.items()
    }
    return str(FAULTS[fault.code]) % details


def fault_with_place(fault: Fault) -> str:
    """Say what is wrong, and in which rule or test."""
    if fault.rule:
        return gettext("Quy tắc %(rule)s: %(fault)s") % {
            "rule": fault.rule, "fault": fault_in_words(fault),
        }  # fmt: skip
    if fault.test:
        return gettext("Ca thử “%(test)s”: %(fault)s") % {
            "test": fault.test, "fault": fault_in_words(fault),
        }  # fmt: skip
    return fault_in_words(fault)


def part_in_words(name: str) -> str:
    """What a part of a rule is called."""
    if name.startswith("test "):
        return gettext("Ca thử “%(test)s”") % {"test": name.removeprefix("test ")}
    of_number = {meaning.value: words for meaning, words in KNOBS.items()}
    known = of_number.get(name.partition("_")[0]) or _PARTS.get(name)
    return str(known or name)


def value_in_words(name: str, value: Any) -> str | None:
    """A part of a rule as people read it."""
    if value is None:
        return None
    if name == "card":
        return str(CARDS[value])
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def words_of(words: list[Mapping[str, str]]) -> str:
    """Words of a rule set in the reader's language."""
    language = get_language()
    return next(each["desc"] for each in words if each["lang"] == language)
