from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from sotiem.accounts.facts import Role
from sotiem.imports.operations import begin_commit, cancel_import, upload_again
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.facility.forms import AgainForm
from sotiem.portals.facility.views._found import import_of


@staff(Role.CLERK)
@require_POST
def record(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The clerk agrees that the new doses be recorded."""
    found = import_of(request, public_id)
    begin_commit(import_id=found.pk, by=acting_staff(request), at=timezone.now())
    return redirect("facility:import", public_id=public_id)


@staff(Role.CLERK)
@require_POST
def again(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The clerk has a file that came before taken once more."""
    found, form = import_of(request, public_id), AgainForm(request.POST)
    if not form.is_valid():
        return redirect("facility:upload", code=found.facility.code)
    taken = upload_again(
        import_id=found.pk,
        submission_key=form.cleaned_data["submission_key"],
        by=acting_staff(request),
        at=timezone.now(),
    )
    return redirect("facility:import", public_id=taken.public_id)


@staff(Role.CLERK)
@require_POST
def cancel(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The clerk lays the sheet aside."""
    found = import_of(request, public_id)
    cancel_import(import_id=found.pk, by=acting_staff(request), at=timezone.now())
    return redirect("facility:import", public_id=public_id)
