"""Whatever happens to registrations, what is counted of them follows."""

from collections.abc import Iterator

import pytest

from sotiem.indicators import proof


@pytest.fixture
def figures_follow(request: pytest.FixtureRequest) -> Iterator[None]:
    if request.node.get_closest_marker("django_db") is None:
        yield
        return
    request.getfixturevalue("db")
    yield
    assert [each for each in proof.figures_that_disagree() if "registration" in each] == []
