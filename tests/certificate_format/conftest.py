"""Countries that the tests share, since making RSA keys is slow."""

import pytest

from certificate_format import Algorithm
from tests.certificate_format.building import Country, make_country


@pytest.fixture(scope="session")
def es256() -> Country:
    return make_country(Algorithm.ES256)


@pytest.fixture(scope="session")
def ps256() -> Country:
    return make_country(Algorithm.PS256)


@pytest.fixture(params=["es256", "ps256"])
def country(request: pytest.FixtureRequest) -> Country:
    """Each country in turn: the test holds for both algorithms."""
    chosen: Country = request.getfixturevalue(request.param)
    return chosen
