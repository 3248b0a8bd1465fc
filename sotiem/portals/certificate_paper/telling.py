"""What a certificate says, in the eleven lines of Decision 5772/QĐ-BYT."""

from datetime import datetime
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from sotiem.certificates.models import Certificate
from sotiem.portals.certificate_paper.paper import Certified

NOT_RECORDED: Final = "Không ghi trong hồ sơ / Not recorded"
VIETNAMESE: Final = "Việt Nam / Viet Nam"


def told(certificate: Certificate, *, at: datetime) -> Certified:
    """What stands on the paper of a certificate, downloaded now."""
    person, dose = certificate.patient_version, certificate.dose_version
    vaccine, disease = dose.vaccine, certificate.disease
    number, series = certificate.dose_number, certificate.series_doses
    born = _born(person.birth_date)
    day = f"{dose.administered_on:%d/%m/%Y}"
    issued, until = _day(certificate.issued_at), _day(certificate.expires_at)
    # A number of the country's own says that somebody is its citizen; nothing else here does.
    nationality = VIETNAMESE if person.cccd or person.cmnd else NOT_RECORDED
    return Certified(
        code=certificate.uci,
        lines=(
            ("Họ và tên", "Full name", person.full_name),
            ("Ngày sinh", "Date of birth", born),
            ("Quốc tịch", "Nationality", nationality),
            ("Bệnh được phòng", "Disease", disease.name_en),
            ("Số mũi của liệu trình", "Doses in the series", str(series)),
            ("Ngày tiêm", "Date of vaccination", day),
            ("Mũi thứ", "Dose number", str(number)),
            ("Vắc xin", "Vaccine", vaccine.name_vi),
            ("Sản phẩm", "Product", f"{vaccine.name_en} ({vaccine.product_code})"),
            ("Nhà sản xuất", "Manufacturer", vaccine.manufacturer_name),
            ("Mã giấy chứng nhận", "Certificate identifier", certificate.uci),
        ),
        name=person.full_name,
        born=born,
        dose=f"Mũi {number} trên {series}, tiêm ngày {day}",
        dose_en=f"Dose {number} of {series}, given on {day}",
        window=f"Cấp ngày {issued}, dùng đến {until}",
        window_en=f"Issued on {issued}, valid until {until}",
        text=certificate.text,
        address=f"{settings.PUBLIC_ADDRESS}{reverse('public:verify')}".partition("://")[2],
        printed_at=f"{timezone.localtime(at):%H:%M %d/%m/%Y}",
    )


def _born(written: str) -> str:
    """A birth date as people write it, with what of it is known."""
    return "/".join(reversed(written.split("-")))


def _day(moment: datetime) -> str:
    return f"{timezone.localdate(moment):%d/%m/%Y}"
