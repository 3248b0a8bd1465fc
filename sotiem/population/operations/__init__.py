"""What can happen between us and the population registry."""

from sotiem.population.operations.ask_later import ask_about_the_unasked, ask_later
from sotiem.population.operations.follow import follow_patient_amended, follow_patients_amended
from sotiem.population.operations.run_checks import run_checks

__all__ = [
    "ask_about_the_unasked",
    "ask_later",
    "follow_patient_amended",
    "follow_patients_amended",
    "run_checks",
]
