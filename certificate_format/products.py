"""Vaccine products as certificates name them.

Product, maker and kind of vaccine are one row: chosen freely they contradict each other.
"""

from dataclasses import dataclass
from typing import Final

COVID_19: Final = "840539006"
GENERIC_PROPHYLAXIS: Final = "28531000087107"

_MRNA: Final = "1119349007"
_VIRAL_VECTOR: Final = "29061000087103"
_INACTIVATED_VIRUS: Final = "1157024006"

INACTIVE_CODES: Final = frozenset({"J07BX03", "Inactivated-SARS-CoV-2-Vero-Cell"})


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
)

_BY_CODE: Final = {product.product: product for product in PRODUCTS}


def find_product(code: str) -> VaccineProduct | None:
    """Look a product up by its code."""
    return _BY_CODE.get(code)
