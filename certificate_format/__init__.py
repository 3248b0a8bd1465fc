"""The EU digital COVID certificate (`HC1:`): made, and judged."""

from certificate_format.algorithms import Algorithm
from certificate_format.errors import CertificateError, Reason
from certificate_format.events import EventKind
from certificate_format.issuing import (
    IssuedCertificate,
    WrittenPayload,
    issue,
    issue_many,
    issue_written,
    write,
)
from certificate_format.judging import judge, judge_many
from certificate_format.payload import (
    CertificatePayload,
    LabTestEntry,
    LabTestPayload,
    Payload,
    PersonName,
    RecoveryEntry,
    RecoveryPayload,
    VaccinationEntry,
    entry_of,
)
from certificate_format.signer import BatchSigner, LocalSigner, Signer
from certificate_format.trust import SignerCertificate, TrustList
from certificate_format.uci import new_uci, normalise_uci
from certificate_format.verdict import Judgement, Outcome, Step, Verdict

__all__ = [
    "Algorithm",
    "BatchSigner",
    "CertificateError",
    "CertificatePayload",
    "EventKind",
    "IssuedCertificate",
    "Judgement",
    "LabTestEntry",
    "LabTestPayload",
    "LocalSigner",
    "Outcome",
    "Payload",
    "PersonName",
    "Reason",
    "RecoveryEntry",
    "RecoveryPayload",
    "Signer",
    "SignerCertificate",
    "Step",
    "TrustList",
    "VaccinationEntry",
    "Verdict",
    "WrittenPayload",
    "entry_of",
    "issue",
    "issue_many",
    "issue_written",
    "judge",
    "judge_many",
    "new_uci",
    "normalise_uci",
    "write",
]
