"""Agreeing with what the evidence proposes, by one key."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from sotiem.accounts.facts import Role
from sotiem.corrections import queries
from sotiem.corrections.facts import Outcome
from sotiem.desk.operations import ProposalIsGone, agree_with_proposal
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.refusals import sentence_for
from sotiem.portals.review.desk_facts import is_named
from sotiem.portals.review.evidence import proposal_of
from sotiem.portals.review.meant import meant_by
from sotiem.portals.review.views.case import again, has_decided, step
from sotiem.triage.queries import advice_for


@require_POST
@staff(Role.OFFICER)
def agree(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Agree with the proposal as it stands now; the report is taken up with it."""
    report = queries.report_for_officer(staff=acting_staff(request), public_id=public_id)
    meant = meant_by(report)
    proposal = proposal_of(advice_for(report)) if is_named(report, meant) else None
    if proposal is None:
        return again(request, public_id, errors=[sentence_for(ProposalIsGone())])
    is_to_name = report.other_id is None and len(meant) == 1
    return step(
        request,
        public_id,
        agree_with_proposal,
        done=lambda fresh, who: has_decided(fresh, who, Outcome.ACCEPT, Outcome.ALREADY),
        note=proposal["note"],
        rule=proposal["rule"],
        whose=meant[0].public_id if is_to_name else None,
    )
