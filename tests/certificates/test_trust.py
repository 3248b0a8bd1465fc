"""Signers of other countries: a list changes what it says, and nothing behind our back."""

import base64
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django.db import DatabaseError, IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from certificate_format import SignerCertificate
from certificate_format.trust_lists import PublishedList, read_list
from sotiem.certificates import published
from sotiem.certificates.facts import Standing
from sotiem.certificates.models import ForeignSigner, TakenTrustList
from sotiem.certificates.operations import (
    ListOlderThanTaken,
    ListRemovesTooMany,
    ensure_list_key,
    take_trust_list,
    withdraw_signing_key,
)
from sotiem.certificates.queries import disagreements_on_record, verify
from sotiem.certificates.trust import NotTaken, change_by, foreign_signers
from sotiem.foundation.actors import machine
from sotiem.foundation.models import AuditEntry
from tests.certificates import foreign
from tests.certificates.foreign import TAKEN_AT, Signer, eu_list, read, signer, take
from tests.factories import certificates

pytestmark = pytest.mark.django_db
AT = certificates.AT
DAY = timedelta(days=1)
ONE, OTHER, THIRD, FOURTH = (signer(code) for code in ("FR", "DE", "FR", "IT"))


def believed() -> set[str]:
    rows = ForeignSigner.objects.filter(removed_at__isnull=True)
    return set(rows.values_list("kid", flat=True))


def kids(*signers: Signer) -> set[str]:
    return {each.kid for each in signers}


def standing(text: str, at: datetime = AT) -> Standing:
    return verify(text, at=at).standing


def test_a_list_adds_removes_and_leaves_as_it_says() -> None:
    first = take(ONE, OTHER, THIRD, FOURTH)
    assert (len(first.added), len(first.removed), len(first.unchanged)) == (4, 0, 0)
    second = take(ONE, OTHER, FOURTH, at=TAKEN_AT + DAY)
    assert ([each.kid.hex() for each in second.removed], second.added) == ([THIRD.kid], ())
    assert len(second.unchanged) == 3
    assert believed() == kids(ONE, OTHER, FOURTH)
    gone = ForeignSigner.objects.get(kid=THIRD.kid)
    assert (gone.added_at, gone.removed_at) == (TAKEN_AT, TAKEN_AT + DAY)


def test_taking_the_same_list_again_changes_nothing() -> None:
    take(ONE, OTHER)
    before = list(ForeignSigner.objects.order_by("pk").values())
    again = take(ONE, OTHER, at=TAKEN_AT + DAY)
    assert (again.added, again.removed, again.changed) == ((), (), ())
    assert list(ForeignSigner.objects.order_by("pk").values()) == before


def test_to_show_what_a_list_changes_changes_nothing() -> None:
    take(ONE)
    change = change_by(read(ONE, OTHER), source="eu")
    assert [each.kid.hex() for each in change.added] == [OTHER.kid]
    assert believed() == kids(ONE)


def test_a_signer_described_otherwise_has_a_second_row_and_keeps_its_first() -> None:
    take(ONE)
    change = take(ONE.row(country="BE"), at=TAKEN_AT + DAY)
    assert [(old.country, new.country) for old, new in change.changed] == [("FR", "BE")]
    rows = ForeignSigner.objects.order_by("pk").values_list("country", "removed_at")
    assert list(rows) == [("FR", TAKEN_AT + DAY), ("BE", None)]
    assert list(disagreements_on_record()) == []


def test_a_list_that_drops_more_than_a_third_is_taken_only_when_it_is_meant() -> None:
    take(ONE, OTHER, THIRD)
    assert not change_by(read(ONE, OTHER), source="eu").removes_many
    with pytest.raises(ListRemovesTooMany):
        take(ONE, at=TAKEN_AT + DAY)
    with pytest.raises(ListRemovesTooMany):
        take(at=TAKEN_AT + DAY)
    assert believed() == kids(ONE, OTHER, THIRD)
    take(ONE, at=TAKEN_AT + DAY, allow_removals=True)
    assert believed() == kids(ONE)


def test_each_source_has_its_own_signers() -> None:
    take(ONE, OTHER, THIRD)
    take(ONE, FOURTH, source="who")
    take(FOURTH, source="who", allow_removals=True, at=TAKEN_AT + DAY)
    assert believed() == kids(ONE, OTHER, THIRD, FOURTH)
    assert [each.kid.hex() for each in foreign_signers(AT)].count(FOURTH.kid) == 1


def test_with_a_country_only_its_signers_are_looked_at() -> None:
    take(ONE, OTHER, THIRD)
    change = take(ONE, FOURTH, country="FR", at=TAKEN_AT + DAY, allow_removals=True)
    assert change.passed_over == 1
    assert believed() == kids(ONE, OTHER)


def test_a_signer_that_moves_to_the_country_asked_for_is_believed_once() -> None:
    take(ONE, OTHER)
    change = take(ONE.row(country="BE"), country="BE", at=TAKEN_AT + DAY)
    assert len(change.changed) == 1
    assert believed() == kids(ONE, OTHER)


