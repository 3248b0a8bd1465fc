"""How progress, paces and delays are said."""

from typing import Final

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from sotiem.deadlines.facts import Figures, Forecast, Progress
from sotiem.portals.components.templatetags.sotiem import day, number
from sotiem.portals.deadlines.standings import Level, Order

PROGRESS: Final[dict[Progress, tuple[str, Promise, str]]] = {
    Progress.IDLE: ("○", _("Không có gì phải nhập"), "neutral"),
    Progress.DONE: ("✓", _("Đã đủ"), "good"),
    Progress.SILENT: ("!", _("Chưa báo, chưa nhập"), "problem"),
    Progress.ON_TRACK: ("→", _("Kịp hạn"), "info"),
    Progress.WILL_BE_LATE: ("▲", _("Sẽ trễ hạn"), "waiting"),
    Progress.AT_REST: ("■", _("Không nhập 7 ngày qua"), "problem"),
    Progress.OVERDUE: ("✕", _("Quá hạn"), "problem"),
}
LEVELS: Final[dict[Level, Promise]] = {
    Level.PROVINCES: _("Tỉnh, thành phố"),
    Level.COMMUNES: _("Xã, phường"),
    Level.FACILITIES: _("Cơ sở"),
}
ORDERS: Final[dict[Order, Promise]] = {
    Order.MISSING: _("Thiếu nhiều nhất ở trên"),
    Order.SHARE: _("Tỷ lệ thấp nhất ở trên"),
    Order.FORECAST: _("Dự báo trễ nhất ở trên"),
}
DELAYS: Final[tuple[Promise, ...]] = (
    _("Trong ngày tiêm"),
    _("Hôm sau"),
    _("Sau 2 đến 3 ngày"),
    _("Sau 4 đến 7 ngày"),
    _("Sau 8 đến 30 ngày"),
    _("Sau hơn 30 ngày"),
)


def outlook(forecast: Forecast) -> str:
    """Where the present pace leads, in a sentence's part."""
    if forecast.progress == Progress.OVERDUE:
        late = forecast.days_late
        return ngettext("đã quá hạn %(days)s ngày", "đã quá hạn %(days)s ngày", late) % {
            "days": late
        }
    if forecast.progress == Progress.ON_TRACK:
        return str(_("với tốc độ này xong ngày %(day)s")) % {"day": day(forecast.ready_on)}
    if forecast.progress == Progress.WILL_BE_LATE:
        late = forecast.days_late
        return ngettext(
            "với tốc độ này xong ngày %(day)s, trễ %(days)s ngày",
            "với tốc độ này xong ngày %(day)s, trễ %(days)s ngày",
            late,
        ) % {"day": day(forecast.ready_on), "days": late}
    return ""


def told(figures: Figures) -> str:
    """What a facility says of itself by saying nothing."""
    if figures.is_idle:
        return str(_("không có vắc xin trong kho, không có buổi tiêm, chưa nhập mũi nào"))
    said = []
    if figures.untold:
        said.append(
            ngettext(
                "kho có %(shown)s liều, chưa ghi dùng, chưa nhập mũi nào",
                "kho có %(shown)s liều, chưa ghi dùng, chưa nhập mũi nào",
                figures.untold,
            )
            % {"shown": number(figures.untold)}
        )
    if figures.silent_days:
        days = figures.silent_days
        said.append(
            ngettext(
                "%(days)s ngày có buổi tiêm mà chưa ghi dùng, chưa nhập mũi nào",
                "%(days)s ngày có buổi tiêm mà chưa ghi dùng, chưa nhập mũi nào",
                days,
            )
            % {"days": days}
        )
    return "; ".join(said)


def trend(figures: Figures) -> str:
    """The last seven days beside the seven before."""
    now, before = figures.entered_week, figures.entered_week_before
    arrow = "↑" if now > before else "↓" if now < before else "→"
    return f"{arrow} {number(now)} ({number(before)})"


def percent(share: float | None) -> str:
    """A share with one decimal; never 100 while something is missing."""
    if share is None:
        return "–"
    tenths = int(share * 1000)
    rest = tenths % 10
    return f"{formats.number_format(tenths / 10, decimal_pos=1 if rest else 0)}\u00a0%"
