"""Do the codes of a certificate mean something, and do they agree with each other?"""

from collections.abc import Container
from typing import Final

from certificate_format.errors import CertificateError, Reason
from certificate_format.fields import require
from certificate_format.payload import Entry, LabTestEntry, VaccinationEntry
from certificate_format.products import (
    COVID_19,
    GENERIC_PROPHYLAXIS,
    INACTIVE_CODES,
    UNSPECIFIC_PROPHYLAXIS,
    find_product,
)

RAPID_TEST: Final = "LP217198-3"
TEST_METHODS: Final = frozenset({"LP6464-4", RAPID_TEST, "LP418019-8"})
TEST_RESULTS: Final = frozenset({"260415000", "260373001"})


def check_codes(entry: Entry) -> None:
    """Refuse codes that are unknown, or that contradict each other.

    A code that was withdrawn since still says in an old certificate what it said then.
    """
    require(entry.disease == COVID_19, Reason.DISEASE_UNKNOWN)
    if isinstance(entry, VaccinationEntry):
        _check_vaccine(entry, UNSPECIFIC_PROPHYLAXIS)
    elif isinstance(entry, LabTestEntry):
        _check_test(entry)


def check_new_codes(entry: Entry) -> None:
    """Refuse what no new certificate may say: the same, and codes that were withdrawn."""
    check_codes(entry)
    if isinstance(entry, VaccinationEntry):
        codes = (entry.prophylaxis, entry.product)
        require(INACTIVE_CODES.isdisjoint(codes), Reason.CODE_INACTIVE)
        _check_vaccine(entry, {GENERIC_PROPHYLAXIS})


def _check_vaccine(entry: VaccinationEntry, unspecific: Container[str]) -> None:
    product = find_product(entry.product)
    if product is None:
        raise CertificateError(Reason.PRODUCT_UNKNOWN)
    fits = entry.prophylaxis == product.prophylaxis or entry.prophylaxis in unspecific
    require(entry.maker == product.maker and fits, Reason.PRODUCT_ROW_MISMATCH)


def _check_test(entry: LabTestEntry) -> None:
    """The list of devices changes every week and is not kept here; each is known by a number."""
    require(entry.method in TEST_METHODS, Reason.TEST_METHOD_UNKNOWN)
    require(entry.result in TEST_RESULTS, Reason.TEST_RESULT_UNKNOWN)
    if entry.method == RAPID_TEST:
        require(entry.device.isdecimal() and entry.device.isascii(), Reason.TEST_DEVICE_UNKNOWN)
