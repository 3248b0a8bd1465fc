"""Dirty text about people, read without ever refusing: all readers on one page."""

from sotiem.identity.date_readings import read_birth_date, read_day
from sotiem.identity.name_readings import NameReading, read_name
from sotiem.identity.number_readings import read_insurance, read_numbers, read_phone
from sotiem.identity.sex_readings import read_sex, read_sexes

__all__ = [
    "NameReading",
    "read_birth_date",
    "read_day",
    "read_insurance",
    "read_name",
    "read_numbers",
    "read_phone",
    "read_sex",
    "read_sexes",
]
