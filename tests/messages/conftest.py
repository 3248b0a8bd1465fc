from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from tests.messages import carrying


@pytest.fixture
def post(settings: Settings) -> Iterator[carrying.Post]:
    """All ways lead to a carrier that the test watches."""
    way = f"{carrying.__name__}.carry"
    settings.MESSAGE_CARRIERS = {"sms": way, "push": way, "email": way}
    carrying.POST = carrying.Post()
    yield carrying.POST