def forged_names() -> Iterator[tuple[str, Signer | dict[str, object]]]:
    """Ways in which a list of others may bring in a signer that would be taken for ours."""
    forged = signer("VN")
    yield "certificate of VN", forged
    yield "certificate of VN called French", forged.row(country="FR")
    yield "French certificate called Vietnamese", ONE.row(country="VN")
    yield "in small letters", ONE.row(country="vn")


FORGED = dict(forged_names())


@pytest.mark.parametrize("name", FORGED)
def test_a_signer_of_our_country_comes_from_no_list_of_others(name: str) -> None:
    certificates.signing_key()
    change = take(FORGED[name], OTHER)
    assert [each.reason for each in change.refused] == [NotTaken.OUR_COUNTRY]
    assert believed() == kids(OTHER)


def test_a_key_of_ours_that_leaked_does_not_come_back_under_another_flag() -> None:
    key = certificates.signing_key()
    withdraw_signing_key(kid=key.kid, reason="leaked", by=machine("test"), at=AT)
    ours = SignerCertificate.from_der(bytes(key.certificate))
    other = SignerCertificate.from_der(OTHER.der)
    disguises = (
        replace(ours, country="FR", kid=b"another", certificate=b""),
        replace(other, kid=ours.kid),
    )
    change = change_by(PublishedList(disguises), source="files")
    assert [each.reason for each in change.refused] == [NotTaken.OUR_KEY] * 2
    assert change.added == ()


def odd() -> Iterator[tuple[str, SignerCertificate]]:
    good = SignerCertificate.from_der(ONE.der)
    yield NotTaken.NO_COUNTRY, replace(good, country="")
    yield NotTaken.NO_COUNTRY, replace(good, country="FRA")
    yield NotTaken.NO_COUNTRY, replace(good, country="\x00\ufffd")
    yield NotTaken.ODD_IDENTIFIER, replace(good, kid=b"")
    yield NotTaken.ODD_IDENTIFIER, replace(good, kid=bytes(33))
    yield NotTaken.KEY_TOO_WEAK_OR_ODD, replace(good, algorithm=None)
    yield NotTaken.NO_KNOWN_USE, replace(good, usages=frozenset({"1.3.6.1.5.5.7.3.2"}))
    yield NotTaken.TOO_LARGE, replace(good, certificate=ONE.der + bytes(20_000))
    yield NotTaken.NO_TIME, replace(good, valid_until=good.valid_from)


@pytest.mark.parametrize(("reason", "strange"), list(odd()))
def test_what_cannot_be_believed_is_named_and_the_rest_goes_on(
    reason: str, strange: SignerCertificate
) -> None:
    listed = PublishedList((strange, SignerCertificate.from_der(OTHER.der)))
    change = change_by(listed, source="files")
    assert [each.reason for each in change.refused] == [reason]
    assert [each.kid.hex() for each in change.added] == [OTHER.kid]


def test_of_entries_for_one_signer_the_first_counts_and_namesakes_both_do() -> None:
    one, other = signer("FR"), signer("IT")
    change = take(one, one, other.row(kid=one.row()["kid"]))
    assert [each.reason for each in change.refused] == [NotTaken.LISTED_TWICE]
    rows = ForeignSigner.objects.order_by("country").values_list("country", "kid")
    assert list(rows) == [("FR", one.kid), ("IT", one.kid)]
    kid = bytes.fromhex(one.kid)
    texts = []
    for each in (one, other):
        each.signing.kid = kid
        texts.append(each.issue(at=AT))
    assert [verify(text, at=AT).country for text in texts] == ["FR", "IT"]


def test_dates_that_no_browser_reads_are_cut() -> None:
    ensure_list_key(at=certificates.KEY_AT)
    old = replace(
        SignerCertificate.from_der(ONE.der),
        valid_from=datetime(1, 1, 1, tzinfo=UTC),
        valid_until=datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
    )
    take_trust_list(
        listed=PublishedList((old,)), source="x", sha256="", by=machine("test"), at=TAKEN_AT
    )
    (row,) = read_list(published.trust_list_signed(at=AT).encode()).signers
    assert (row.valid_from.year, row.valid_until.year) == (1970, 9999)


def test_a_numbered_list_is_never_followed_by_an_older_one() -> None:
    for number in (7, 7, 9):
        take_numbered(number)
    for older in (8, None):
        with pytest.raises(ListOlderThanTaken):
            take_numbered(older)
    assert TakenTrustList.objects.count() == 3


def take_numbered(number: int | None) -> None:
    listed = replace(read(ONE), sequence=number)
    take_trust_list(listed=listed, source="la", sha256="", by=machine("test"), at=TAKEN_AT)


def test_each_signer_and_each_list_stands_on_the_trail() -> None:
    take(ONE, OTHER, THIRD)
    take(ONE, OTHER, at=TAKEN_AT + DAY)
    told = AuditEntry.objects.filter(object_kind__in=["foreignsigner", "takentrustlist"])
    assert Counter(told.values_list("action", flat=True)) == {
        "trust_list.taken": 2,
        "foreign_signer.added": 3,
        "foreign_signer.removed": 1,
    }
    assert list(disagreements_on_record()) == []


