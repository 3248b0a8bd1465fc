"""What a program may send, invented."""

from typing import Final

PERSON: Final = {
    "full_name": "Nguyễn Thị Mẫu",
    "birth_date": "1987-04-03",
    "sex": "Nữ",
    "phone": "0901234567",
}
DOSES: Final = {
    "facility": "79001",
    "doses": [
        {
            "reference": "HIS-2021-000123",
            "person": {**PERSON, "id_number": "079187001234"},
            "vaccine": "AstraZeneca",
            "administered_on": "2021-09-14",
            "lot_number": "FK0112",
            "slip_number": "12",
        }
    ],
}
