"""Why a dose is not in the book: what the system knows of it, and what to do next.

Nobody learns here whether somebody else is on record. What is known through the proved phone or
the own record is told; of anything else only what the slip says already, and only if enough of it
agrees (`_agrees`): until then every answer is the same "perhaps".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from urllib.parse import urlencode

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext

from sotiem.accounts.facts import Citizen
from sotiem.corrections.queries import reports_of_citizen
from sotiem.deadlines.queries import day_of, deadline_for
from sotiem.doses.facts import DoseOnRecord, DoseStatus
from sotiem.doses.models import DoseVersion
from sotiem.doses.queries import doses_by_person
from sotiem.facilities.models import Facility
from sotiem.foundation.limits import spend
from sotiem.imports.models import WaitingRow
from sotiem.imports.waiting import waiting_rows_for
from sotiem.matching.facts import PersonClue
from sotiem.matching.queries import alike
from sotiem.patients.models import Patient
from sotiem.patients.queries import whole_of, wholes_of
from sotiem.portals.citizen.report_forms import place_of
from sotiem.portals.citizen.words import vaccine_of
from sotiem.portals.components.templatetags.sotiem import day, moment
from sotiem.vaccines.models import Vaccine

SLIPS: Final = 5
SLIPS_PER: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """What somebody reads off her slip; `number` is any of the numbers on it, digits only."""

    vaccine: Vaccine
    on: date
    lot: str
    facility: Facility | None
    place: str
    number: str

    @property
    def as_query(self) -> str:
        """As the addresses of report forms take it."""
        said = {"vaccine": self.vaccine.code, "administered_on": f"{self.on:%d/%m/%Y}"}
        return urlencode({**said, "lot_number": self.lot, "place": self.place})


@dataclass(frozen=True, slots=True)
class Answer:
    """One thing that is known, and the next step."""

    title: str
    words: str
    step: str
    href: str


def clue_of(by: Citizen, full_name: str, birth_date: str) -> PersonClue:
    """Who asks: as on record, or else as she said when she proved her phone."""
    own = Patient.objects.select_related("principal__current").filter(pk=by.patient_id or 0).first()
    if own is None:
        return PersonClue(full_name=full_name, birth_date=birth_date, phone=by.phone)
    known = own.principal.current
    return PersonClue(
        full_name=known.full_name,
        birth_date=known.birth_date,
        sex=known.sex,
        phone=known.phone,
        cccd=known.cccd,
        cmnd=known.cmnd,
        commune_id=known.commune_id,
    )


def known_at_once(by: Citizen, clue: PersonClue) -> Iterator[Answer]:
    """What is known without a slip: her own reports, doses withdrawn, rows under her phone."""
    yield from _open_reports(by)
    if by.patient_id is not None:
        yield from _withdrawn(by.patient_id)
    yield from (_waiting(by, row) for row in _own_rows(by, clue))


def told_by_slip(by: Citizen, clue: PersonClue, slip: Slip, *, at: datetime) -> list[Answer]:
    """What is known of the dose on a slip; counted, so that nobody tries one after another."""
    spend("why", by.phone, limit=SLIPS, per=SLIPS_PER, at=at)
    found = list(_own_dose(by, slip))
    if not found:
        own = {row.pk for row in _own_rows(by, clue)}
        found += [_waiting(by, row) for row in _rows_on_slip(clue, slip) if row.pk not in own]
        found += _elsewhere(by, clue, slip)
        found += _behind(by, slip)
    return found


def _open_reports(by: Citizen) -> Iterator[Answer]:
    for report in reports_of_citizen(by):
        if report.is_open:
            facts = {"code": report.tracking_code, "due": moment(report.answer_due_at)}
            yield Answer(
                gettext("Phản ánh của bạn đang được xử lý"),
                gettext("Phản ánh %(code)s chưa có kết quả; hạn trả lời %(due)s.") % facts,
                gettext("Xem phản ánh %(code)s") % facts,
                reverse("citizen:report", args=[report.tracking_code]),
            )


def _withdrawn(patient_id: int) -> Iterator[Answer]:
    versions = DoseVersion.objects.filter(
        dose__patient__principal__members=patient_id, dose__current=F("pk")
    ).exclude(status=DoseStatus.COMPLETED)
    for version in versions.select_related("vaccine", "facility").order_by("administered_on"):
        facts = {"vaccine": vaccine_of(version), "day": day(version.administered_on)}
        facts |= {"place": place_of(version), "since": moment(version.recorded_at)}
        said = {"administered_on": facts["day"], "place": facts["place"]}
        said |= {"vaccine": version.vaccine.code, "lot_number": version.lot_number}
        yield Answer(
            gettext("Một mũi đã bị đánh dấu nhập nhầm"),
            gettext(
                "%(vaccine)s ngày %(day)s tại %(place)s không được tính từ %(since)s. "
                "Nếu bạn có tiêm mũi này, hãy báo lại."
            )
            % facts,
            gettext("Báo thiếu mũi này"),
            f"{reverse('citizen:report_missing')}?{urlencode(said)}",
        )


def _own_rows(by: Citizen, clue: PersonClue) -> list[WaitingRow]:
    """Rows that wait under her record, or that may be hers and have the phone that she proved."""
    certain: list[WaitingRow] = []
    if by.patient_id is not None:
        rows = WaitingRow.objects.filter(patient__in=whole_of(by.patient_id))
        certain = list(rows.select_related("row", "facility", "vaccine").order_by("row"))
    there = {row.pk for row in certain}
    likely = [each.waiting for each in waiting_rows_for(clue)]
    mine = [row for row in likely if _person(row).get("phone") == by.phone]
    return certain + [row for row in mine if row.pk not in there]


def _rows_on_slip(clue: PersonClue, slip: Slip) -> Iterator[WaitingRow]:
    for each in waiting_rows_for(clue, vaccine_id=slip.vaccine.pk, given_on=slip.on):
        row, said = each.waiting, _person(each.waiting)
        numbers = {said.get(name, "") for name in ("cccd", "cmnd", "phone")}
        lot = str(row.row.facts.get("dose", {}).get("lot_number", ""))
        is_there = slip.facility is not None and row.facility_id == slip.facility.pk
        if is_there and _agrees(slip, lot, numbers):
            yield row


def _waiting(by: Citizen, row: WaitingRow) -> Answer:
    facts = {"facility": row.facility.name, "day": day(row.given_on), "since": moment(row.since)}
    said = {"vaccine": row.vaccine.code, "administered_on": facts["day"]}
    said["place"] = row.facility.name
    return Answer(
        gettext("Mũi tiêm đang chờ ở cơ sở"),
        gettext(
            "%(facility)s đã gửi mũi ngày %(day)s, nhưng dòng này chờ cơ sở xem lại từ %(since)s: "
            "thông tin người tiêm hoặc mũi tiêm cần một người xác nhận. Chưa cần báo; nếu sau hai "
            "ngày vẫn chưa có, hãy gửi phản ánh."
        )
        % facts,
        gettext("Gửi phản ánh, cơ sở sẽ được hỏi"),
        _report(by, urlencode(said)),
    )


def _own_dose(by: Citizen, slip: Slip) -> Iterator[Answer]:
    for dose in doses_by_person([by.patient_id or 0]).get(by.patient_id or 0, []):
        if dose.administered_on == slip.on:
            yield Answer(
                gettext("Mũi này đã có trong hồ sơ của bạn"),
                gettext("Hồ sơ có một mũi ngày %(day)s. Nếu ghi chưa đúng, hãy báo mũi đó sai.")
                % {"day": day(slip.on)},
                gettext("Xem hồ sơ"),
                reverse("citizen:book"),
            )


def _elsewhere(by: Citizen, clue: PersonClue, slip: Slip) -> Iterator[Answer]:
    """A dose as on the slip, in another record: by a name, a birth date or a number otherwise
    written. Nothing of that record is told."""
    own = set(whole_of(by.patient_id)) if by.patient_id is not None else set()
    people = [one for one in alike(clue) if one not in own]
    doses, wholes = doses_by_person(people), wholes_of(people)
    records = Patient.objects.select_related("current").in_bulk(
        [record for whole in wholes.values() for record in whole]
    )
    for one in people:
        numbers: set[str] = set()
        for record in wholes[one]:
            known = records[record].current
            numbers |= {known.cccd, known.cmnd, known.phone}
        if any(_is_on(slip, dose, numbers) for dose in doses.get(one, ())):
            name = "citizen:report_two_records" if own else "citizen:report_nothing"
            yield Answer(
                gettext("Mũi này nằm trong một hồ sơ khác"),
                gettext(
                    "Có một mũi đúng như phiếu của bạn, nhưng nằm trong một hồ sơ ghi họ tên, ngày "
                    "sinh, số giấy tờ hoặc số điện thoại khác bạn. Gửi phản ánh kèm ảnh phiếu để "
                    "cán bộ đối chiếu; không cần tiêm lại."
                ),
                gettext("Báo tôi còn một hồ sơ khác") if own else gettext("Gửi phản ánh kèm phiếu"),
                f"{reverse(name)}?{slip.as_query}",
            )
            return


def _behind(by: Citizen, slip: Slip) -> Iterator[Answer]:
    """The facility used more that day than it entered."""
    if slip.facility is None:
        return
    told = day_of(slip.facility, slip.on)
    if told.missing <= 0:
        return
    until = deadline_for(slip.facility, slip.on)
    facts = {"facility": slip.facility.name, "day": day(slip.on), "by": day(until)}
    facts |= {"used": str(told.used), "recorded": str(told.recorded)}
    words = gettext(
        "%(facility)s báo đã tiêm %(used)s mũi ngày %(day)s, mới nhập %(recorded)s mũi. "
        "Mũi của bạn có thể nằm trong số chưa nhập."
    )
    if until is not None:
        words += " " + gettext("Cơ sở phải nhập xong trước hết ngày %(by)s: bạn có thể chờ đến đó.")
    yield Answer(
        gettext("Cơ sở chưa nhập đủ ngày này"),
        words % facts,
        gettext("Gửi phản ánh, cơ sở sẽ được hỏi"),
        _report(by, slip.as_query),
    )


def _report(by: Citizen, said: str) -> str:
    """Where somebody with or without a record says that a dose is missing."""
    name = "report_nothing" if by.patient_id is None else "report_missing"
    return f"{reverse(f'citizen:{name}')}?{said}"


def _is_on(slip: Slip, dose: DoseOnRecord, numbers: set[str]) -> bool:
    if dose.administered_on != slip.on or dose.vaccine_id != slip.vaccine.pk:
        return False
    is_there = slip.facility is not None and dose.facility_code == slip.facility.code
    return is_there and _agrees(slip, dose.lot_number, numbers)


def _agrees(slip: Slip, lot: str, numbers: set[str]) -> bool:
    """Whether so much of a slip agrees that only who holds it can know: beside the day, the
    vaccine and the facility also the lot, or a number of the person."""
    written = "".join(lot.upper().split())
    by_lot = written != "" and written == slip.lot
    return by_lot or (slip.number != "" and slip.number in numbers)


def _person(row: WaitingRow) -> dict[str, str]:
    said: dict[str, str] = row.row.facts["person"]
    return said
