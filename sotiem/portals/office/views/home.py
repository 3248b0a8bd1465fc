from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from sotiem.accounts.facts import Role, Staff
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.office.scopes import names_of
from sotiem.portals.office.words import ROLES


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
    offered = (
        (
            who.has(Role.CLERK),
            Card(
                _("Cơ sở tiêm chủng"),
                _address("facility:home"),
                _("Nhập tệp mũi tiêm, xem kết quả từng dòng."),
            ),
        ),
        (
            who.has(Role.OFFICER),
            Card(
                _("Xử lý phản ánh"),
                _address("review:queue"),
                _("Xem giấy tờ người dân gửi, so với hồ sơ và quyết định trong 48 giờ."),
            ),
        ),
        (
            who.may(Role.AUDITOR, "vn"),
            Card(
                _("Nhật ký hệ thống"),
                _address("office:trail"),
                _("Ai đã xem, ai đã sửa, lúc nào; chuỗi niêm phong."),
            ),
        ),
        (
            who.has(Role.ADMINISTRATOR),
            Card(
                _("Tài khoản cán bộ"),
                _address("office:accounts"),
                _("Thêm cán bộ, cấp và thu quyền, đặt lại đăng nhập."),
            ),
        ),
    )
    return [card for may_open, card in offered if may_open and card.href]


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
