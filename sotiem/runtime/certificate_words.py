"""What the steps of a check are called on the command line, and how one is shown."""

from typing import Final

from certificate_format import Outcome, Step
from sotiem.certificates.told import RECORD
from sotiem.reopening.told import RULES
from sotiem.runtime.terminal import console

STEPS: Final[dict[str, str]] = {
    Step.PREFIX: "it begins with HC1:",
    Step.BASE45: "its letters can be decoded",
    Step.INFLATE: "it can be unpacked",
    Step.CBOR: "it is a signed message",
    Step.SIGNATURE: "a signer whom we trust signed it",
    Step.KEY_USAGE: "the signer may certify such events",
    Step.WINDOW: "the day lies within its dates",
    Step.SCHEMA: "it says what a certificate must say",
    Step.VALUE_SETS: "its codes are known and fit each other",
    RECORD: "we issued it and have not revoked it",
    RULES: "the rules of reopening give it a card",
}
MARKS: Final = {
    Outcome.PASSED: "[green]✓[/]",
    Outcome.FAILED: "[red]✗[/]",
    Outcome.NOT_REACHED: "[dim]·[/]",
}


def print_step(step: str, outcome: Outcome, why: str = "") -> None:
    """Print one step, how it ended, and why it failed."""
    reason = f" ({why})" if why else ""
    console.print(f"  {MARKS[outcome]} {STEPS[step]}{reason}", soft_wrap=True)
