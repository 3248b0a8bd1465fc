"""The people of the story, all invented, and what stands on their slips."""

from random import Random
from typing import Final

from sotiem.sample.slips import Slip, draw_slip
from tests.stories.sheets import Row
from tests.stories.system import System

FACILITY: Final = "79001"
NAME: Final = "Lê Thị Thu Sương"
BORN: Final = "12/05/1984"
NUMBER: Final = "0908123456"
CCCD: Final = "079184004567"
VACCINE: Final = "AstraZeneca"
TYPED_DAY, TRUE_DAY, SECOND_DAY = "10/08/2021", "03/08/2021", "12/10/2021"
LOT: Final = "FK0112"

SOMEBODY_ON_RECORD: Final = """
SELECT version.full_name, version.birth_date, version.phone, version.cccd, version.sex,
       dose.administered_on, dose.lot_number
FROM patients_patient patient
JOIN patients_patientversion version ON version.id = patient.current_id
JOIN doses_dose chain ON chain.patient_id = patient.id
JOIN doses_doseversion dose ON dose.id = chain.current_id
JOIN vaccines_vaccine vaccine ON vaccine.id = dose.vaccine_id
JOIN facilities_facility facility ON facility.id = dose.facility_id
WHERE facility.code = %s AND vaccine.code = 'ASTRAZENECA' AND length(version.birth_date) = 10
AND version.cccd <> ''
ORDER BY patient.id LIMIT 1
"""


def row(number: int, **changes: str) -> Row:
    """The row of our citizen, with what differs for others."""
    return {
        "STT": str(number),
        "Họ và tên": NAME,
        "Ngày sinh": BORN,
        "Giới tính": "Nữ",
        "Số điện thoại": NUMBER,
        "Số CMND/CCCD": CCCD,
        "Vắc xin mũi 1": VACCINE,
        "Ngày tiêm mũi 1": TYPED_DAY,
        "Số lô mũi 1": LOT,
        "Cơ sở tiêm mũi 1": FACILITY,
    } | {name.replace("_", " "): value for name, value in changes.items()}


def rows_of_the_sheet(system: System) -> list[Row]:
    """Two good rows, one known, one that needs a person, two that cannot be taken."""
    with system.sql() as connection:
        known = connection.execute(SOMEBODY_ON_RECORD, [FACILITY]).fetchone()
    assert known is not None
    name, born, phone, cccd, sex, day, lot = known
    same = {
        "Họ và tên": name,
        "Ngày sinh": "/".join(reversed(born.split("-"))),
        "Giới tính": {"female": "Nữ", "male": "Nam"}[sex],
        "Số điện thoại": phone,
        "Số CMND/CCCD": cccd,
        "Ngày tiêm mũi 1": f"{day:%d/%m/%Y}",
        "Số lô mũi 1": lot,
    }
    alike = same | {"Số điện thoại": "0911222333", "Số CMND/CCCD": ""}
    return [
        row(1),
        row(2) | {"Họ và tên": "Ngô Thị Mỹ Hạnh", "Số CMND/CCCD": "079184009876"},
        row(3) | same,
        row(4) | alike | {"Ngày tiêm mũi 1": "20/08/2021"},
        row(5) | {"Họ và tên": "Tạ Văn Phong", "Số CMND/CCCD": "", "Ngày sinh": "30/02/1980"},
        row(6) | {"Họ và tên": "Mai Thị Quý", "Số CMND/CCCD": "", "Số lô mũi 1": "ZZ9999"},
    ]


def slip(*days: str) -> bytes:
    """A photo of the slip that our citizen holds."""
    return draw_slip(
        Slip(
            facility="Trạm Y tế của bản dùng thử",
            full_name=NAME,
            birth_date=BORN,
            number=CCCD,
            address="5 Đường Bình Minh",
            doses=tuple((day, VACCINE, LOT) for day in days),
        ),
        Random(len(days)),
    )
