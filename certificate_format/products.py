"""Vaccine products as certificates name them.

Product, maker and kind of vaccine are one row: chosen freely they contradict each other. The
rows are those of the European value sets of January 2023; the first ones were given in Viet Nam.
"""

from dataclasses import dataclass
from typing import Final

COVID_19: Final = "840539006"
GENERIC_PROPHYLAXIS: Final = "28531000087107"

_MRNA: Final = "1119349007"
_VIRAL_VECTOR: Final = "29061000087103"
_INACTIVATED_VIRUS: Final = "1157024006"
_SPIKE_PROTEIN: Final = "1162643001"
_VIRUS_LIKE_PARTICLE: Final = "30141000087107"

# What says no more than "a vaccine against COVID-19": right beside every product.
UNSPECIFIC_PROPHYLAXIS: Final = frozenset({GENERIC_PROPHYLAXIS, "1119305005", "J07BX03"})
# Codes that stand in certificates of old and in no new ones.
INACTIVE_CODES: Final = frozenset(
    {
        "J07BX03",
        "Inactivated-SARS-CoV-2-Vero-Cell",
        "NVX-CoV2373",
        "VLA2001",
        "Vidprevtyn",
    }
)


@dataclass(frozen=True, slots=True)
class VaccineProduct:
    """One product with its codes in the European value sets."""

    name: str
    product: str
    maker: str
    prophylaxis: str


