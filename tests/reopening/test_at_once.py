"""Officers who publish at the same moment."""

import pytest

from sotiem.reopening.models import RuleVersion
from sotiem.reopening.operations import AnotherWasPublished, DraftIsClosed
from tests.concurrency import together
from tests.factories import rules
from tests.reopening.test_publish import publish


@pytest.mark.usefixtures("committed_db")
def test_of_two_who_publish_at_the_same_moment_one_does() -> None:
    draft = rules.draft()
    ways = [rules.regulator() for _ in range(2)]
    raised = together(*(lambda by=by: publish(draft, by=by) for by in ways))
    assert [type(each) for each in raised] == [DraftIsClosed]
    assert RuleVersion.objects.published().count() == 1


@pytest.mark.usefixtures("committed_db")
def test_of_two_drafts_published_at_the_same_moment_one_is() -> None:
    drafts = [rules.draft(), rules.draft(rules.laxer())]
    by = rules.regulator()
    raised = together(*(lambda each=each: publish(each, by=by) for each in drafts))
    assert [type(each) for each in raised] == [AnotherWasPublished]
    assert RuleVersion.objects.published().get().number == 1
