"""The programs of others, started once."""

from collections.abc import Iterator

import pytest

from certificate_format import Algorithm
from tests.certificate_format.building import Country, make_country
from tests.independent.asking import Others, others


@pytest.fixture(scope="session")
def elsewhere() -> Iterator[Others]:
    with others() as started:
        yield started


@pytest.fixture(scope="session", params=list(Algorithm), ids=lambda each: each.name)
def country(request: pytest.FixtureRequest) -> Country:
    """A country for each algorithm."""
    return make_country(request.param)
