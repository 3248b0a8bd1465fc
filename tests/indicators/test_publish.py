from datetime import date, timedelta

import pytest

from sotiem.indicators import queries
from sotiem.indicators.models import PublicFigures
from sotiem.indicators.operations import publish_figures
from tests.factories import corrections
from tests.factories.corrections import AT

pytestmark = pytest.mark.django_db


def test_a_day_is_published_once_with_numbers_of_which_none_is_small() -> None:
    for _number in range(6):
        corrections.wrong()
    for _twice in range(2):
        publish_figures(at=AT + timedelta(days=1))
    published = PublicFigures.objects.get()
    assert published.day == date(2021, 10, 11)
    assert published.figures == [
        {
            "place": "vn/2025:01",
            "open": 5,
            "accepted": 0,
            "refused": 0,
            "withdrawn": 0,
            "median_hours": None,
            "most_hours": None,
        }
    ]
    assert queries.latest_public_figures() == published


def test_nothing_is_published_before_the_first_night() -> None:
    assert queries.latest_public_figures() is None
