"""What came out of a check, step by step."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple

from certificate_format.errors import Reason
from certificate_format.hcert import Claims
from certificate_format.payload import Payload
from certificate_format.trust import SignerCertificate


class Step(StrEnum):
    """The steps of a check, in the order in which they are taken."""

    PREFIX = "prefix"
    BASE45 = "base45"
    INFLATE = "inflate"
    CBOR = "cbor"
    SIGNATURE = "signature"
    KEY_USAGE = "key_usage"
    WINDOW = "window"
    SCHEMA = "schema"
    VALUE_SETS = "value_sets"


class Outcome(StrEnum):
    """How a step ended."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_REACHED = "not_reached"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of one step, with the reason if it failed."""

    step: Step
    outcome: Outcome
    reason: Reason | None = None


class Judgement(NamedTuple):
    """Everything that a check can say about a text.

    What stands in a certificate is believed only after its signature was found good: until then
    everything here is empty but the key identifier, so that a missing signer can be named, and
    `unproven`, what the text says whoever wrote it. `remarks` name what is odd, and counts.
    """

    verdicts: tuple[Verdict, ...]
    payload: Payload | None = None
    kid: bytes | None = None
    signature_hash: bytes | None = None
    issuer: str | None = None
    issued_at: datetime | None = None
    expires_at: datetime | None = None
    unproven: Claims | None = None
    remarks: tuple[Reason, ...] = ()
    signer: SignerCertificate | None = None

    @property
    def is_valid(self) -> bool:
        """Say whether every step was passed. Revocation is asked elsewhere, by the hash."""
        return all(verdict.outcome is Outcome.PASSED for verdict in self.verdicts)

    @property
    def is_signed(self) -> bool:
        """Say whether a trusted signer made it, even if it has expired since."""
        return self.verdict(Step.SIGNATURE).outcome is Outcome.PASSED

    @property
    def first_failure(self) -> Verdict | None:
        """Give the first step that failed."""
        failed = (verdict for verdict in self.verdicts if verdict.outcome is Outcome.FAILED)
        return next(failed, None)

    def verdict(self, step: Step) -> Verdict:
        """Give the verdict on one step."""
        return next(verdict for verdict in self.verdicts if verdict.step is step)


# A verdict that gives no reason is the same for every certificate.
NOT_REACHED: Final = tuple(Verdict(step, Outcome.NOT_REACHED) for step in Step)
PASSED: Final = tuple(Verdict(step, Outcome.PASSED) for step in Step)
