"""A new session's key is taken as it comes, unless another has it."""

from typing import Any

import pytest

from sotiem.config import sessions


@pytest.mark.django_db
def test_a_key_that_another_has_is_not_given_again(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = iter(["a" * 32, "a" * 32, "b" * 32])
    monkeypatch.setattr(sessions, "get_random_string", lambda *_: next(keys))
    first, second = sessions.SessionStore(), sessions.SessionStore()
    first["whose"] = "first"
    first.save()
    second["whose"] = "second"
    second.save()
    assert (first.session_key, second.session_key) == ("a" * 32, "b" * 32)
    assert sessions.SessionStore("a" * 32)["whose"] == "first"


@pytest.mark.django_db
def test_a_new_session_asks_nothing_first(django_assert_num_queries: Any) -> None:
    store = sessions.SessionStore()
    store["whose"] = "hers"
    with django_assert_num_queries(3):  # the row, between the bounds of a savepoint
        store.save()
