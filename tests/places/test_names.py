import pytest

from sotiem.places.facts import Level, UnitCode, Version
from sotiem.places.queries import (
    communes_of,
    districts_of,
    find_by_name,
    find_commune,
    provinces,
    unit,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Thành phố Hồ Chí Minh", "2025:79"),
        ("TP. Hồ Chí Minh", "2025:79"),
        ("TP.HCM", "2025:79"),
        ("tp hcm", "2025:79"),
        ("  ha   noi ", "2025:01"),
        ("HÀ NỘI", "2025:01"),
        ("Tỉnh Khánh Hoà", "2025:56"),
        ("T. Đồng Nai", "2025:75"),
        ("Thừa Thiên - Huế", "2025:46"),
        ("Tinh Dak Lak", "2025:66"),
        ("Ðắk Lắk", "2025:66"),
        ("Đắc Lắc", "2025:66"),
        ("Bà Rịa – Vũng Tàu", "2004:77"),
        ("BR-VT", "2004:77"),
        ("Q.1", "2004:760"),
        ("Quận 01", "2004:760"),
        ("Q12", "2004:761"),
        ("quan hoan kiem", "2004:002"),
        ("TP Thủ Đức", "2004:769"),
        ("TX. Sơn Tây", "2004:269"),
        ("P. Bến Nghé", "2004:26740"),
        ("TT.Trâu Quỳ", "2004:00565"),
        ("Xã Ea H’leo", "2004:24184"),
        ("Đặc khu Hoàng Sa", "2025:20333"),
    ],
)
def test_a_place_is_found_as_people_write_it(written: str, code: str) -> None:
    wanted = UnitCode.parse(code)

    found = find_by_name(written, version=wanted.version, level=wanted.level)

    assert [str(place.unit_code) for place in found] == [code]


def test_the_kind_that_was_written_decides_between_namesakes() -> None:
    def found(text: str) -> list[str]:
        places = find_by_name(text, version=Version.OLD, level=Level.DISTRICT)
        return [place.full_name for place in places]

    assert sorted(found("Hòa Bình")) == ["Huyện Hòa Bình", "Thành phố Hòa Bình"]
    assert found("H. Hoà Bình") == ["Huyện Hòa Bình"]
    assert found("TP Hòa Bình") == ["Thành phố Hòa Bình"]


def test_the_marks_that_were_written_decide_between_namesakes() -> None:
    def names(text: str) -> set[str]:
        found = find_by_name(text, version=Version.OLD, level=Level.COMMUNE)
        return {place.name for place in found}

    assert names("Xã Tân Ân") == {"Tân Ân"}
    assert names("Xã Tân An") == {"Tân An"}
    assert {"Tân An", "Tân Ân"} <= names("Xa Tan An")


@pytest.mark.parametrize("written", ["", "  ", "Q.", "Tỉnh", "Atlantis", "%", "\x00"])
def test_what_names_no_place_finds_none(written: str) -> None:
    assert find_by_name(written, version=Version.OLD, level=Level.DISTRICT) == []


def test_an_address_of_three_names_finds_its_commune() -> None:
    found = find_commune(
        version=Version.OLD, province="TP HCM", district="Quận 3", commune="Phường 01"
    )

    assert [(place.full_name, place.parent and place.parent.full_name) for place in found] == [
        ("Phường 1", "Quận 3")
    ]


def test_an_address_of_two_names_finds_its_commune() -> None:
    found = find_commune(version=Version.NEW, province="Khánh Hoà", commune="Trường Sa")

    assert [place.full_name for place in found] == ["Đặc khu Trường Sa"]


def test_provinces_stand_in_vietnamese_order() -> None:
    names = [place.name for place in provinces(Version.NEW)]

    assert names[:9] == [
        "An Giang",
        "Bắc Ninh",
        "Cà Mau",
        "Cao Bằng",
        "Cần Thơ",
        "Đà Nẵng",
        "Đắk Lắk",
        "Điện Biên",
        "Đồng Nai",
    ]


def test_numbered_districts_stand_in_the_order_of_their_numbers() -> None:
    city = unit(UnitCode.parse("2004:79"))

    names = [place.name for place in districts_of(city)]

    assert names[:10] == ["1", "3", "4", "5", "6", "7", "8", "10", "11", "12"]


def test_communes_are_found_below_districts_and_below_provinces() -> None:
    old_city, new_city = unit(UnitCode.parse("2004:79")), unit(UnitCode.parse("2025:79"))
    district = unit(UnitCode.parse("2004:760"))

    assert len(communes_of(old_city)) == 273
    assert len(communes_of(new_city)) == 168
    assert {place.parent for place in communes_of(district)} == {district}
    assert districts_of(new_city) == []
