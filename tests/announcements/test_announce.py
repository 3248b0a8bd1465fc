"""A facility announces itself; the health department asks, refuses, publishes."""

from datetime import date, timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from sotiem.accounts.facts import Role, Staff
from sotiem.accounts.queries import staff_of
from sotiem.announcements import operations, queries, rules
from sotiem.announcements.facts import spoken_days
from sotiem.announcements.models import Announcement, AnnouncementStep
from sotiem.announcements.operations import (
    AnnouncementCannotMove,
    AnnouncementHasChanged,
    FacilityCodeDoesNotFit,
    FacilityCodeIsTaken,
    FacilityIsElsewhere,
    NobodyDecidesOnTheirOwn,
    WordsAreNeeded,
)
from sotiem.announcements.queries import Alike
from sotiem.announcements.states import AnnouncementState
from sotiem.facilities import queries as facilities
from sotiem.facilities.models import Facility
from sotiem.foundation.models import AuditEntry
from sotiem.foundation.refusals import NotAllowed, TooManyRequests
from sotiem.messages.models import Message
from sotiem.places.models import AdministrativeUnit
from sotiem.runtime.checks import told_twice
from tests.concurrency import together
from tests.factories import accounts, reference
from tests.factories.announcements import (
    AT,
    CITY,
    announcement,
    announcer,
    approved,
    officer,
    said,
)

needs_database = pytest.mark.django_db
S = AnnouncementState


def told(phone: str = "0901234567") -> list[str]:
    found = Message.objects.filter(phone=phone).order_by("pk")
    return list(found.values_list("purpose", flat=True))


def seen(one: Announcement) -> int:
    return one.steps.count()


@needs_database
def test_an_announcement_is_due_after_three_working_days() -> None:
    one = announcement()
    assert (one.state, one.due_on) == (S.RECEIVED, date(2021, 9, 6))  # Wednesday to Monday
    assert told() == ["announcement_received"]
    trail = AuditEntry.objects.filter(object_kind="announcementstep", object_id=one.steps.get().pk)
    assert list(trail.values_list("action", flat=True)) == ["announcement.sent"]


@needs_database
def test_the_same_form_sent_twice_is_one_announcement() -> None:
    key = uuid4()
    sent = [
        operations.announce(
            facts=said(), facility=None, submission_key=key, colleague=None, by=announcer(), at=AT
        ).pk
        for _ in range(2)
    ]
    assert sent[0] == sent[1]
    assert told() == ["announcement_received"]
    with pytest.raises(NotAllowed):
        operations.announce(
            facts=said(),
            facility=None,
            submission_key=key,
            colleague=None,
            by=announcer("0909999999"),
            at=AT,
        )


@needs_database
def test_one_phone_announces_ten_times_a_day_and_no_more() -> None:
    for _ in range(10):
        announcement()
    with pytest.raises(TooManyRequests):
        announcement()


@needs_database
def test_one_phone_sends_again_sixty_times_a_day_and_no_more() -> None:
    one = announcement()
    again = partial(
        operations.send_again,
        announcement_id=one.pk,
        facts=said(),
        words="Sửa",
        by=announcer(),
        at=AT,
    )
    for _ in range(60):
        again()
    with pytest.raises(TooManyRequests):
        again()


@needs_database
def test_an_approval_makes_the_facility_with_the_next_code_of_the_province() -> None:
    taken = reference.facility(code="01017")
    one = announcement()
    facility = approved(one)
    assert facility.code == "01018"
    assert facility.path == f"{taken.path.rpartition('/')[0]}/01018"
    assert (facility.head, facility.tables) == ("Hoàng Thị Mẫu", 2)
    assert facility.hours == "T2-T6, CN: 7:30–16:30"
    assert facility.contact_phone == "0901234567"
    assert told() == ["announcement_received", "announcement_approved"]
    assert Announcement.objects.get(pk=one.pk).due_on is None


@needs_database
def test_a_code_that_is_taken_or_odd_is_refused_and_nothing_is_made() -> None:
    reference.facility(code="01017")
    one = announcement()
    with pytest.raises(FacilityCodeIsTaken):
        approved(one, code="01017")
    with pytest.raises(FacilityCodeDoesNotFit):
        approved(one, code="mã lạ")
    assert Facility.objects.count() == 1
    assert Announcement.objects.get(pk=one.pk).state == S.RECEIVED


@needs_database
def test_a_facility_on_the_list_gets_its_next_version_and_no_second_one() -> None:
    known = reference.facility()
    facility = approved(announcement(facility=known, name="Trạm Y tế Bình Minh mới"))
    assert facility.pk == known.pk
    assert Facility.objects.count() == 1
    versions = list(facility.versions.order_by("number").values_list("facts__name", "source"))
    assert versions == [
        ("Trạm Y tế Bình Minh", ""),
        ("Trạm Y tế Bình Minh mới", facility.announcements.get().code),
    ]
    approved(announcement(facility=known, head="Vũ Văn Mẫu", tables=5))
    known.refresh_from_db()
    assert (known.head, known.tables, known.versions.count()) == ("Vũ Văn Mẫu", 5, 3)


