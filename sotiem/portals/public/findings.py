"""What a checker reads: the answer in words, and how each step ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificate_format import Outcome, Reason, Step
from sotiem.certificates.facts import CardVerification, Standing, Verification
from sotiem.certificates.told import steps_of_card
from sotiem.portals.components.countries import name_of
from sotiem.portals.components.templatetags.sotiem import day


class Finding(NamedTuple):
    """The answer: its tone (good, waiting, problem, neutral), a title, and what to do."""

    tone: str
    title: str
    advice: str


@dataclass(frozen=True, slots=True)
class Check:
    """One step of the check and how it ended."""

    name: str
    tone: str
    outcome: str
    note: str = ""


FINDINGS: Final[dict[Standing, tuple[str, Promise, Promise]]] = {
    Standing.IN_FORCE: (
        "good",
        gettext_lazy("Hợp lệ"),
        gettext_lazy(
            "Giấy này do hệ thống cấp và đang có hiệu lực. Hãy đối chiếu họ tên và ngày sinh "
            "dưới đây với giấy tờ tùy thân của người xuất trình."
        ),
    ),
    Standing.FOREIGN: (
        "good",
        gettext_lazy("Hợp lệ, do nước khác cấp"),
        gettext_lazy(
            "Giấy này là thật và còn hạn, do %(country)s cấp. Hệ thống không có danh sách thu hồi "
            "của nơi cấp nên không biết giấy có bị thu hồi hay không. Hãy đối chiếu họ tên và ngày "
            "sinh dưới đây với giấy tờ tùy thân của người xuất trình."
        ),
    ),
    Standing.EXPIRED: (
        "waiting",
        gettext_lazy("Đã hết hạn"),
        gettext_lazy(
            "Giấy này là thật nhưng đã quá hạn mười hai tháng. Người được tiêm mở Sổ Tiêm "
            "để lấy giấy mới."
        ),
    ),
    Standing.REPLACED: (
        "waiting",
        gettext_lazy("Đã được thay thế"),
        gettext_lazy(
            "Giấy này đã được thay bằng giấy mới ngày %(day)s, vì hồ sơ có thay đổi. "
            "Người được tiêm mở Sổ Tiêm để lấy giấy mới."
        ),
    ),
    Standing.WITHDRAWN: (
        "problem",
        gettext_lazy("Đã bị thu hồi"),
        gettext_lazy(
            "Giấy này đã bị thu hồi ngày %(day)s và không còn giá trị. "
            "Người được tiêm mở Sổ Tiêm để xem lý do."
        ),
    ),
    Standing.UNKNOWN_SIGNER: (
        "neutral",
        gettext_lazy("Không xác minh được"),
        gettext_lazy(
            "Giấy này được ký bằng một khóa không có trong danh sách tin cậy của hệ thống. "
            "Có thể giấy do nơi khác cấp; hãy kiểm tra bằng công cụ của nơi cấp."
        ),
    ),
    Standing.NOT_ON_RECORD: (
        "problem",
        gettext_lazy("Không hợp lệ"),
        gettext_lazy(
            "Chữ ký đúng, nhưng giấy này không có trong sổ cấp. Xin giữ lại thông tin và báo "
            "cho cơ quan y tế."
        ),
    ),
    Standing.INVALID: (
        "problem",
        gettext_lazy("Không hợp lệ"),
        gettext_lazy(
            "Nội dung không khớp với chữ ký hoặc trái quy định của giấy chứng nhận. "
            "Đừng dựa vào giấy này; hãy đề nghị mở giấy gốc trong Sổ Tiêm."
        ),
    ),
    Standing.UNREADABLE: (
        "neutral",
        gettext_lazy("Không đọc được"),
        gettext_lazy(
            "Mã bị thiếu hoặc sai ký tự nên không đọc được. Hãy quét lại, hoặc dán lại "
            "trọn vẹn nội dung mã."
        ),
    ),
}
FOREIGN_EXPIRED: Final = (
    "waiting",
    gettext_lazy("Đã hết hạn"),
    gettext_lazy(
        "Giấy này là thật, do %(country)s cấp, nhưng đã quá hạn. "
        "Người xuất trình cần xin giấy mới ở nơi cấp."
    ),
)
REVOCATION_UNKNOWN: Final = gettext_lazy("Không có danh sách thu hồi của nơi cấp.")
RESULTS: Final[dict[str, Promise]] = {
    "260415000": gettext_lazy("Âm tính (không phát hiện vi rút)"),
    "260373001": gettext_lazy("Dương tính (có phát hiện vi rút)"),
}
# What is said otherwise of SMART Health Cards.
CARD_FINDINGS: Final[dict[Standing, tuple[str, Promise, Promise]]] = {
    Standing.REPLACED: (
        "waiting",
        gettext_lazy("Đã bị thay thế hoặc thu hồi"),
        gettext_lazy(
            "Giấy này không còn giá trị, vì hồ sơ đã có thay đổi. "
            "Người được tiêm mở Sổ Tiêm để lấy giấy mới."
        ),
    ),
}
PARTS: Final[tuple[tuple[Promise, tuple[Step, ...]], ...]] = (
    (gettext_lazy("Đọc mã"), (Step.PREFIX, Step.BASE45, Step.INFLATE, Step.CBOR)),
    (gettext_lazy("Chữ ký số"), (Step.SIGNATURE, Step.KEY_USAGE)),
    (gettext_lazy("Thời hạn"), (Step.WINDOW,)),
    (gettext_lazy("Nội dung"), (Step.SCHEMA, Step.VALUE_SETS)),
)
NOTES: Final[dict[Reason, Promise]] = {
    Reason.SIGNER_UNKNOWN: gettext_lazy("Không rõ ai đã ký."),
    Reason.KID_MISSING: gettext_lazy("Không rõ ai đã ký."),
    Reason.SIGNATURE_WRONG: gettext_lazy("Chữ ký không khớp: nội dung đã bị sửa hoặc bị hỏng."),
    Reason.EXPIRED: gettext_lazy("Đã quá hạn."),
    Reason.NOT_YET_VALID: gettext_lazy("Chưa đến ngày có hiệu lực."),
}


def finding_of(found: Verification) -> Finding:
    """Say in words how a certificate stands."""
    is_foreign_and_expired = found.standing is Standing.EXPIRED and found.is_foreign
    tone, title, advice = FOREIGN_EXPIRED if is_foreign_and_expired else FINDINGS[found.standing]
    told = {"day": day(found.revoked_at), "country": name_of(found.country or "")}
    return Finding(tone, str(title), str(advice) % told)


def finding_of_card(found: CardVerification) -> Finding:
    """Say in words how a SMART Health Card stands."""
    tone, title, advice = CARD_FINDINGS.get(found.standing) or FINDINGS[found.standing]
    return Finding(tone, str(title), str(advice))


def checks_of_card(found: CardVerification) -> list[Check]:
    """List what was checked of a SMART Health Card, in order."""
    names = (_("Chữ ký số"), _("Thời hạn"), _("Sổ cấp và thu hồi"))
    words = {
        Outcome.PASSED: ("good", _("Đạt")),
        Outcome.FAILED: ("problem", _("Không đạt")),
        Outcome.NOT_REACHED: ("neutral", _("Chưa kiểm tra")),
    }
    notes = {reason.value: text for reason, text in NOTES.items()}
    return [
        Check(name, *words[step.outcome], str(notes.get(step.reason or "", "")))
        for name, step in zip(names, steps_of_card(found), strict=True)
    ]


def checks_of(found: Verification) -> list[Check]:
    """List what was checked, in order; what was not reached is said to be so."""
    checks = [_check(str(name), found, steps) for name, steps in PARTS]
    return [*checks, _revocation(found)]


def _check(name: str, found: Verification, steps: Sequence[Step]) -> Check:
    verdicts = [found.judgement.verdict(step) for step in steps]
    failed = next((each for each in verdicts if each.outcome is Outcome.FAILED), None)
    if failed is not None:
        note = NOTES.get(failed.reason, "") if failed.reason else ""
        return Check(name, "problem", _("Không đạt"), str(note))
    if all(verdict.outcome is Outcome.PASSED for verdict in verdicts):
        return Check(name, "good", _("Đạt"))
    return Check(name, "neutral", _("Chưa kiểm tra"))


def _revocation(found: Verification) -> Check:
    name = _("Sổ cấp và thu hồi")
    if found.revoked_at is not None:
        on = day(timezone.localtime(found.revoked_at))
        return Check(name, "problem", _("Không đạt"), _("Thu hồi ngày %(day)s.") % {"day": on})
    if found.standing is Standing.NOT_ON_RECORD:
        return Check(name, "problem", _("Không đạt"), _("Không có trong sổ cấp."))
    if found.is_foreign:
        return Check(name, "neutral", _("Không rõ"), str(REVOCATION_UNKNOWN))
    if found.judgement.is_signed:
        return Check(name, "good", _("Đạt"))
    return Check(name, "neutral", _("Chưa kiểm tra"))
