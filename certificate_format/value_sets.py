"""Do the codes of a certificate mean something, and do they agree with each other?"""

from typing import Final

from certificate_format.errors import CertificateError, Reason
from certificate_format.fields import require
from certificate_format.payload import Entry, LabTestEntry, VaccinationEntry
from certificate_format.products import (
    COVID_19,
    GENERIC_PROPHYLAXIS,
    INACTIVE_CODES,
    MAKERS,
    PROPHYLAXES,
    UNSPECIFIC_PROPHYLAXIS,
    find_product,
)

RAPID_TEST: Final = "LP217198-3"
TEST_METHODS: Final = frozenset({"LP6464-4", RAPID_TEST, "LP418019-8"})
TEST_RESULTS: Final = frozenset({"260415000", "260373001"})


def check_codes(entry: Entry) -> None:
    """Refuse codes that no European value set holds, today or in former days."""
    require(entry.disease == COVID_19, Reason.DISEASE_UNKNOWN)
    if isinstance(entry, VaccinationEntry):
        require(find_product(entry.product) is not None, Reason.PRODUCT_UNKNOWN)
        require(entry.maker in MAKERS, Reason.MAKER_UNKNOWN)
        require(entry.prophylaxis in PROPHYLAXES, Reason.PROPHYLAXIS_UNKNOWN)
    elif isinstance(entry, LabTestEntry):
        _check_test(entry)


def contradictions(entry: Entry) -> list[Reason]:
    """Say what is odd about codes that are known: a country signed it, and it counts all the same.

    The European sample certificates, and Viet Nam's own, name AstraZeneca's product by BioNTech.
    """
    if not isinstance(entry, VaccinationEntry):
        return []
    found = []
    product = find_product(entry.product)
    if product is not None:
        fits = entry.prophylaxis in (product.prophylaxis, *UNSPECIFIC_PROPHYLAXIS)
        if entry.maker != product.maker or not fits:
            found.append(Reason.PRODUCT_ROW_MISMATCH)
    if not INACTIVE_CODES.isdisjoint((entry.prophylaxis, entry.product)):
        found.append(Reason.CODE_INACTIVE)
    return found


def check_new_codes(entry: Entry) -> None:
    """Refuse what no new certificate may say: codes that are unknown, odd, or withdrawn."""
    check_codes(entry)
    for reason in contradictions(entry):
        raise CertificateError(reason)
    if isinstance(entry, VaccinationEntry) and entry.prophylaxis in UNSPECIFIC_PROPHYLAXIS:
        require(entry.prophylaxis == GENERIC_PROPHYLAXIS, Reason.PRODUCT_ROW_MISMATCH)


def _check_test(entry: LabTestEntry) -> None:
    """The list of devices changes every week and is not kept here; each is known by a number."""
    require(entry.method in TEST_METHODS, Reason.TEST_METHOD_UNKNOWN)
    require(entry.result in TEST_RESULTS, Reason.TEST_RESULT_UNKNOWN)
    if entry.method == RAPID_TEST:
        require(entry.device.isdecimal() and entry.device.isascii(), Reason.TEST_DEVICE_UNKNOWN)
