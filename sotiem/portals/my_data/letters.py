"""The formal letter that answers a request; Vietnamese, as the authorities write to people."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from sotiem.data_requests.models import DataAnswer
from sotiem.portals.citizen.words import unit_in_words
from sotiem.portals.components.templatetags.sotiem import day, masked, moment
from sotiem.portals.my_data import words
from sotiem.portals.my_data.paper import Document, Section


def letter_of(answer: DataAnswer) -> Document:
    """What was asked, what was decided on each point and why, and where one may complain."""
    with override("vi"):
        return _letter(answer)


def _letter(answer: DataAnswer) -> Document:
    request, unit = answer.request, unit_in_words(answer.path)
    to = answer.addressee or _("người giữ số %(phone)s") % {"phone": masked(request.phone)}
    asked = _("Trả lời yêu cầu %(code)s gửi lúc %(at)s.") % {
        "code": request.code, "at": moment(request.submitted_at)
    }  # fmt: skip
    rows = [[str(words.ITEMS[one["item"]]), _decided(one), _why(one)] for one in answer.verdicts]
    return Document(
        title=_("CÔNG VĂN TRẢ LỜI"),
        caption=_("về yêu cầu xóa dữ liệu cá nhân"),
        head=(
            unit,
            _("Số: %(number)s") % {"number": answer.number},
            _("Ngày %(day)s") % {"day": day(answer.answered_at)},
        ),
        sections=(
            Section("", text=(_("Kính gửi: %(to)s") % {"to": to}, asked)),
            Section(
                _("Quyết định"),
                columns=(_("Dữ liệu"), _("Kết quả"), _("Căn cứ")),
                widths=(3, 2, 5),
                rows=rows,
            ),
            *([Section(_("Ý kiến của đơn vị"), text=(answer.words,))] if answer.words else []),
            Section(_("Vì sao phiên bản cũ và nhật ký được giữ"), text=(_why_kept(),)),
            Section(_("Nếu bạn không đồng ý"), text=_where_to_complain(request.appealed_at)),
        ),
        sign=unit,
        footer=f"{answer.number} · {request.code}",
        is_letter=True,
        lang="vi",
    )


def _decided(verdict: dict[str, object]) -> str:
    if not verdict["deleted"]:
        return _("Không xóa")
    return _("Đã xóa: %(number)s") % {"number": verdict["number"]}


def _why(verdict: dict[str, object]) -> str:
    if verdict["deleted"]:
        return _("Luật 91/2025/QH15, Điều 14")
    return " ".join(str(verdict[name]) for name in ("words_vi", "law") if verdict[name])


def _why_kept() -> str:
    return _(
        "Mỗi lần sửa hồ sơ tạo một phiên bản mới; phiên bản cũ và nhật ký cho thấy ai đã ghi, "
        "đã xem, đã sửa gì, để chính bạn kiểm tra được và để không ai sửa lén. Xóa chúng là xóa "
        "bằng chứng bảo vệ bạn."
    )


def _where_to_complain(appealed_at: object) -> tuple[str, ...]:
    above = _(
        "Bạn có thể đề nghị cấp trên xem xét lại, một lần, ngay trên trang của yêu cầu này hoặc "
        "tại đơn vị."
    )
    outside = _(
        "Bạn cũng có quyền khiếu nại đến cơ quan chuyên trách bảo vệ dữ liệu cá nhân (Bộ Công an), "
        "hoặc khởi kiện theo quy định của pháp luật."
    )
    return (outside,) if appealed_at else (above, outside)
