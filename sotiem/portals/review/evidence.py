"""What triage found of a report, in words: what speaks for it, against it, and settles nothing."""

from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from sotiem.corrections.facts import AcceptanceRule
from sotiem.triage.facts import Advice, Finding, Route, Sign, Weight

ROUTES: Final[dict[Route, Promise]] = {
    Route.MACHINE: _("Máy trả lời được"),
    Route.ONE_KEY: _("Đề xuất đồng ý"),
    Route.LOOK: _("Cần xem kỹ"),
    Route.FACILITY: _("Nên hỏi cơ sở tiêm"),
    Route.POPULATION: _("Cần nơi quản lý dân cư xác nhận"),
}
WEIGHTS: Final[dict[Weight, tuple[Promise, str]]] = {
    Weight.FOR: (_("Ủng hộ"), "+"),
    Weight.AGAINST: (_("Trái lại"), "−"),
    Weight.OPEN: (_("Chưa rõ"), "?"),
}
COUNTED: Final = ("number", "days")


SIGNS: Final[dict[Sign, Promise]] = {
    Sign.SAYS_THE_SAME: _("Một phản ánh gửi trước đang mở nói đúng như vậy."),
    Sign.RECORD_SAYS_SO: _("Hồ sơ nay đã ghi đúng như người gửi đề nghị."),
    Sign.PERSON_CERTAIN: _("Chắc chắn người được tiêm là ai trong hồ sơ."),
    Sign.PERSON_UNCLEAR: _("Có thể là nhiều hơn một người trong hồ sơ."),
    Sign.PERSON_UNKNOWN: _("Chưa thấy người này trong hồ sơ."),
    Sign.SENDER_KNOWN: _("Số điện thoại hoặc số giấy tờ của người gửi có trong hồ sơ."),
    Sign.SENDER_UNKNOWN: _("Số điện thoại và số giấy tờ của người gửi không có trong hồ sơ."),
    Sign.MANY_FROM_PHONE: _("Số điện thoại này đã gửi %(number)s phản ánh đang mở."),
    Sign.DOSE_NEAR: ngettext_lazy(
        "Hồ sơ đã có một mũi cùng bệnh ngày %(day)s, cách %(days)s ngày.",
        "Hồ sơ đã có một mũi cùng bệnh ngày %(day)s, cách %(days)s ngày.",
        "days",
    ),
    Sign.ROW_WAITS: _("Cơ sở đã gửi mũi này trong tệp nhưng chưa ghi được (%(number)s dòng)."),
    Sign.FACILITY_YES: _("%(facility)s trả lời: có tiêm."),
    Sign.FACILITY_YES_BUT: _("%(facility)s trả lời: có tiêm, nhưng khác."),
    Sign.FACILITY_NO: _("%(facility)s trả lời: không tiêm."),
    Sign.LOT_GIVEN_THERE: ngettext_lazy(
        "%(facility)s tiêm %(number)s mũi bằng lô này ngày %(day)s.",
        "%(facility)s tiêm %(number)s mũi bằng lô này ngày %(day)s.",
        "number",
    ),
    Sign.SESSION_HELD: ngettext_lazy(
        "%(facility)s có buổi tiêm ngày %(day)s (%(number)s mũi), không rõ lô.",
        "%(facility)s có buổi tiêm ngày %(day)s (%(number)s mũi), không rõ lô.",
        "number",
    ),
    Sign.NO_SESSION: _("Chưa thấy %(facility)s tiêm ngày %(day)s."),
    Sign.LOT_KNOWN: _("Lô %(lot)s là lô đã biết của vắc xin này."),
    Sign.LOT_UNKNOWN: _("Chưa biết lô %(lot)s."),
    Sign.LOT_OF_ANOTHER_VACCINE: _("Lô %(lot)s là của vắc xin khác."),
    Sign.LOT_EXPIRED: _("Lô %(lot)s đã hết hạn vào ngày đó."),
    Sign.SLIP_AGREES: _("Máy đọc phiếu: khớp %(fields)s."),
    Sign.SLIP_DIFFERS: _("Máy đọc phiếu: khác ở %(fields)s."),
    Sign.SLIP_UNREAD: _("Máy chưa đọc được phiếu."),
    Sign.SLIP_AWAITED: _("Phiếu đang chờ máy đọc."),
    Sign.SLIP_EDITED: _("Tệp ảnh đã qua phần mềm chỉnh sửa."),
    Sign.PHOTO_OF_ANOTHER: _("Ảnh hoặc phiếu này đã dùng cho người khác (%(number)s phản ánh)."),
    Sign.NO_PHOTO: _("Không có ảnh giấy tờ."),
    Sign.TOO_SOON: ngettext_lazy(
        "Quá gần mũi ngày %(day)s: cách %(days)s ngày.",
        "Quá gần mũi ngày %(day)s: cách %(days)s ngày.",
        "days",
    ),
    Sign.IMPOSSIBLE_DAY: _("Ngày %(day)s chưa tới, hoặc vắc xin lúc đó chưa có."),
    Sign.SAME_LOT_NEAR: _("Hai lần ghi cùng lô %(lot)s, ngày gần nhau (%(day)s)."),
    Sign.REGISTER_AGREES: _("CSDL dân cư ghi như người gửi nói."),
    Sign.REGISTER_DIFFERS: _("CSDL dân cư ghi khác."),
    Sign.REGISTER_SILENT: _("CSDL dân cư chưa trả lời."),
    Sign.NUMBER_OF_ANOTHER: _("Số giấy tờ này đang ở hồ sơ của người khác."),
    Sign.OTHER_RECORD_CERTAIN: _("Chắc chắn hồ sơ kia là hồ sơ nào."),
    Sign.RECORDS_DIFFER: _("Hai hồ sơ khác nhau quá nhiều để là của một người."),
    Sign.DATA_COMPLETE: _("Hồ sơ đủ thông tin để cấp giấy chứng nhận."),
}
FIELDS: Final[dict[str, Promise]] = {
    "full_name": _("họ tên"),
    "birth_date": _("ngày sinh"),
    "sex": _("giới tính"),
    "given_on": _("ngày tiêm"),
    "vaccine": _("vắc xin"),
    "lot": _("số lô"),
    "place": _("nơi tiêm"),
    "dose_number": _("mũi thứ"),
    "identity": _("số giấy tờ"),
    "phone": _("điện thoại"),
}
# What an agreement is founded on where such a sign speaks for it, the strongest first.
RULES_OF: Final[dict[Sign, AcceptanceRule]] = {
    Sign.FACILITY_YES: AcceptanceRule.FACILITY_CONFIRMS,
    Sign.FACILITY_NO: AcceptanceRule.FACILITY_CONFIRMS,
    Sign.ROW_WAITS: AcceptanceRule.HELD_ROW,
    Sign.REGISTER_AGREES: AcceptanceRule.POPULATION_AGREES,
    Sign.SLIP_AGREES: AcceptanceRule.SLIP_AGREES,
    Sign.SAME_LOT_NEAR: AcceptanceRule.RECORD_CONTRADICTS_ITSELF,
    Sign.OTHER_RECORD_CERTAIN: AcceptanceRule.NOTHING_SPEAKS_AGAINST,
    Sign.DATA_COMPLETE: AcceptanceRule.NOTHING_SPEAKS_AGAINST,
}
LONGEST_NOTE: Final = 1000


