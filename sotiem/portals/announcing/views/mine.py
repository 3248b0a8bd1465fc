"""One's own announcement: how far it is, papers, an answer, a change, taking it back, a receipt."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sotiem.accounts.facts import Citizen
from sotiem.announcements import operations, queries
from sotiem.announcements.models import Announcement
from sotiem.announcements.operations.documents import LARGEST_FILE, MOST_DOCUMENTS
from sotiem.announcements.operations.tell import address_of
from sotiem.foundation.identifiers import normal_tracking_code
from sotiem.foundation.refusals import Refusal
from sotiem.portals.announcing import telling
from sotiem.portals.announcing.views.announce import begin
from sotiem.portals.components.access import citizen_in, public
from sotiem.portals.components.downloads import file_answer
from sotiem.portals.components.refusals import sentence_for
from sotiem.portals.components.templatetags.sotiem import day, masked, moment
from sotiem.portals.receipts.paper import Receipt, drawn

View = Callable[[HttpRequest, Announcement, Citizen], HttpResponseBase]


def own(view: View) -> Callable[..., HttpResponseBase]:
    """Open to whoever proved the phone it was announced from; others prove it first."""

    @wraps(view)
    def guarded(request: HttpRequest, code: str) -> HttpResponseBase:
        who = citizen_in(request)
        typed = normal_tracking_code(code)
        found = queries.announcement_of(who, typed) if who is not None else None
        if who is None or found is None:
            return redirect("announcing:track", code=typed)
        return view(request, found, who)

    return public(never_cache(guarded))


@own
@require_safe
def mine(request: HttpRequest, found: Announcement, who: Citizen) -> HttpResponse:
    """All of it."""
    return _page(request, found)


@own
@require_POST
def document(request: HttpRequest, found: Announcement, who: Citizen) -> HttpResponse:
    """Add a paper."""
    sent = request.FILES.get("file")
    try:
        operations.add_document(
            announcement_id=found.pk,
            content=sent.read(LARGEST_FILE + 1) if sent else b"",
            by=who,
            at=timezone.now(),
        )
    except Refusal as refusal:
        return _page(request, found, errors=[sentence_for(refusal)])
    messages.success(request, _("Đã nhận tài liệu."))
    return redirect("announcing:mine", code=found.code)


@own
@require_POST
def again(request: HttpRequest, found: Announcement, who: Citizen) -> HttpResponse:
    """Go through the pages once more, with what was said filled in."""
    begin(request, found)
    return redirect("announcing:facility")


@own
def withdraw(request: HttpRequest, found: Announcement, who: Citizen) -> HttpResponse:
    """Take it back, after a page that says what that means."""
    if request.method != "POST":
        return render(request, "announcing/withdraw.html", {"announcement": found})
    try:
        operations.withdraw_announcement(announcement_id=found.pk, by=who, at=timezone.now())
    except Refusal as refusal:
        return _page(request, found, errors=[sentence_for(refusal)])
    return redirect("announcing:mine", code=found.code)


@own
@require_safe
def receipt(request: HttpRequest, found: Announcement, who: Citizen) -> HttpResponse:
    """A page to print: a code, by when the answer is due, and where to ask."""
    due = [(_("Sở Y tế trả lời trước hết ngày"), day(found.due_on))] if found.due_on else []
    paper = Receipt(
        title=_("Giấy biên nhận công bố cơ sở tiêm chủng"),
        code=found.code,
        lines=(
            (_("Tên cơ sở"), found.said.name),
            (_("Gửi lúc"), moment(found.received_at)),
            *due,
            (_("Tin nhắn báo đến"), masked(found.phone)),
        ),
        address=address_of(found.code),
        printed_at=moment(timezone.now()),
    )
    return file_answer(f"{found.code}.pdf", drawn(paper), "application/pdf")


def _page(request: HttpRequest, found: Announcement, errors: Any = ()) -> HttpResponse:
    said = found.said
    documents = found.documents.select_related("file").order_by("pk")
    facts = {
        **telling.told_of(found),
        "rows": telling.rows_of(said),
        "parts": telling.checked(said),
        "documents": list(documents),
        "most_documents": MOST_DOCUMENTS,
        "megabytes": LARGEST_FILE // 1024 // 1024,
        "errors": errors,
        "is_new": "moi" in request.GET,
    }
    return render(request, "announcing/mine.html", facts, status=422 if errors else 200)
