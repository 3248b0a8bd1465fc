"""Why does it say 0 doses, or one fewer? Answered by the system, with the next step."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from sotiem.doses.queries import doses_by_person
from sotiem.foundation.refusals import TooManyRequests
from sotiem.portals.citizen.slip_form import SlipForm
from sotiem.portals.citizen.why import Answer, clue_of, known_at_once, told_by_slip
from sotiem.portals.components.access import acting_citizen, citizens
from sotiem.portals.components.refusals import sentence_for


@citizens
@never_cache
def why(request: HttpRequest) -> HttpResponse:
    """What is known at once, and, once the slip was typed, what is known of that dose."""
    by = acting_citizen(request)
    asked = request.session.get("looking_up", {})
    clue = clue_of(by, asked.get("full_name", ""), asked.get("birth_date", ""))
    form, status = SlipForm(request.POST or None), 200
    told: list[Answer] | None = None
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                told, status = told_by_slip(by, clue, form.slip(), at=timezone.now()), 200
            except TooManyRequests as refusal:
                form.add_error(None, sentence_for(refusal))
                status = 429
    facts = {
        "form": form,
        "known": list(known_at_once(by, clue)),
        "told": told,
        "slip": form.slip().as_query if told is not None else "",
        "has_record": by.patient_id is not None,
        "doses": len(doses_by_person([by.patient_id or 0]).get(by.patient_id or 0, ())),
        "here": "book",
    }
    return render(request, "citizen/why.html", facts, status=status)
