"""Me and my family: whose record is open, whose one keeps, and who keeps one's own."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sotiem.accounts.facts import Citizen
from sotiem.foundation.refusals import Refusal, TooManyRequests
from sotiem.guardians import queries
from sotiem.guardians.facts import EndedBecause, Relation
from sotiem.guardians.models import Guardianship
from sotiem.guardians.operations import claim_child, end_guardianship, open_ward
from sotiem.guardians.permissions import why_ended
from sotiem.portals.citizen.family_forms import RELATIONS, ChildForm
from sotiem.portals.components.access import acting_citizen, citizens, open_record_of
from sotiem.portals.components.refusals import sentence_for


@citizens
@never_cache
def family(request: HttpRequest) -> HttpResponse:
    """Whose records one may open, and who may open one's own."""
    by, at = acting_citizen(request), timezone.now()
    mine = by.guardian_id or by.patient_id
    if mine is None:
        return redirect("citizen:not_found")
    lapsed = _lapsed(request, mine)
    facts = {
        "wards": queries.wards_of(mine, at=at),
        "guardians": queries.guardians_of(by.patient_id or mine, at=at),
        "relations": RELATIONS,
        "lapsed": lapsed,
        "is_of_age": lapsed is not None and lapsed.ended_because in ("", EndedBecause.OF_AGE),
        "is_elsewhere": "khac" in request.GET,
        "here": "family",
    }
    return render(request, "citizen/family.html", facts)


def _lapsed(request: HttpRequest, mine: int) -> Guardianship | None:
    """The right that ended while its ward's record was open."""
    try:
        asked = UUID(request.GET.get("het", ""))
    except ValueError:
        return None
    right = queries.right_known(asked, guardian_id=mine)
    return right if right is not None and not right.holds(timezone.now()) else None


@citizens
@never_cache
def add_child(request: HttpRequest) -> HttpResponse:
    """Add a child whose record has the phone that was proved."""
    by = acting_citizen(request)
    if by.patient_id is None or by.guardian_id is not None:
        return redirect("citizen:family")
    form, status = ChildForm(request.POST or None, today=timezone.localdate()), 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                right = claim_child(
                    full_name=form.cleaned_data["full_name"],
                    birth_date=form.cleaned_data["birth_date"],
                    relation=Relation(form.cleaned_data["relation"]),
                    ward_agreed=form.cleaned_data["ward_agreed"],
                    by=by,
                    at=timezone.now(),
                )
            except Refusal as refusal:
                form.add_error(None, sentence_for(refusal))
                status = 429 if isinstance(refusal, TooManyRequests) else 422
            else:
                name = right.ward.principal.current.full_name
                messages.success(
                    request, _("Bạn giữ hồ sơ của %(name)s từ bây giờ.") % {"name": name}
                )
                return redirect("citizen:family")
    return render(
        request, "citizen/add_child.html", {"form": form, "here": "family"}, status=status
    )


@citizens
@require_POST
def open_book(request: HttpRequest, right: UUID) -> HttpResponse:
    """Open a ward's record in this browser."""
    opened = open_ward(public_id=str(right), by=acting_citizen(request), at=timezone.now())
    open_record_of(request, opened)
    return redirect("citizen:book")


@citizens
@require_POST
def open_own(request: HttpRequest) -> HttpResponse:
    """Open one's own record again."""
    open_record_of(request, None)
    return redirect("citizen:book")


@citizens
@never_cache
def end(request: HttpRequest, right: UUID) -> HttpResponse:
    """Ask whether a right shall end, and end it."""
    by, at = acting_citizen(request), timezone.now()
    found, because = _concerned(right, by)
    if request.method == "POST":
        end_guardianship(guardianship_id=found.pk, by=by, at=at)
        messages.success(request, _("Quyền giám hộ đã chấm dứt."))
        if by.guardian_id is not None and because == EndedBecause.RETURNED:
            open_record_of(request, None)
        return redirect("citizen:family")
    facts = {
        "right": found,
        "is_mine": because == EndedBecause.RETURNED,
        "closes": because != EndedBecause.RETURNED
        and found.phone == found.ward.principal.current.phone,
        "here": "family",
    }
    return render(request, "citizen/end_guardianship.html", facts)


def _concerned(public_id: UUID, by: Citizen) -> tuple[Guardianship, EndedBecause]:
    """A right that the reader may end, and in which quality; others are as if there were none."""
    known = Guardianship.objects.told().filter(public_id=public_id).first()
    because = why_ended(by, known, at=timezone.now()) if known is not None else None
    if known is None or because is None:
        raise Http404
    return known, because
