"""A report goes to another unit."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from sotiem.accounts.facts import Role
from sotiem.corrections import queries
from sotiem.corrections.operations import send_on_report
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.acting import act_or_tell
from sotiem.portals.review.forms import SendOnForm
from sotiem.portals.review.views.case import again


@require_POST
@staff(Role.OFFICER)
def send_on(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Send this report to the unit that it belongs to; the queue is shown next."""
    who = acting_staff(request)
    report = queries.report_for_officer(staff=who, public_id=public_id)
    form = SendOnForm(request.POST)
    if not form.is_valid():
        return again(request, public_id, forms={"send_form": form})
    to, note = form.cleaned_data["unit"], form.cleaned_data["note"]
    return act_or_tell(
        lambda: send_on_report(report_id=report.pk, to=to, note=note, by=who, at=timezone.now()),
        address=lambda: f"{reverse('review:queue')}?da-chuyen=1",
        tell=lambda errors: again(request, public_id, forms={"send_form": form}, errors=errors),
    )
