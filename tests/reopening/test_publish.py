"""One officer drafts, another publishes, and what is published stays as it is."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from sotiem.accounts.facts import Role
from sotiem.foundation.models import AuditEntry
from sotiem.foundation.refusals import NotAllowed
from sotiem.reopening import queries
from sotiem.reopening.models import RuleVersion
from sotiem.reopening.operations import (
    AnotherWasPublished,
    DrafterMayNotPublish,
    DraftHasChanged,
    DraftIsClosed,
    EndsBeforeItBegins,
    IdentifierIsFixed,
    RulesHaveFaults,
    drop_draft,
    publish_version,
    save_draft,
    start_draft,
)
from tests.factories import accounts, certificates, rules

pytestmark = pytest.mark.django_db
AT = rules.AT
DAY = timedelta(days=1)


def publish(draft: RuleVersion, **others: Any) -> RuleVersion:
    given = {"seen": draft.digest, "by": rules.regulator(), "at": AT, **others}
    return publish_version(public_id=draft.public_id, **given)


def save(draft: RuleVersion, **others: Any) -> RuleVersion:
    given = {"content": draft.content, "valid_from": None, "valid_to": None, "at": AT, **others}
    return save_draft(public_id=draft.public_id, **given)


def test_a_published_version_has_its_number_and_is_on_the_trail() -> None:
    made = publish(rules.draft())
    assert (made.state, made.number, made.sequence) == ("published", 1, 1)
    assert (made.content["Version"], made.content["Status"]) == ("1.0.0", "published")
    entry = AuditEntry.objects.get(action="rule_version.published")
    assert entry.object_id == made.pk
    assert entry.details["drafted_by"] == str(made.drafted_by.public_id)
    assert list(queries.disagreements_on_record()) == []


def test_numbers_count_in_a_set_and_sequences_count_everything() -> None:
    made = [rules.published(), rules.published(rules.content("VN-LAX")), rules.published()]
    assert [(each.number, each.sequence) for each in made] == [(1, 1), (1, 2), (2, 3)]


def test_who_drafted_does_not_publish() -> None:
    drafter = rules.regulator()
    draft = rules.draft(by=drafter)
    with pytest.raises(DrafterMayNotPublish):
        publish(draft, by=drafter)
    assert not RuleVersion.objects.published().exists()
    with pytest.raises(IntegrityError, match="rule_version_is_published_by_another"):
        RuleVersion.objects.update(
            state="published", number=1, sequence=1, valid_from=AT, published_at=AT,
            published_by_id=drafter.user_id,
        )  # fmt: skip


@pytest.mark.parametrize("role", [role for role in Role if role != Role.REGULATOR])
def test_other_roles_neither_draft_nor_publish(role: Role) -> None:
    other = accounts.staff((role, "vn"))
    draft = rules.draft()
    with pytest.raises(NotAllowed):
        publish(draft, by=other)
    with pytest.raises(NotAllowed):
        rules.draft(by=other)


def test_a_regulator_of_a_province_is_none() -> None:
    with pytest.raises(NotAllowed):
        rules.draft(by=accounts.staff((Role.REGULATOR, "vn/2025:79")))


def test_what_changed_since_it_was_looked_at_is_not_published() -> None:
    drafter = rules.regulator()
    draft = rules.draft(by=drafter)
    seen = draft.digest
    save(draft, content=rules.laxer(), by=drafter)
    with pytest.raises(DraftHasChanged):
        publish(draft, seen=seen)
    later = save(draft, content=draft.content, valid_to=AT + DAY, by=drafter)
    with pytest.raises(DraftHasChanged):
        publish(draft, seen=seen)
    assert publish(later).valid_to == AT + DAY


def test_a_draft_held_against_an_earlier_version_is_looked_at_again() -> None:
    drafter = rules.regulator()
    draft = rules.draft(rules.laxer(), by=drafter)
    rules.published()
    with pytest.raises(AnotherWasPublished):
        publish(draft)
    assert publish(save(draft, by=drafter)).number == 2


def test_what_was_published_or_dropped_is_no_draft() -> None:
    drafter = rules.regulator()
    done, dropped = rules.draft(by=drafter), rules.draft(by=drafter)
    publish(done)
    drop_draft(public_id=dropped.public_id, by=drafter, at=AT)
    acts: tuple[Callable[[RuleVersion], Any], ...] = (
        publish,
        lambda each: save(each, by=drafter),
        lambda each: drop_draft(public_id=each.public_id, by=drafter, at=AT),
    )
    for act in acts:
        for each in (done, dropped):
            with pytest.raises(DraftIsClosed):
                act(each)


def test_a_draft_is_its_drafters() -> None:
    draft, other = rules.draft(), rules.regulator()
    with pytest.raises(NotAllowed):
        save(draft, by=other)
    with pytest.raises(NotAllowed):
        drop_draft(public_id=draft.public_id, by=other, at=AT)


def test_a_draft_stays_in_its_set() -> None:
    drafter = rules.regulator()
    with pytest.raises(IdentifierIsFixed):
        save(rules.draft(by=drafter), content=rules.content("VN-LAX"), by=drafter)


def test_what_has_faults_is_not_kept() -> None:
    faulty = rules.content() | {"Tests": []}
    with pytest.raises(RulesHaveFaults):
        start_draft(content=faulty, by=rules.regulator(), at=AT)
    drafter = rules.regulator()
    with pytest.raises(RulesHaveFaults):
        save(rules.draft(by=drafter), content=faulty, by=drafter)


def test_a_term_ends_after_it_begins_and_not_in_the_past() -> None:
    drafter = rules.regulator()
    draft = rules.draft(by=drafter)
    for begins, ends in ((None, AT), (AT + DAY, AT + DAY), (AT - 2 * DAY, AT - DAY)):
        with pytest.raises(EndsBeforeItBegins):
            save(draft, valid_from=begins, valid_to=ends, by=drafter)
    draft = save(draft, valid_to=AT + DAY, by=drafter)
    with pytest.raises(EndsBeforeItBegins):
        publish(draft, at=AT + DAY)


def test_rules_never_begin_before_they_are_published() -> None:
    assert rules.published(valid_from=AT - DAY).valid_from == AT
    assert rules.published(valid_from=AT + DAY).valid_from == AT + DAY


@pytest.mark.parametrize(
    "change", [{"text": "{}"}, {"valid_to": AT + DAY}, {"number": 9}, {"state": "dropped"}]
)
def test_the_database_refuses_to_change_what_was_published(change: dict[str, Any]) -> None:
    made = rules.published()
    with pytest.raises(IntegrityError, match="only the draft"), transaction.atomic():
        RuleVersion.objects.filter(pk=made.pk).update(**change)
    with pytest.raises(IntegrityError, match="only the draft"), transaction.atomic():
        RuleVersion.objects.filter(pk=made.pk).delete()


def test_the_database_refuses_another_drafter() -> None:
    draft = rules.draft()
    other = rules.regulator()
    with pytest.raises(IntegrityError, match="only the draft"):
        RuleVersion.objects.filter(pk=draft.pk).update(drafted_by_id=other.user_id)


def test_a_version_changed_behind_the_systems_back_is_named() -> None:
    made = rules.published()
    with certificates.behind_the_back():
        RuleVersion.objects.filter(pk=made.pk).update(text=made.text.replace("14", "1"))
    assert len(list(queries.disagreements_on_record())) == 1
