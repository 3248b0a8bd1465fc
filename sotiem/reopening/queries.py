"""Which rules hold, and whom a draft would give another card."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.db.models import Max, Q

from certificate_format import TrustList, judge_many
from certificate_format.rules import card_of, read_rule_set, shipped_rule_sets
from sotiem.certificates.facts import Standing, Verification
from sotiem.certificates.models import Certificate
from sotiem.foundation.proof import disagreements
from sotiem.reopening.facts import Offered, Preview, Ruled
from sotiem.reopening.models import RuleVersion, RuleVersionQuerySet

NOTHING_YET: Final = "none"  # in the place of a card, where no version was published
TRIED_AT_MOST: Final = 10_000

# Points at equal distances, and at each the next certificate that is in force: those who were
# certified on one busy day are no more than their share.
SOME_IN_FORCE: Final = """
WITH ends AS (SELECT min(id) AS first, max(id) AS last FROM certificates_certificate)
SELECT DISTINCT near.id, near.text
FROM ends, generate_series(0, %(most)s - 1) AS step
CROSS JOIN LATERAL (
    SELECT id, text FROM certificates_certificate
    WHERE id >= ends.first + (ends.last - ends.first) * step / %(most)s
        AND revoked_at IS NULL AND expires_at > %(at)s
    ORDER BY id LIMIT 1
) AS near
"""


class NoSuchRules(LookupError):
    """No rule set of this identifier is offered at that time; `offered` names those that are."""

    def __init__(self, offered: Sequence[str]) -> None:
        super().__init__()
        self.offered = offered


def latest_of(identifier: str) -> RuleVersion | None:
    """Find the version of a set that was published last, whether it has begun or not."""
    return RuleVersion.objects.published().of_set(identifier).order_by("-number").first()


def sequence() -> int:
    """Count what was published; the list for verifiers has this number."""
    last = RuleVersion.objects.published().aggregate(last=Max("sequence"))["last"]
    return last or 0


def begun(at: datetime) -> RuleVersionQuerySet:
    """The last version of each set that has begun, also if it has ended."""
    past = RuleVersion.objects.published().filter(valid_from__lte=at)
    newest = past.order_by("identifier", "-number").distinct("identifier").values("pk")
    return RuleVersion.objects.filter(pk__in=newest).order_by("identifier")


def to_come(at: datetime) -> Iterator[RuleVersion]:
    """The published versions that will follow those that have begun."""
    reached = dict(begun(at).values_list("identifier", "number"))
    later = RuleVersion.objects.published().filter(valid_from__gt=at)
    for version in later.order_by("identifier", "number"):
        assert version.number is not None
        if version.number > (reached.get(version.identifier) or 0):
            yield version


def in_force_keys(at: datetime) -> list[int]:
    """The primary keys of the versions that hold at this time."""
    ended = Q(valid_to__isnull=False, valid_to__lte=at)
    return list(begun(at).exclude(ended).values_list("pk", flat=True))


def offered(at: datetime) -> list[Offered]:
    """The rule sets that checkers may choose: the proposals, until anything was ever published."""
    if not sequence():
        return [Offered(each["Identifier"], None, each) for each in shipped_rule_sets()]
    return [
        Offered(each.identifier, each.number, each.content, each.valid_from)
        for each in RuleVersion.objects.filter(pk__in=in_force_keys(at)).order_by("identifier")
    ]


def judged(verification: Verification, *, rules: str, at: datetime) -> Ruled:
    """Hold a certificate that was checked against a rule set as well, as verifiers do."""
    choices = {each.identifier: each.content for each in offered(at)}
    if rules not in choices:
        raise NoSuchRules(sorted(choices))
    rule_set = read_rule_set(choices[rules])
    said = verification.judgement.unproven
    if verification.standing is not Standing.IN_FORCE or said is None:
        return Ruled(verification, rule_set, None)
    return Ruled(verification, rule_set, card_of(rule_set, said.fields, at=at))


def preview(old: Mapping[str, Any] | None, new: Mapping[str, Any], *, at: datetime) -> Preview:
    """Count whose card would be another one, among certificates in force."""
    in_force = Certificate.objects.in_force().filter(expires_at__gt=at)
    is_sample = in_force[: TRIED_AT_MOST + 1].count() > TRIED_AT_MOST
    texts = (
        _spread(at) if is_sample else list(in_force.order_by("pk").values_list("text", flat=True))
    )
    before, after = read_rule_set(old) if old else None, read_rule_set(new)
    moves: Counter[tuple[str, str]] = Counter()
    # Our own signatures are not checked: whose certificate it is makes no difference here.
    for judgement in judge_many(texts, trust=TrustList([]), at=at):
        fields = judgement.unproven.fields if judgement.unproven else {}
        now = card_of(before, fields, at=at).card if before else NOTHING_YET
        moves[now, card_of(after, fields, at=at).card] += 1
    return Preview(moves, len(texts), is_sample, at)


def disagreements_on_record() -> Iterator[str]:
    """Name each published version that the trail does not vouch for."""
    published = RuleVersion.objects.published()
    yield from disagreements(published, kind="ruleversion", facts_of=lambda row: row.facts)


def _spread(at: datetime) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(SOME_IN_FORCE, {"most": TRIED_AT_MOST, "at": at})
        return [text for _, text in cursor.fetchall()]