@needs_database
def test_what_was_published_and_what_happened_is_never_altered() -> None:
    one = announcement()
    approved(one)
    with pytest.raises(DatabaseError), transaction.atomic():
        AnnouncementStep.objects.filter(announcement=one).update(words="khác")
    version = Facility.objects.get().versions.get(number=2)
    with pytest.raises(DatabaseError), transaction.atomic():
        version.delete()


@needs_database
def test_a_facility_on_the_list_stays_in_its_commune() -> None:
    known = reference.facility()
    elsewhere = AdministrativeUnit.objects.filter(version="2025", level="commune").exclude(
        pk=known.commune_id
    )
    with pytest.raises(FacilityIsElsewhere):
        announcement(facility=known, commune_id=elsewhere.order_by("code")[0].pk)


@needs_database
def test_the_clock_stands_while_the_facility_is_asked() -> None:
    one, by = announcement(), officer()
    operations.ask_for_more(
        announcement_id=one.pk, seen=seen(one), words="Thiếu ảnh tủ lạnh", by=by, at=AT
    )
    one.refresh_from_db()
    assert (one.state, one.due_on) == (S.ASKED, None)
    later = AT + timedelta(days=7)
    operations.send_again(
        announcement_id=one.pk,
        facts=said(tables=3),
        words="Đã thêm",
        by=announcer(),
        at=later,
    )
    one.refresh_from_db()
    assert (one.state, one.due_on, one.said.tables) == (S.RECEIVED, date(2021, 9, 13), 3)
    kinds = one.steps.order_by("number").values_list("kind", "words")
    assert list(kinds) == [("sent", ""), ("asked", "Thiếu ảnh tủ lạnh"), ("sent_again", "Đã thêm")]


@needs_database
def test_a_refusal_needs_a_reason_and_may_be_mended() -> None:
    one, by = announcement(), officer()
    with pytest.raises(WordsAreNeeded):
        operations.refuse(announcement_id=one.pk, seen=1, words=" ", by=by, at=AT)
    operations.refuse(announcement_id=one.pk, seen=1, words="Hết hạn giấy phép", by=by, at=AT)
    operations.send_again(
        announcement_id=one.pk, facts=said(), words="Giấy phép mới", by=announcer(), at=AT
    )
    facility = approved(one)
    assert facility.code.startswith("01")
    assert told() == [
        "announcement_received",
        "announcement_refused",
        "announcement_received",
        "announcement_approved",
    ]


@needs_database
def test_the_trail_vouches_for_all_that_was_sent_and_published() -> None:
    one = announcement()
    operations.send_again(
        announcement_id=one.pk, facts=said(tables=9), words="Sửa", by=announcer(), at=AT
    )
    facility = approved(one)
    approved(announcement(facility=facility, tables=4))
    assert facility.versions.count() == 3
    assert disagreements() == []
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
    AnnouncementStep.objects.filter(kind="sent_again").update(facts={"tables": 10})
    facility.versions.filter(number=2).update(facts={"name": "Khác"})
    assert len(disagreements()) == 2


def disagreements() -> list[str]:
    told = (told_twice, queries.disagreements_on_record, facilities.disagreements_on_record)
    return [found for check in told for found in check()]


@needs_database
def test_nobody_decides_on_what_they_have_not_seen() -> None:
    one, by = announcement(), officer()
    operations.send_again(
        announcement_id=one.pk, facts=said(tables=9), words="Sửa", by=announcer(), at=AT
    )
    assert Announcement.objects.get(pk=one.pk).due_on == date(2021, 9, 6)
    with pytest.raises(AnnouncementHasChanged):
        operations.approve(announcement_id=one.pk, seen=1, by=by, at=AT)


@needs_database
def test_a_second_press_changes_nothing_and_a_second_officer_comes_too_late() -> None:
    one, by = announcement(), officer()
    for _ in range(2):
        operations.approve(announcement_id=one.pk, seen=1, by=by, at=AT)
    assert Facility.objects.count() == 1
    with pytest.raises(AnnouncementHasChanged):
        operations.refuse(announcement_id=one.pk, seen=1, words="Muộn", by=officer(), at=AT)
    with pytest.raises(AnnouncementCannotMove):
        operations.refuse(announcement_id=one.pk, seen=2, words="Muộn", by=officer(), at=AT)
    with pytest.raises(AnnouncementCannotMove):
        operations.send_again(
            announcement_id=one.pk, facts=said(), words="Muộn", by=announcer(), at=AT
        )


