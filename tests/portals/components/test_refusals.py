import pytest
from django.utils import translation

from sotiem.foundation.refusals import NotAllowed, Refusal, TooManyRequests
from sotiem.portals.components import refusals
from sotiem.portals.components.refusals import has_sentence, sentence_for


class NotAllowedHere(NotAllowed):
    """A closer kind, without a sentence of its own."""


class NobodyThoughtOfThis(Refusal):
    pass


def test_a_refusal_is_told_in_the_language_of_the_reader() -> None:
    refusal = TooManyRequests(minutes=5)
    assert sentence_for(refusal) == "Bạn đã thử quá nhiều lần. Hãy chờ 5 phút rồi thử lại."
    with translation.override("en"):
        assert "Wait 5 minutes" in sentence_for(refusal)


def test_a_closer_kind_is_told_as_what_it_is_a_kind_of() -> None:
    assert sentence_for(NotAllowedHere()) == sentence_for(NotAllowed())
    assert has_sentence(NotAllowed)
    assert not has_sentence(NotAllowedHere)


@pytest.mark.parametrize(
    "refusal", [NobodyThoughtOfThis("0123"), TooManyRequests(), ValueError("x")]
)
def test_what_has_no_sentence_still_says_what_to_do(refusal: Exception) -> None:
    assert sentence_for(refusal) == (
        "Việc này chưa làm được. Hãy tải lại trang, kiểm tra rồi thử lại."
    )


def test_a_percent_sign_in_a_sentence_without_details_does_no_harm(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(refusals.SENTENCES, "foundation.NotAllowed", "Chỉ đọc được 50 % tệp.")
    assert sentence_for(NotAllowed()) == "Chỉ đọc được 50 % tệp."
