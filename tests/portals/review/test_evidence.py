"""What speaks for and against a report, as sentences in both languages."""

import pytest
from django.utils.translation import override

from sotiem.portals.review.evidence import SIGNS, in_words
from sotiem.triage.facts import Finding, Sign, Weight

VALUES = {
    "number": "1", "days": "1", "day": "12/08/2021", "lot": "FK0112", "facility": "Trạm Y tế",
    "fields": "lot",
}  # fmt: skip


def said(sign: Sign, **values: str) -> str:
    return in_words(Finding(sign, Weight.OPEN, values))


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("sign", list(SIGNS))
def test_every_sign_is_a_whole_sentence(sign: Sign, language: str) -> None:
    with override(language):
        sentence = said(sign, **VALUES)
    assert "%" not in sentence
    assert sentence.endswith(".")


def test_english_tells_one_from_many() -> None:
    with override("en"):
        assert "1 dose of this lot" in said(Sign.LOT_GIVEN_THERE, **VALUES)
        assert "3 doses of this lot" in said(Sign.LOT_GIVEN_THERE, **(VALUES | {"number": "3"}))
        assert "1 day apart" in said(Sign.TOO_SOON, **VALUES)