@needs_database
def test_nobody_decides_on_their_own() -> None:
    user = accounts.user((Role.OFFICER, CITY))
    colleague = staff_of(user, at=AT)
    mine = announcement(colleague=colleague)
    with pytest.raises(NobodyDecidesOnTheirOwn):
        approved(mine, by=colleague)
    known = reference.facility()
    head = accounts.staff((Role.OFFICER, CITY), (Role.HEAD, known.path))
    of_her_facility = announcement(facility=known)
    with pytest.raises(NobodyDecidesOnTheirOwn):
        operations.refuse(announcement_id=of_her_facility.pk, seen=1, words="-", by=head, at=AT)
    approved(mine)
    approved(of_her_facility)


@needs_database
@pytest.mark.parametrize(
    ("role", "path"),
    [
        (Role.OFFICER, "vn/2025:79"),
        (Role.CLERK, CITY),
        (Role.ADMINISTRATOR, "vn"),
    ],
)
def test_only_officers_of_the_province_or_above_decide(role: Role, path: str) -> None:
    one = announcement()
    by = accounts.staff((role, path))
    with pytest.raises(NotAllowed):
        approved(one, by=by)
    assert queries.announcement_for(by, one.code) is None
    assert queries.to_answer(by, after=None) == []
    assert queries.announcement_for(officer("vn"), one.code) == one


@needs_database
def test_an_officer_of_a_commune_decides_nothing() -> None:
    one = announcement()
    by = accounts.staff((Role.OFFICER, one.path))
    with pytest.raises(NotAllowed):
        approved(one, by=by)
    assert queries.to_answer(by, after=None) == []


@needs_database
def test_only_who_announced_withdraws_and_once() -> None:
    one = announcement()
    with pytest.raises(NotAllowed):
        operations.withdraw_announcement(announcement_id=one.pk, by=announcer("0909999999"), at=AT)
    for _ in range(2):
        operations.withdraw_announcement(announcement_id=one.pk, by=announcer(), at=AT)
    assert told() == ["announcement_received", "announcement_withdrawn"]
    with pytest.raises(AnnouncementCannotMove):
        approved(one)


@needs_database
def test_the_queue_is_in_the_order_of_the_clock() -> None:
    late = announcement(at=AT + timedelta(days=1))
    early = announcement()
    same_day = announcement(name="Phòng khám Sao Hôm")
    by = officer()
    assert queries.to_answer(by, after=None) == [early, same_day, late]
    assert queries.to_answer(by, after=early) == [same_day, late]
    assert queries.is_late(early, date(2021, 9, 7))
    assert not queries.is_late(early, date(2021, 9, 6))


@needs_database
def test_an_officer_is_shown_what_one_may_be_twice() -> None:
    named = reference.facility(code="01001", name="Phòng khám Đa khoa SAO MAI")
    licensed = approved(announcement(name="Cơ sở khác hẳn", sent_from="0908888888"))
    other = reference.facility(code="01900", name="Bệnh viện Chợ Mới")
    found = {
        each.facility.code: each.why
        for each in queries.likely_same(announcement(name="Phòng khám Sao Mai"))
    }
    assert found == {
        licensed.code: (Alike.LICENCE, Alike.PHONE),
        named.code: (Alike.NAME,),
    }
    assert other.code not in found


def _approve(one: Announcement, by: Staff) -> None:
    operations.approve(announcement_id=one.pk, seen=1, by=by, at=AT)


def test_two_officers_at_once_make_one_facility(committed_db: None) -> None:
    one = announcement()
    first, second = officer(), officer()

    raised = together(*(partial(_approve, one, by) for by in (first, second)))
    assert [type(each) for each in raised] == [AnnouncementHasChanged]
    assert Facility.objects.count() == 1


def test_working_days_pass_over_the_weekend() -> None:
    friday = date(2021, 9, 3)
    assert rules.due_on(friday, 1) == date(2021, 9, 6)
    assert rules.due_on(friday, 5) == date(2021, 9, 10)
    assert rules.due_on(date(2021, 9, 4), 1) == date(2021, 9, 6)


def test_the_checklist_says_what_is_missing() -> None:
    items = {item.code: item.minimum for item in rules.checklist()}
    whole = said(commune_id=1, items=items)
    assert all(each.is_met for each in rules.verdicts(whole))
    lacking = said(commune_id=1, items={**items, "refrigerator": 0, "staff": 2})
    unmet = {each.item.code for each in rules.verdicts(lacking) if not each.is_met}
    assert unmet == {"refrigerator", "staff"}


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ((1, 2, 3, 4, 5), "T2-T6"),
        ((1, 2, 3, 4, 5, 6, 7), "T2-CN"),
        ((7, 1, 3), "T2, T4, CN"),
        ((2, 3), "T3-T4"),
    ],
)
def test_days_are_said_as_on_a_plate(days: tuple[int, ...], words: str) -> None:
    assert spoken_days(days) == words
