"""What an address says of where someone lives."""

import pytest

from sotiem.matching.queries import place_reader
from sotiem.matching.rules.places import WRITTEN
from sotiem.matching.rules.reading import home_in

pytestmark = pytest.mark.django_db

BEN_THANH = ("Phường Bến Thành", "Thành phố Hồ Chí Minh")


@pytest.mark.parametrize("before", ["", "5 Nguyễn Trãi, ", "Tổ 3, Đường số 8, "])
def test_a_street_before_the_ward_is_not_taken_for_it(before: str) -> None:
    home = home_in(f"{before}{', '.join(BEN_THANH)}", place_reader())
    assert 0 < home[0] < WRITTEN
    assert home == home_in(", ".join(BEN_THANH), place_reader())


def test_a_district_of_the_old_list_is_no_commune() -> None:
    home = home_in("Phường Bến Thành, Quận 1, Thành phố Hồ Chí Minh", place_reader())
    assert home[1] == home_in(", ".join(BEN_THANH), place_reader())[1]
    assert home[0] != 0


def test_a_commune_no_list_knows_is_compared_as_written() -> None:
    home = home_in("Xã Không Có, Thành phố Hồ Chí Minh", place_reader())
    assert home[0] >= WRITTEN
    assert home == home_in("xa khong co, TP Hồ Chí Minh", place_reader())


@pytest.mark.parametrize(
    "ward", ["Phường Bến Thànhh", "Phường Bến Thàn", "Phường Bếm Thành", "P. Bến Tahnh"]
)
def test_a_commune_with_a_slip_of_the_keyboard_is_the_one_it_can_mean(ward: str) -> None:
    home = place_reader().read("Thành phố Hồ Chí Minh", "", ward)
    assert home == home_in(", ".join(BEN_THANH), place_reader())