def test_the_check_finds_a_signer_that_came_behind_our_back() -> None:
    take(ONE, OTHER, THIRD)
    take(ONE, OTHER, at=TAKEN_AT + DAY)
    gone = ForeignSigner.objects.get(kid=THIRD.kid)
    with certificates.behind_the_back():
        ForeignSigner.objects.filter(pk=gone.pk).update(removed_at=None)
    assert [f"foreignsigner {gone.pk}: it is believed otherwise than the trail says"] == list(
        disagreements_on_record()
    )
    with certificates.behind_the_back():
        ForeignSigner.objects.filter(pk=gone.pk).update(country="BE", removed_at=AT)
    assert any("changed behind" in each for each in disagreements_on_record())


@pytest.mark.parametrize("change", [{"country": "BE"}, {"usage": "t"}, {"removed_at": None}])
def test_the_database_itself_keeps_a_removed_signer_as_it_was(change: dict[str, str]) -> None:
    take(ONE, OTHER, THIRD)
    take(ONE, OTHER, at=TAKEN_AT + DAY)
    with pytest.raises(DatabaseError), transaction.atomic():
        ForeignSigner.objects.filter(kid=THIRD.kid).update(**change)


def test_the_database_itself_keeps_out_our_own_country_and_doubles() -> None:
    take(ONE)
    row = ForeignSigner.objects.get()
    for change in ({"country": "VN", "kid": "00"}, {}, {"valid_to": row.valid_from, "kid": "01"}):
        fields = {**ForeignSigner.objects.values().get(), **change}
        del fields["id"]
        with pytest.raises(IntegrityError), transaction.atomic():
            ForeignSigner.objects.create(**fields)


def test_a_foreign_certificate_is_believed_as_long_as_its_signer() -> None:
    text = ONE.issue(at=AT)
    assert standing(text) is Standing.UNKNOWN_SIGNER
    take(ONE, OTHER, FOURTH)
    found = verify(text, at=AT)
    assert (found.standing, found.is_valid, found.country) == (Standing.FOREIGN, True, "FR")
    assert found.payload is not None
    assert found.payload.name.family == "Dupont"
    take(OTHER, FOURTH, at=AT)
    assert standing(text) is Standing.UNKNOWN_SIGNER
    assert standing(text, at=AT - DAY / 2) is not Standing.UNKNOWN_SIGNER


def test_a_foreign_signer_that_writes_our_name_is_told_by_its_own_country() -> None:
    take(ONE)
    entry = replace(ONE.payload().vaccination, country="VN", issuer="Bộ Y tế")
    text = ONE.issue(at=AT, payload=replace(ONE.payload(), vaccination=entry), issuer="VN")
    found = verify(text, at=AT)
    assert (found.standing, found.country) == (Standing.FOREIGN, "FR")


def test_a_foreign_certificate_has_its_own_end() -> None:
    take(ONE)
    text = ONE.issue(at=AT)
    assert standing(text, at=AT + 180 * DAY) is Standing.EXPIRED
    assert standing(text, at=AT - DAY) is Standing.INVALID


def test_the_published_list_carries_them_and_its_number_grows_with_each_change() -> None:
    key = certificates.signing_key()
    ensure_list_key(at=certificates.KEY_AT)
    keys = [load_pem_public_key(published.list_key_pem(at=AT).encode())]

    def fetched(at: datetime = AT) -> PublishedList:
        text = published.trust_list_signed(at=at).encode()
        return read_list(text, list_keys=keys)  # type: ignore[arg-type]

    ours = {key.kid}
    numbers = [fetched().sequence]
    for rows in ([ONE, OTHER], [ONE, OTHER, FOURTH], [ONE, OTHER], [ONE.row(country="BE"), OTHER]):
        take(*rows)
        listed = fetched()
        assert {each.kid.hex() for each in listed.signers} == believed() | ours
        numbers.append(listed.sequence)
    take(ONE.row(country="BE"), OTHER)
    assert fetched().sequence == numbers[-1]
    assert numbers == sorted(set(numbers))  # type: ignore[type-var]


def test_a_foreign_signer_whose_time_is_over_is_not_published() -> None:
    ensure_list_key(at=certificates.KEY_AT)
    take(signer(until=AT - DAY), OTHER)
    (listed,) = read_list(published.trust_list_signed(at=AT).encode()).signers
    assert listed.kid.hex() == OTHER.kid


def test_for_our_own_certificates_nobody_looks_at_foreign_signers(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    text = certificates.certified().text
    with django_assert_num_queries(2) as asked:
        assert standing(text) is Standing.IN_FORCE
    assert not any("foreignsigner" in each["sql"] for each in asked.captured_queries)


def test_lists_of_the_eu_keep_the_country_that_the_gateway_says() -> None:
    rows = read_list(eu_list(ONE.row(country="el"), OTHER.row(country=None))).signers
    assert [each.country for each in rows] == ["EL", "DE"]
    assert base64.b64decode(ONE.row()["rawData"]) == rows[0].certificate
    assert rows[0].valid_until == foreign.UNTIL
