import pytest

from sotiem.facilities.models import Facility
from tests.factories import supply


@pytest.fixture
def national() -> Facility:
    found = supply.depot()
    supply.come_in(1_000, to=found)
    return found


@pytest.fixture
def provincial() -> Facility:
    return supply.depot(supply.province())
