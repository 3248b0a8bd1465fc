"""Checking certificates."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from certificate_format import base45, cose, hcert
from certificate_format.cose import Message
from certificate_format.errors import CertificateError, Reason
from certificate_format.events import kinds_in
from certificate_format.hcert import Claims
from certificate_format.payload import Payload, entry_of
from certificate_format.revocation import signature_hash
from certificate_format.schema import from_fields
from certificate_format.trust import SignerCertificate, TrustList
from certificate_format.value_sets import check_codes, contradictions
from certificate_format.verdict import NOT_REACHED, PASSED, Judgement, Outcome, Step, Verdict

_AT_ONCE: Final = 128
_NOTHING_TO_JUDGE: Final = False
_VIET_NAM: Final = "VN"
_LONGEST_IN_VIET_NAM: Final = timedelta(days=366)  # Decision 5772: twelve months
_PLACES: Final = {step: place for place, step in enumerate(Step)}
_READ: Final = _PLACES[Step.CBOR]
_SIGNED: Final = _PLACES[Step.SIGNATURE]


def judge(text: str, *, trust: TrustList, at: datetime) -> Judgement:
    """Say of a text, step by step, whether it is a certificate to be believed at this time.

    Whatever the text is, the answer is a judgement and never an exception.
    """
    (judgement,) = judge_many([text], trust=trust, at=at)
    return judgement


def judge_many(texts: Sequence[str], *, trust: TrustList, at: datetime) -> list[Judgement]:
    """Judge many texts, each in two thirds of the time that one alone takes.

    Each step is taken for some of them before the next: its code and tables stay at hand.
    """
    if at.tzinfo is None:
        raise ValueError("a point in time needs a time zone")
    judgements = []
    for start in range(0, len(texts), _AT_ONCE):
        checks = [_Check(text, trust, at) for text in texts[start : start + _AT_ONCE]]
        for rung in _LADDER:
            for check in checks:
                rung.take(check)
        judgements += [check.judgement() for check in checks]
    return judgements


class _Check:
    """What has been found out of one text so far."""

    data: bytes
    message: Message
    claims: Claims
    signer: SignerCertificate
    payload: Payload | None

    def __init__(self, text: str, trust: TrustList, at: datetime) -> None:
        self.text, self.trust, self.at = text, trust, at
        self.payload = None
        self.verdicts = list(NOT_REACHED)

    def has_passed(self, place: int) -> bool:
        """Say whether the step at this place was taken and went well."""
        return self.verdicts[place] is PASSED[place]

    def judgement(self) -> Judgement:
        """Put together what may be said."""
        verdicts = tuple(self.verdicts)
        if not self.has_passed(_READ):
            return Judgement(verdicts)
        message, claims = self.message, self.claims
        if not self.has_passed(_SIGNED):
            return Judgement(verdicts, kid=message.kid, unproven=claims)
        return Judgement(
            verdicts=verdicts,
            payload=self.payload,
            kid=message.kid,
            signature_hash=signature_hash(cose.algorithm_of(message), message.signature),
            issuer=claims.issuer,
            issued_at=claims.issued_at,
            expires_at=claims.expires_at,
            unproven=claims,
            remarks=_remarks(claims, self.payload),
            signer=self.signer,
        )


_Action: TypeAlias = Callable[[_Check], bool | None]


class _Rung:
    """A step, the one it stands on, and what it does."""

    def __init__(self, step: Step, after: Step | None, action: _Action) -> None:
        self._step, self._place, self._action = step, _PLACES[step], action
        self._after = _PLACES[after] if after else None

    def take(self, check: _Check) -> None:
        """Take the step, if the one it stands on was passed, and note how it ended."""
        if self._after is not None and not check.has_passed(self._after):
            return
        try:
            if self._action(check) is _NOTHING_TO_JUDGE:
                return
        except CertificateError as error:
            check.verdicts[self._place] = Verdict(self._step, Outcome.FAILED, error.reason)
        else:
            check.verdicts[self._place] = PASSED[self._place]


def _strip_prefix(check: _Check) -> None:
    check.text = hcert.strip_prefix(check.text)


def _decode_base45(check: _Check) -> None:
    check.data = base45.decode(check.text)


def _inflate(check: _Check) -> None:
    check.data = hcert.inflate(check.data)


def _decode_cbor(check: _Check) -> None:
    check.message = cose.decode(check.data)
    check.claims = hcert.decode_claims(check.message.payload)


def _find_signer(check: _Check) -> None:
    """Find the trusted signer that made the signature, among all that its identifier may mean."""
    message = check.message
    algorithm = cose.algorithm_of(message)
    if message.kid is None:
        raise CertificateError(Reason.KID_MISSING)
    candidates = check.trust.find(message.kid)
    if not candidates:
        raise CertificateError(Reason.SIGNER_UNKNOWN)
    fitting = [signer for signer in candidates if signer.algorithm is algorithm]
    if not fitting:
        raise CertificateError(Reason.ALGORITHM_DOES_NOT_FIT_KEY)
    for signer in fitting:
        if cose.is_signed_by(message, signer.public_key):
            check.signer = signer
            return
    raise CertificateError(Reason.SIGNATURE_WRONG)


def _check_usage(check: _Check) -> bool | None:
    kinds = kinds_in(check.claims.fields)
    if not kinds:
        return _NOTHING_TO_JUDGE
    if not all(check.signer.may_sign(kind) for kind in kinds):
        raise CertificateError(Reason.KEY_NOT_FOR_THIS_EVENT)
    return None


def _check_window(check: _Check) -> None:
    """No patience with clocks: the European rules name none, and an hour is the verifier's."""
    claims, at = check.claims, check.at
    if claims.issued_at is None or claims.expires_at is None:
        raise CertificateError(Reason.WINDOW_MISSING)
    if claims.issued_at >= claims.expires_at:
        raise CertificateError(Reason.WINDOW_EMPTY)
    if at < claims.issued_at:
        raise CertificateError(Reason.NOT_YET_VALID)
    if at >= claims.expires_at:
        raise CertificateError(Reason.EXPIRED)
    if not check.signer.valid_from <= at <= check.signer.valid_until:
        raise CertificateError(Reason.OUTSIDE_SIGNER_VALIDITY)


def _remarks(claims: Claims, payload: Payload | None) -> tuple[Reason, ...]:
    """Name what a genuine certificate should not say, and says."""
    found = contradictions(entry_of(payload)) if payload else []
    begin, end = claims.issued_at, claims.expires_at
    if claims.issuer == _VIET_NAM and begin and end and end - begin > _LONGEST_IN_VIET_NAM:
        found.append(Reason.WINDOW_LONG)
    return tuple(found)


def _check_schema(check: _Check) -> None:
    check.payload = from_fields(check.claims.fields)


def _check_value_sets(check: _Check) -> None:
    if check.payload is not None:
        check_codes(entry_of(check.payload))


_LADDER: Final = (
    _Rung(Step.PREFIX, None, _strip_prefix),
    _Rung(Step.BASE45, Step.PREFIX, _decode_base45),
    _Rung(Step.INFLATE, Step.BASE45, _inflate),
    _Rung(Step.CBOR, Step.INFLATE, _decode_cbor),
    _Rung(Step.SIGNATURE, Step.CBOR, _find_signer),
    _Rung(Step.KEY_USAGE, Step.SIGNATURE, _check_usage),
    _Rung(Step.WINDOW, Step.SIGNATURE, _check_window),
    _Rung(Step.SCHEMA, Step.SIGNATURE, _check_schema),
    _Rung(Step.VALUE_SETS, Step.SCHEMA, _check_value_sets),
)
