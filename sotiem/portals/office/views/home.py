from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from sotiem.accounts.facts import Role, Staff
from sotiem.announcements.permissions import run_by as announcements_run_by
from sotiem.indicators.queries import areas_seen_by
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.office.scopes import names_of
from sotiem.portals.office.words import ROLES
from sotiem.reopening.permissions import can_regulate
from sotiem.supply.permissions import areas_decided_by, can_recall

Offered = tuple[bool, str, str, str]  # may they, its title, the name of its page, what it is for


@dataclass(frozen=True, slots=True)
class Card:
    """A task that is open to whoever looks."""

    title: str
    href: str
    text: str


@staff()
def home(request: HttpRequest) -> HttpResponse:
    """What this member of staff may do, and where."""
    who = acting_staff(request)
    places = names_of(grant.jurisdiction.path for grant in who.grants)
    grants = [
        {"role": ROLES[grant.role], "place": places[grant.jurisdiction.path]}
        for grant in who.grants
    ]
    return render(request, "office/home.html", {"cards": _cards(who), "grants": grants})


def _cards(who: Staff) -> list[Card]:
    offered = (*_of_reports(who), *_of_people(who), *_of_facilities(who), *_of_the_system(who))
    cards = [
        Card(title, _address(name), text) for may_open, title, name, text in offered if may_open
    ]
    return [card for card in cards if card.href]


def _of_reports(who: Staff) -> tuple[Offered, ...]:
    is_officer = who.has(Role.OFFICER)
    return (
        (who.has(Role.CLERK) or who.has(Role.HEAD), _("Cơ sở tiêm chủng"), "facility:home",
         _("Buổi tiêm, nhập tệp, kho vắc xin và số liệu trong ngày.")),
        (is_officer, _("Xử lý phản ánh"), "review:queue",
         _("Xem giấy tờ người dân gửi, so với hồ sơ và quyết định trong 48 giờ.")),
        (is_officer, _("Sửa hồ sơ theo tệp"), "review:sheets",
         _("Sửa nhiều hồ sơ một lần bằng tệp Excel; xem trước từng dòng, hoàn tác cả tệp.")),
        (bool(areas_seen_by(who)), _("Tình hình phản ánh"), "board:board",
         _("Đã nhận, đã trả lời, quá hạn; theo nơi, theo loại, theo ngày.")),
        (bool(areas_seen_by(who)), _("Tiêm chủng lúc này"), "board:doses",
         _("Mũi tiêm hôm nay, trong tuần, tất cả; đến từng cơ sở, đúng từng mũi.")),
    )  # fmt: skip


def _of_people(who: Staff) -> tuple[Offered, ...]:
    is_officer = who.has(Role.OFFICER)
    return (
        (is_officer or who.has(Role.CLERK), _("Đổi số điện thoại"), "phones:find",
         _("Cho người không còn dùng số trong hồ sơ, với giấy tờ tùy thân và phiếu tiêm.")),
        (is_officer, _("Đổi số điện thoại chờ quyết định"), "phones:waiting",
         _("Lần đổi cần người thứ hai, hoặc bị số cũ phản đối.")),
        (is_officer, _("Yêu cầu về dữ liệu cá nhân"), "my_data:waiting",
         _("Trả lời yêu cầu xóa dữ liệu bằng công văn, đúng hạn của luật.")),
        (is_officer, _("Danh sách đăng ký"), "registering:lists",
         _("Duyệt người đăng ký tiêm theo nhóm ưu tiên, giao cho cơ sở theo thứ tự đăng ký.")),
        (is_officer, _("Quyền giám hộ"), "office:guardians",
         _("Cấp quyền giữ hồ sơ của trẻ em hoặc người được giám hộ theo giấy tờ; chấm dứt quyền.")),
        (is_officer, _("Phản ứng sau tiêm"), "aftercare:queue",
         _("Báo cáo mới, khẩn cấp trước; ghi việc đã làm; số liệu theo vắc xin.")),
        (is_officer, _("Hồ sơ có thể trùng"), "review:pairs",
         _("So hai hồ sơ cạnh nhau, ghép khi là một người; lúc nào cũng tách lại được.")),
    )  # fmt: skip


def _of_facilities(who: Staff) -> tuple[Offered, ...]:
    return (
        (bool(announcements_run_by(who)), _("Các cơ sở tự công bố"), "announcing:queue",
         _("Trả lời công bố theo hạn, đăng công khai; đình chỉ, bỏ đình chỉ, đóng cơ sở.")),
        (who.has(Role.OFFICER), _("Hạn nhập liệu"), "deadlines:board",
         _("Cơ sở nào còn mũi tiêm chưa nhập; nhắc nhở, gia hạn.")),
        (bool(areas_decided_by(who)) or who.has(Role.KEEPER), _("Cung ứng vắc xin"), "supply:home",
         _("Kho các cấp, quyết định phân bổ, hàng đang vận chuyển.")),
        (can_recall(who), _("Thu hồi lô vắc xin"), "recalls:recalls",
         _("Thu hồi một lô trong cả nước; xem lô còn ở đâu và bao nhiêu người đã tiêm.")),
    )  # fmt: skip


def _of_the_system(who: Staff) -> tuple[Offered, ...]:
    is_everywhere = who.may(Role.ADMINISTRATOR, "vn")
    return (
        (can_regulate(who), _("Quy định mở cửa lại"), "rules:sets",
         _("Soạn, xem trước, công bố quy định thẻ xanh, thẻ vàng cho người kiểm tra.")),
        (who.has(Role.OFFICER) or who.has(Role.CLERK), _("Khóa truy cập"), "office:keys",
         _("Cho phần mềm của đơn vị làm việc thay bạn, trong phạm vi của bạn.")),
        (who.may(Role.AUDITOR, "vn"), _("Nhật ký hệ thống"), "office:trail",
         _("Ai đã xem, ai đã sửa, lúc nào; chuỗi niêm phong.")),
        (who.has(Role.ADMINISTRATOR), _("Tài khoản cán bộ"), "office:accounts",
         _("Thêm cán bộ, cấp và thu quyền, đặt lại đăng nhập.")),
        (who.has(Role.ADMINISTRATOR), _("Kênh phản ánh"), "channels:office",
         _("Mở, thông báo đóng, đóng và bàn giao các kênh nhận phản ánh.")),
        (is_everywhere, _("Ký xác nhận mũi tiêm"), "office:signatures",
         _("Mũi nào cần cơ sở ký, ký lúc nào, trước khi cấp giấy chứng nhận.")),
        (is_everywhere, _("Mô hình đối chiếu"), "office:models",
         _("Xem các phiên bản và kết quả đánh giá, đổi phiên bản đang dùng.")),
    )  # fmt: skip


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