def evidence_of(advice: Advice | None) -> list[dict[str, Any]]:
    """The findings by what they speak for: for, against, open."""
    if advice is None:
        return []
    return [
        {"words": words, "mark": mark, "weight": weight.value, "said": list(map(in_words, found))}
        for weight, (words, mark) in WEIGHTS.items()
        if (found := advice.of(weight))
    ]


def in_words(finding: Finding) -> str:
    """One finding as a sentence."""
    values = dict(finding.values)
    if "fields" in values:
        names = values["fields"].split()
        values["fields"] = ", ".join(str(FIELDS.get(name, name)) for name in names)
    told: dict[str, str | int] = {**values}
    told |= {name: int(values[name]) for name in COUNTED if name in values}
    sentence = SIGNS[finding.sign]
    return str(sentence % told if told else sentence)


def rule_of(advice: Advice | None) -> AcceptanceRule | None:
    """On what an agreement would be founded, as far as the findings say."""
    signs = {finding.sign for finding in advice.of(Weight.FOR)} if advice else set()
    return next((rule for sign, rule in RULES_OF.items() if sign in signs), None)


def proposal_of(advice: Advice | None) -> dict[str, Any] | None:
    """What one key would do, and on what grounds; None where somebody must look."""
    if advice is None or advice.route != Route.ONE_KEY:
        return None
    is_already = any(finding.sign == Sign.RECORD_SAYS_SO for finding in advice.findings)
    grounds = [in_words(finding) for finding in advice.of(Weight.FOR)]
    return {
        "is_already": is_already,
        "rule": rule_of(advice) or AcceptanceRule.NOTHING_SPEAKS_AGAINST,
        "note": " ".join(grounds)[:LONGEST_NOTE] or _now("Không có gì trái với lời người gửi."),
    }
