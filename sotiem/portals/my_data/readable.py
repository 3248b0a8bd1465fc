"""The export, told so that everybody can read it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from sotiem.foundation.actors import ActorKind
from sotiem.identity import PartialDate
from sotiem.portals.citizen import words as citizen_words
from sotiem.portals.components.templatetags.sotiem import day, moment
from sotiem.portals.my_data import words
from sotiem.portals.my_data.paper import Document, Section
from sotiem.portals.registering import words as registering_words
from sotiem.registrations.facts import CONSENTS

Told = dict[str, Any]


def document_of(told: Told) -> Document:
    """The same facts as the JSON, as a document with a section for each kind."""
    as_of = _moment(told["asOf"])
    made = (
        _people(told), _doses(told), _certificates(told), _registrations(told), _reports(told),
        _requests(told), _ways(told), _messages(told), _trail(told),
    )  # fmt: skip
    return Document(
        title=_("Dữ liệu của tôi trong Sổ Tiêm"),
        caption=_("Tính đến %(at)s") % {"at": as_of},
        footer=_("Sổ Tiêm, tính đến %(at)s") % {"at": as_of},
        sections=made,
    )


def _people(told: Told) -> Section:
    rows = [
        [
            str(one["version"]),
            one["name"],
            PartialDate.from_iso(one["birthDate"]).vietnamese if one["birthDate"] else "",
            str(words.SEXES.get(one["gender"], "")),
            one["telecom"],
            ", ".join(one["identifier"].values()),
            ", ".join(each for each in (one["address"], one["commune"]) if each),
            _origin(one),
        ]
        for one in _versions(told["patient"])
    ]
    columns = (
        _("Bản"), _("Họ và tên"), _("Ngày sinh"), _("Giới tính"), _("Điện thoại"),
        _("Số giấy tờ"), _("Nơi ở"), _("Từ đâu, lúc nào"),
    )  # fmt: skip
    return _section(_("Về bạn, mọi phiên bản"), columns, (1, 4, 3, 2, 3, 4, 4, 4), rows)


def _doses(told: Told) -> Section:
    rows = [
        [
            str(one["version"]),
            one["vaccine"],
            _day(one["occurrenceDate"]),
            one["lotNumber"],
            one["location"],
            _("đã tiêm") if one["status"] == "completed" else _("nhập nhầm, không tính"),
            _origin(one),
        ]
        for one in _versions(told["immunization"])
    ]
    columns = (
        _("Bản"), _("Vắc xin"), _("Ngày tiêm"), _("Số lô"), _("Nơi tiêm"), _("Tình trạng"),
        _("Từ đâu, lúc nào"),
    )  # fmt: skip
    return _section(_("Mũi tiêm, mọi phiên bản"), columns, (1, 3, 2, 2, 4, 3, 4), rows)


def _certificates(told: Told) -> Section:
    rows = [
        [
            one["identifier"],
            _moment(one["date"]),
            _moment(one["end"]),
            _moment(one["revoked"]) if one["revoked"] else _("còn hiệu lực"),
        ]
        for one in told["documentReference"]
    ]
    columns = (_("Mã"), _("Cấp lúc"), _("Hết hạn"), _("Thu hồi lúc"))
    return _section(_("Giấy chứng nhận"), columns, (5, 2, 2, 2), rows)


def _registrations(told: Told) -> Section:
    rows = [
        [
            one["identifier"],
            one["name"],
            _moment(one["authoredOn"]),
            str(registering_words.STATES[one["status"]]),
            one["location"] or one["commune"],
        ]
        for one in told["appointmentRequest"]
    ]
    columns = (_("Mã"), _("Họ và tên"), _("Gửi lúc"), _("Tình trạng"), _("Nơi"))
    return _section(_("Đăng ký tiêm từ số điện thoại này"), columns, (3, 3, 2, 4, 4), rows)


def _reports(told: Told) -> Section:
    rows = [
        [
            one["identifier"],
            str(citizen_words.KINDS[one["code"]]),
            _moment(one["authoredOn"]),
            str(citizen_words.STATUSES[one["status"]]),
            " ".join(
                each for each in (one["description"], *(o["note"] for o in one["output"])) if each
            ),
        ]
        for one in told["task"]
    ]
    columns = (_("Mã"), _("Nội dung"), _("Gửi lúc"), _("Tình trạng"), _("Lời kể và trả lời"))
    return _section(_("Phản ánh"), columns, (3, 3, 2, 3, 5), rows)


def _requests(told: Told) -> Section:
    rows = [
        [
            one["identifier"],
            ", ".join(str(words.ITEMS[item]) for item in one["input"]),
            _moment(one["authoredOn"]),
            str(words.STATES[one["status"]]),
            ", ".join(each["identifier"] for each in one["output"]),
        ]
        for one in told["dataRequest"]
    ]
    columns = (_("Mã"), _("Muốn xóa"), _("Gửi lúc"), _("Tình trạng"), _("Công văn"))
    return _section(_("Yêu cầu về dữ liệu"), columns, (3, 5, 2, 3, 3), rows)


def _ways(told: Told) -> Section:
    rows = [
        [
            _("E-mail") if one["channel"] == "email" else _("Trình duyệt"),
            one["endpoint"],
            _moment(one["since"]),
        ]
        for one in told["subscription"]
    ]
    rows += [
        [_("Đồng ý khi đăng ký %(code)s") % {"code": one["identifier"]},
         _consent(one["policy"]), _moment(one["dateTime"])]
        for one in told["consent"]
    ]  # fmt: skip
    columns = (_("Loại"), _("Nội dung"), _("Từ lúc"))
    return _section(_("Điều bạn đã đồng ý"), columns, (3, 8, 2), rows)


def _consent(version: str) -> str:
    known = CONSENTS.get(version)
    return known.words_vi if known else version


def _messages(told: Told) -> Section:
    rows = [
        [_moment(one["sent"]) if one["sent"] else _("chưa gửi"), one["payload"]]
        for one in told["communication"]
    ]
    return _section(_("Tin đã gửi đến số này"), (_("Lúc"), _("Nội dung")), (2, 9), rows)


def _trail(told: Told) -> Section:
    rows = [
        [
            _moment(one["recorded"]),
            citizen_words.action_in_words(one["action"]),
            citizen_words.actor_in_words(ActorKind(one["agent"]["type"]), one["agent"]["name"]),
            one["purposeOfEvent"],
        ]
        for one in told["auditEvent"]
    ]
    columns = (_("Lúc"), _("Việc"), _("Ai"), _("Lý do"))
    return _section(_("Ai đã xem, ai đã sửa"), columns, (2, 4, 3, 4), rows)


def _section(
    title: str, columns: tuple[str, ...], widths: tuple[int, ...], rows: list[list[str]]
) -> Section:
    if not rows:
        return Section(title, text=(_("Không có."),))
    return Section(title, columns=columns, widths=widths, rows=rows)


def _versions(chains: Iterable[Told]) -> Iterable[Told]:
    return (version for chain in chains for version in chain["versions"])


def _origin(version: Told) -> str:
    told = version["provenance"]
    return f"{words.reason_in_words(told['reason'])}, {_moment(told['recorded'])}"


def _moment(text: str) -> str:
    return moment(datetime.fromisoformat(text))


def _day(text: str) -> str:
    return day(datetime.fromisoformat(text))
