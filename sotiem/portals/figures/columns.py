"""The columns by which provinces are put in order: those of 2021, and how true the record is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sotiem.indicators.facts import CLASSES_OF_DELAY, KNOWN, Numbers, Told

Value = float | None


@dataclass(frozen=True, slots=True)
class Place:
    """A province of a table, or the country; `code` is empty for what belongs to none.

    `told` is empty where nothing but doses can be told: of provinces of the old list.
    """

    code: str
    name: str
    doses: Numbers
    told: Told
    people: int | None
    adults: int | None
    has_page: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """What a column tells of a place; the second place is the country."""

    key: str
    label: str | Promise
    note: str | Promise
    value: Callable[[Place, Place], Value]
    is_share: bool = False
    high_is_good: bool = True


def share(part: Value, whole: Value) -> Value:
    """How many of a hundred, rounded down: to a tenth, or as far as it shows.

    None where either is unknown, or the whole is none. A part that is told as none is fewer than
    five: its share is not known.
    """
    if part is None or not whole or not part:
        return None
    tenths = int(part * 1000 // whole)
    return tenths / 10 if tenths else int(part * 100_000 // whole) / 1000


def missing(told: Told) -> int | None:
    """Doses that the stock says were used and that nobody entered."""
    used, recorded = told.get("used"), told.get("recorded")
    return None if used is None or recorded is None else max(0, used - recorded)


def soon(told: Told) -> Value:
    """Of a hundred doses, how many were entered on their day or the next."""
    return share(told.get("days_0_1"), _sum(told, tuple(CLASSES_OF_DELAY)))


def verified(told: Told) -> Value:
    return share(told.get("agrees"), _sum(told, KNOWN))


def unverified(told: Told) -> int | None:
    """People in whose record the population registry has confirmed nothing."""
    return _sum(told, tuple(name for name in KNOWN if name != "agrees"))


def per_hundred_thousand(number: int | None, doses: int | None) -> Value:
    """Told of a thousand doses or more: of fewer, one reaction would be a high number."""
    if number is None or doses is None or doses < FEWEST_DOSES or not number:
        return None
    return number * 1_000_000 // doses / 10


FEWEST_DOSES: Final = 1_000


def _sum(told: Told, names: Sequence[str]) -> int | None:
    numbers = [told.get(name) for name in names]
    known = [number for number in numbers if number is not None]
    return sum(known) if len(known) == len(numbers) else None


def _of(name: str) -> Callable[[Place, Place], Value]:
    return lambda place, _country: place.told.get(name)


OF_2021: Final = (
    Column(
        "planned",
        _("Dự kiến phân bổ"),
        _("Số liều mà các quyết định phân bổ dành cho nơi này."),
        _of("planned"),
    ),
    Column(
        "allocated",
        _("Thực tế phân bổ"),
        _("Số liều đã thực sự giao đến nơi này."),
        _of("allocated"),
    ),
    Column(
        "adults",
        _("Dân số từ 18 tuổi"),
        _(
            "Ước tính: số dân công bố khi sắp xếp tỉnh năm 2025, nhân tỷ lệ người từ 18 tuổi "
            "của cả nước theo Tổng điều tra dân số 2019."
        ),
        lambda place, _country: place.adults,
    ),
    Column(
        "doses",
        _("Số mũi đã tiêm"),
        _("Số mũi đã nhập vào sổ, theo nơi tiêm."),
        lambda place, _country: place.doses.get("doses"),
    ),
    Column(
        "planned_share",
        _("Dự kiến phân bổ trên dân số từ 18 tuổi"),
        _("Cứ 100 người từ 18 tuổi thì được dự kiến bao nhiêu liều."),
        lambda place, _country: share(place.told.get("planned"), place.adults),
        is_share=True,
    ),
    Column(
        "allocated_share",
        _("Thực tế phân bổ trên dân số từ 18 tuổi"),
        _("Cứ 100 người từ 18 tuổi thì đã nhận bao nhiêu liều."),
        lambda place, _country: share(place.told.get("allocated"), place.adults),
        is_share=True,
    ),
    Column(
        "first_share",
        _("Ít nhất một mũi trên dân số từ 18 tuổi"),
        _(
            "Tính cả người dưới 18 tuổi và người nơi khác đến tiêm, như bảng năm 2021, nên có thể "
            "hơn 100."
        ),
        lambda place, _country: share(place.doses.get("first"), place.adults),
        is_share=True,
    ),
    Column(
        "given_share",
        _("Đã tiêm trên thực tế phân bổ"),
        _("Cứ 100 liều đã giao thì có bao nhiêu mũi đã nhập vào sổ."),
        lambda place, _country: share(place.doses.get("doses"), place.told.get("allocated")),
        is_share=True,
    ),
    Column(
        "national_share",
        _("Thực tế phân bổ so với cả nước"),
        _("Trong 100 liều đã giao cho cả nước, nơi này được bao nhiêu."),
        lambda place, country: share(place.told.get("allocated"), country.told.get("allocated")),
        is_share=True,
    ),
)
OF_THE_RECORD: Final = (
    Column(
        "entered_share",
        _("Đã nhập trên đã dùng"),
        _(
            "Cứ 100 liều kho báo đã dùng thì có bao nhiêu mũi đã nhập. Hơn 100 là có cơ sở tiêm mà "
            "không ghi kho trên hệ thống này."
        ),
        lambda place, _country: share(place.told.get("recorded"), place.told.get("used")),
        is_share=True,
    ),
    Column(
        "missing",
        _("Đã dùng mà chưa nhập"),
        _("Số liều kho báo đã dùng, trừ số mũi đã nhập."),
        lambda place, _country: missing(place.told),
        high_is_good=False,
    ),
    Column(
        "soon_share",
        _("Nhập ngay hoặc hôm sau"),
        _("Trong 100 mũi, bao nhiêu mũi được nhập đúng ngày tiêm hoặc ngày hôm sau."),
        lambda place, _country: soon(place.told),
        is_share=True,
    ),
    Column(
        "half_days",
        _("Một nửa được nhập trong (ngày)"),
        _("Từ lúc tiêm đến lúc nhập; tính khi có từ 20 mũi."),
        _of("half_days"),
        high_is_good=False,
    ),
    Column(
        "most_days",
        _("Chín phần mười được nhập trong (ngày)"),
        _("Từ lúc tiêm đến lúc nhập; 366 là hơn một năm."),
        _of("most_days"),
        high_is_good=False,
    ),
    Column(
        "verified_share",
        _("Đã khớp dữ liệu dân cư"),
        _("Trong 100 người có hồ sơ, bao nhiêu người được cơ sở dữ liệu dân cư xác nhận."),
        lambda place, _country: verified(place.told),
        is_share=True,
    ),
    Column(
        "open",
        _("Phản ánh chưa trả lời"),
        _("Số phản ánh đang chờ nơi này trả lời."),
        _of("open"),
        high_is_good=False,
    ),
    Column(
        "overdue",
        _("Trong đó đã quá hạn"),
        _("Số phản ánh đã qua hạn trả lời theo luật."),
        _of("overdue"),
        high_is_good=False,
    ),
    Column(
        "half_hours",
        _("Một nửa được trả lời trong (giờ)"),
        _("Từ lúc gửi đến lúc trả lời; tính khi có từ 20 phản ánh đã trả lời."),
        _of("half_hours"),
        high_is_good=False,
    ),
    Column(
        "most_hours",
        _("Chín phần mười được trả lời trong (giờ)"),
        _("Từ lúc gửi đến lúc trả lời; tính khi có từ 20 phản ánh đã trả lời."),
        _of("most_hours"),
        high_is_good=False,
    ),
    Column(
        "reaction_rate",
        _("Phản ứng sau tiêm trên 100.000 mũi"),
        _("Báo cáo sau khi tiêm chưa có nghĩa là do vắc xin. Tính khi có từ 1.000 mũi."),
        lambda place, _country: per_hundred_thousand(
            place.told.get("reactions"), place.told.get("recorded")
        ),
        high_is_good=False,
    ),
    Column(
        "waiting",
        _("Người đang chờ tiêm"),
        _("Người đã đăng ký, chưa có lịch hẹn, theo nơi ở."),
        _of("waiting"),
        high_is_good=False,
    ),
    Column(
        "working",
        _("Cơ sở đang tiêm"),
        _("Cơ sở tiêm chủng không bị tạm dừng hay đóng cửa."),
        _of("working"),
    ),
)
TABLES: Final[Mapping[str, Sequence[Column]]] = {"2021": OF_2021, "so": OF_THE_RECORD}
COLUMNS: Final = {column.key: column for columns in TABLES.values() for column in columns}
# Kept in steps of five: nothing shown is fewer than five.
IN_STEPS: Final = frozenset(
    {"doses", "open", "overdue", "missing", "waiting", "first", "full", "booster"}
)
