"""Do the codes of a certificate mean something, and do they agree with each other?"""

from certificate_format.errors import CertificateError, Reason
from certificate_format.payload import VaccinationEntry
from certificate_format.products import (
    COVID_19,
    GENERIC_PROPHYLAXIS,
    INACTIVE_CODES,
    find_product,
)


def check_codes(entry: VaccinationEntry) -> None:
    """Refuse codes that are unknown, withdrawn, or that contradict each other."""
    if entry.disease != COVID_19:
        raise CertificateError(Reason.DISEASE_UNKNOWN)
    if not INACTIVE_CODES.isdisjoint((entry.prophylaxis, entry.product)):
        raise CertificateError(Reason.CODE_INACTIVE)
    product = find_product(entry.product)
    if product is None:
        raise CertificateError(Reason.PRODUCT_UNKNOWN)
    if entry.maker != product.maker:
        raise CertificateError(Reason.PRODUCT_ROW_MISMATCH)
    if entry.prophylaxis not in (product.prophylaxis, GENERIC_PROPHYLAXIS):
        raise CertificateError(Reason.PRODUCT_ROW_MISMATCH)
