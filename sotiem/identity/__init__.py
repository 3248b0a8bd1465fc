"""Identity values: what may be written about who someone is, in one normal form each."""

from sotiem.identity.bhyt import Bhyt
from sotiem.identity.birth_dates import PartialDate, parse_day
from sotiem.identity.card_qr import CardQr
from sotiem.identity.cccd import Cccd
from sotiem.identity.cccd_provinces import PROVINCES
from sotiem.identity.cmnd import ArmyNumber, Cmnd
from sotiem.identity.names import PersonName
from sotiem.identity.national_numbers import NationalNumber, parse_national_number
from sotiem.identity.phones import PhoneNumber
from sotiem.identity.problems import InvalidIdentity, Problem
from sotiem.identity.sex import Sex
from sotiem.identity.vietnamese_text import compose, fold_tone_places, sort_key, unmark

__all__ = [
    "PROVINCES",
    "ArmyNumber",
    "Bhyt",
    "CardQr",
    "Cccd",
    "Cmnd",
    "InvalidIdentity",
    "NationalNumber",
    "PartialDate",
    "PersonName",
    "PhoneNumber",
    "Problem",
    "Sex",
    "compose",
    "fold_tone_places",
    "parse_day",
    "parse_national_number",
    "sort_key",
    "unmark",
]
