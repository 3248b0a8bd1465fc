"""How often each kind of error befalls a row, in a world of a given style."""

from typing import Final

import numpy as np

# Of each thousand rows. These are errors in what is said.
VALUE_ERRORS: Final = {
    "name_letter": 45, "name_tone": 45, "name_vowel_mark": 18, "name_sound": 38,
    "middle_missing": 26, "middle_added": 8, "middle_swapped": 3, "relative_name": 4,
    "other_name": 5, "baby_of_mother": 6,
    "date_swapped": 14, "date_digit": 18, "date_year_near": 11, "date_ten_years": 5,
    "date_first_january": 16, "date_of_issue": 3, "date_missing": 14, "date_year_only": 24,
    "date_day_near": 8, "date_of_relative": 2,
    "sex_missing": 18, "sex_wrong": 11,
    "cccd_missing": 440, "phone_missing": 200,
    "phone_of_relative": 55, "phone_new": 50, "phone_digit": 18,
    "phone_lost_digit": 7, "phone_doubled_digit": 4,
    "cccd_digit": 14, "cccd_swapped": 8, "cccd_lost_digit": 6,
    "cccd_of_relative": 6, "cmnd_as_cccd": 38, "cccd_as_cmnd": 4,
    "cmnd_missing": 560, "cmnd_digit": 9, "cmnd_swapped": 4, "cmnd_wrong": 4,
    "place_missing": 20, "ward_missing": 55, "place_moved_near": 35, "place_moved_far": 22,
    "place_typo": 18,
}  # fmt: skip
# These are errors in how it is written.
FORM_ERRORS: Final = {
    "name_no_marks": 70, "name_capitals": 140, "name_lower": 18, "tone_moved": 80, "i_for_y": 30,
    "decomposed": 25, "spaces": 25, "tcvn3": 9, "vni": 7, "telex": 5, "lost_letters": 6,
    "middle_short": 16, "given_first": 9, "title": 7, "note": 6,
    "phone_form": 90, "phone_old_form": 9, "phone_two": 6, "phone_float": 8,
    "cccd_no_zeros": 25, "cccd_spaced": 9, "cccd_float": 5, "cccd_scientific": 2,
    "place_other_era": 130, "place_short": 90, "place_no_marks": 50,
}  # fmt: skip
KINDS: Final = (*VALUE_ERRORS, *FORM_ERRORS)
# How a sheet writes all of its rows; within it a few rows differ.
HABITS: Final = (
    "name_no_marks", "name_capitals", "name_lower", "decomposed", "tcvn3", "vni", "phone_form",
    "cccd_no_zeros", "phone_float", "cccd_float", "place_other_era", "place_short",
    "place_no_marks", "cmnd_missing",
)  # fmt: skip
STYLES: Final = ("default", "random", "clean", "harsh")
CALM: Final = frozenset({"cmnd_missing", "cccd_missing", "phone_missing"})


def rates(style: str, random: np.random.Generator) -> dict[str, float]:
    """Say how often each kind of error occurs, as a share of rows."""
    base = {kind: share / 1000 for kind, share in (VALUE_ERRORS | FORM_ERRORS).items()}
    if style == "clean":
        return {k: share * (0.7 if k in CALM else 0.3) for k, share in base.items()}
    if style == "harsh":
        return {k: min(0.75, share * (1.15 if k in CALM else 2.2)) for k, share in base.items()}
    if style == "random":
        whole = np.exp(random.uniform(np.log(0.5), np.log(1.8)))
        factors = np.exp(random.uniform(np.log(0.3), np.log(3.0), len(base)))
        return {
            kind: float(min(0.8, share * factor * (1.0 if kind in CALM else whole)))
            for (kind, share), factor in zip(base.items(), factors, strict=True)
        }
    return base
