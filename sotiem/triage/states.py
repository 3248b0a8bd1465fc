"""What people make of what the machine did."""

from enum import StrEnum


class Judgement(StrEnum):
    NONE = ""
    RIGHT = "right"
    WRONG = "wrong"