PRODUCTS: Final = (
    VaccineProduct("Vaxzevria (AstraZeneca)", "EU/1/21/1529", "ORG-100001699", _VIRAL_VECTOR),
    VaccineProduct("Comirnaty (Pfizer/BioNTech)", "EU/1/20/1528", "ORG-100030215", _MRNA),
    VaccineProduct("Spikevax (Moderna)", "EU/1/20/1507", "ORG-100031184", _MRNA),
    VaccineProduct("Jcovden (Janssen)", "EU/1/20/1525", "ORG-100001417", _VIRAL_VECTOR),
    VaccineProduct(
        "Sputnik V (Gam-COVID-Vac)", "Sputnik-V", "Gamaleya-Research-Institute", _VIRAL_VECTOR
    ),
    VaccineProduct(
        "BBIBP-CorV (Vero Cell, Beijing)", "BBIBP-CorV", "ORG-100020693", _INACTIVATED_VIRUS
    ),
    VaccineProduct(
        "WIBP-CorV (Vero Cell, Wuhan)", "WIBP-CorV", "Sinopharm-WIBP", _INACTIVATED_VIRUS
    ),
    VaccineProduct("Hayat-Vax", "Hayat-Vax", "ORG-100023050", _INACTIVATED_VIRUS),
    VaccineProduct("Abdala", "Abdala", "CIGB", GENERIC_PROPHYLAXIS),
    VaccineProduct("Covaxin", "Covaxin", "Bharat-Biotech", _INACTIVATED_VIRUS),
    VaccineProduct("CVnCoV", "CVnCoV", "ORG-100006270", _MRNA),
    VaccineProduct("NVX-CoV2373", "NVX-CoV2373", "ORG-100032020", _SPIKE_PROTEIN),
    VaccineProduct("Convidecia", "Convidecia", "ORG-100013793", _VIRAL_VECTOR),
    VaccineProduct("EpiVacCorona", "EpiVacCorona", "Vector-Institute", _SPIKE_PROTEIN),
    VaccineProduct(
        "Inactivated SARS-CoV-2 (Vero Cell)",
        "Inactivated-SARS-CoV-2-Vero-Cell",
        "ORG-100010771",
        _INACTIVATED_VIRUS,
    ),
    VaccineProduct("CoronaVac", "CoronaVac", "Sinovac-Biotech", _INACTIVATED_VIRUS),
    VaccineProduct("Covishield", "Covishield", "ORG-100001981", _VIRAL_VECTOR),
    VaccineProduct(
        "Covid-19 (recombinant), Fiocruz", "Covid-19-recombinant", "Fiocruz", _VIRAL_VECTOR
    ),
    VaccineProduct("R-COVI", "R-COVI", "ORG-100007893", _VIRAL_VECTOR),
    VaccineProduct("CoviVac", "CoviVac", "Chumakov-Federal-Scientific-Center", _INACTIVATED_VIRUS),
    VaccineProduct("Sputnik Light", "Sputnik-Light", "Gamaleya-Research-Institute", _VIRAL_VECTOR),
    VaccineProduct("MVC COVID-19 vaccine", "MVC-COV1901", "ORG-100033914", _SPIKE_PROTEIN),
    VaccineProduct("Nuvaxovid", "EU/1/21/1618", "ORG-100032020", _SPIKE_PROTEIN),
    VaccineProduct("Covovax", "Covovax", "ORG-100001981", _SPIKE_PROTEIN),
    VaccineProduct("Vidprevtyn", "Vidprevtyn", "ORG-100000788", GENERIC_PROPHYLAXIS),
    VaccineProduct("VLA2001", "VLA2001", "ORG-100036422", GENERIC_PROPHYLAXIS),
    VaccineProduct("Sputnik M", "Sputnik-M", "Gamaleya-Research-Institute", _VIRAL_VECTOR),
    VaccineProduct("EpiVacCorona-N", "EpiVacCorona-N", "Vector-Institute", _SPIKE_PROTEIN),
    VaccineProduct(
        "Vacina adsorvida covid-19 (inativada)",
        "Covid-19-adsorvida-inativada",
        "Instituto-Butantan",
        _INACTIVATED_VIRUS,
    ),
    VaccineProduct("NVSI-06-08", "NVSI-06-08", "NVSI", GENERIC_PROPHYLAXIS),
    VaccineProduct("YS-SC2-010", "YS-SC2-010", "Yisheng-Biopharma", GENERIC_PROPHYLAXIS),
    VaccineProduct("SCTV01C", "SCTV01C", "ORG-100026614", GENERIC_PROPHYLAXIS),
    VaccineProduct("Covifenz", "Covifenz", "ORG-100008549", _VIRUS_LIKE_PARTICLE),
    VaccineProduct("AZD2816", "AZD2816", "ORG-100001699", _VIRAL_VECTOR),
    VaccineProduct("Soberana 02", "Soberana-02", "Finlay-Institute", GENERIC_PROPHYLAXIS),
    VaccineProduct("Soberana Plus", "Soberana-Plus", "Finlay-Institute", GENERIC_PROPHYLAXIS),
    VaccineProduct(
        "COVID-19 Vaccine Valneva", "EU/1/21/1624", "ORG-100036422", GENERIC_PROPHYLAXIS
    ),
    VaccineProduct("VidPrevtyn Beta", "EU/1/21/1580", "ORG-100000788", GENERIC_PROPHYLAXIS),
)

MAKERS: Final = frozenset(product.maker for product in PRODUCTS) | {"ORG-100024420"}
PROPHYLAXES: Final = UNSPECIFIC_PROPHYLAXIS | {
    *(product.prophylaxis for product in PRODUCTS),
    "1187593009",  # DNA plasmid; no product of the table is one
}

# The codes of ICD-11, in which the WHO names vaccines, of those given in Viet Nam.
ICD_11_CODES: Final = {
    "EU/1/21/1529": "XM4YL8",
    "EU/1/20/1528": "XM8NQ0",
    "EU/1/20/1507": "XM3DT5",
    "EU/1/20/1525": "XM6QV1",
    "Sputnik-V": "XM5ZJ4",
    "BBIBP-CorV": "XM8866",
    "WIBP-CorV": "XM1AU2",
    "Hayat-Vax": "XM9FQ7",
    "Abdala": "XM5JC5",
    "Covaxin": "XM1G90",
}

_BY_CODE: Final = {product.product: product for product in PRODUCTS}


def find_product(code: str) -> VaccineProduct | None:
    """Look a product up by its code."""
    return _BY_CODE.get(code)
