import pytest

from sotiem.vaccines.facts import Ambiguous
from sotiem.vaccines.models import Vaccine
from sotiem.vaccines.queries import find_vaccine, known_vaccines, vaccine_names, vaccines

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("COVID-19 Vaccine AstraZeneca", "ASTRAZENECA"),
        ("AZ", "ASTRAZENECA"),
        ("astra  zeneca", "ASTRAZENECA"),
        ("vắc xin ASTRAZENECA", "ASTRAZENECA"),
        ("Pfizer", "COMIRNATY"),
        ("Pfizer-BioNTech (Comirnaty)", "COMIRNATY"),
        ("COMIRNATY", "COMIRNATY"),
        ("EU/1/20/1528", "COMIRNATY"),
        ("Moderna", "SPIKEVAX"),
        ("Spikevax (Moderna)", "SPIKEVAX"),
        ("J&J", "JANSSEN"),
        ("Sputnik-V", "SPUTNIK_V"),
        ("Gam-COVID-Vac (Sputnik V)", "SPUTNIK_V"),
        ("Hayat Vax", "HAYAT_VAX"),
        ("Vero Cell (Bắc Kinh)", "VERO_CELL_BIBP"),
        ("Vero Cell, Inactivated - Beijing", "VERO_CELL_BIBP"),
        ("vero cell vu han", "VERO_CELL_WIBP"),
        ("abdala", "ABDALA"),
        ("Covaxin", "COVAXIN"),
    ],
)
def test_a_vaccine_is_found_as_facilities_write_it(written: str, code: str) -> None:
    found = find_vaccine(written)

    assert isinstance(found, Vaccine)
    assert found.code == code


@pytest.mark.parametrize("written", ["Vero Cell", "VEROCELL", "vắc xin Vero-Cell", "Sinopharm"])
def test_vero_cell_may_come_from_beijing_or_from_wuhan(written: str) -> None:
    found = find_vaccine(written)

    assert isinstance(found, Ambiguous)
    assert found.text == written
    assert [each.code for each in found.candidates] == ["VERO_CELL_BIBP", "VERO_CELL_WIBP"]


@pytest.mark.parametrize(
    "written",
    [
        "",
        "   ",
        "vắc xin",
        "COVID-19 vaccine",
        "Covishield",
        "AstraZeneca (Covishield)",
        "không phải Pfizer",
        "Pfizer hoặc Moderna",
        "AstraZeneca Pfizer",
        "Sinovac",
        "V",
        "Bắc Kinh",
        "\x00",
    ],
)
def test_a_name_is_never_guessed(written: str) -> None:
    assert find_vaccine(written) is None


def test_every_name_in_the_list_means_its_own_vaccine() -> None:
    names = vaccine_names()
    for each in vaccines():
        for text in (each.code, each.name_vi, each.name_en, each.product_code, *each.aliases):
            found = names.find(text)
            meant = found.candidates if isinstance(found, Ambiguous) else [found]
            assert each in meant, text


def test_only_sinopharm_shares_names() -> None:
    names = vaccine_names()
    shared = {
        found.candidates
        for each in vaccines()
        for alias in each.aliases
        if isinstance(found := names.find(alias), Ambiguous)
    }

    assert [[each.code for each in group] for group in shared] == [
        ["VERO_CELL_BIBP", "VERO_CELL_WIBP"]
    ]


def test_a_sheet_is_looked_up_with_one_read(django_assert_num_queries: object) -> None:
    known_vaccines.cache_clear()
    with django_assert_num_queries(1):  # type: ignore[operator]
        names = vaccine_names()
        assert all(names.find(text) for text in ("AZ", "Pfizer", "Vero Cell") * 100)
