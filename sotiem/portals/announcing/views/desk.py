"""The health department's desk: what waits by its clock, one with all its facts, the answer."""

from typing import Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sotiem.accounts.facts import Role
from sotiem.announcements import operations, permissions, queries
from sotiem.announcements.models import Announcement
from sotiem.announcements.operations.documents import PDF
from sotiem.announcements.states import DECIDED, AnnouncementState
from sotiem.facilities.models import Facility
from sotiem.facilities.permissions import can_license
from sotiem.facilities.rules import plain_code
from sotiem.foundation import audit, files
from sotiem.foundation.identifiers import normal_tracking_code
from sotiem.portals.announcing import telling, words
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.downloads import file_answer
from sotiem.portals.components.refusals import told_in

TABS: Final = {
    "": (AnnouncementState.RECEIVED,),
    "cho-bo-sung": (AnnouncementState.ASKED,),
    "da-tra-loi": DECIDED,
}
APPROVE, ASK, REFUSE = "approve", "ask", "refuse"


class AnswerForm(forms.Form):
    """What the health department answers."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        label=gettext_lazy("Kết luận"),
        choices=[
            (APPROVE, gettext_lazy("Chấp nhận và đăng công khai")),
            (ASK, gettext_lazy("Yêu cầu bổ sung")),
            (REFUSE, gettext_lazy("Không chấp nhận")),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Hãy chọn một kết luận."),
            "invalid_choice": gettext_lazy("Hãy chọn một kết luận."),
        },
    )
    words = forms.CharField(
        label=gettext_lazy("Điều cần bổ sung, lý do hoặc ghi chú"),
        help_text=gettext_lazy(
            "Bắt buộc khi yêu cầu bổ sung hoặc không chấp nhận. Cơ sở đọc được phần này."
        ),
        required=False,
        max_length=1_000,
        error_messages={"max_length": gettext_lazy("Không quá 1.000 ký tự.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    facility_code = forms.CharField(
        label=gettext_lazy("Mã cơ sở"),
        help_text=gettext_lazy("Chỉ dùng khi chấp nhận cơ sở mới."),
        required=False,
        max_length=12,
        error_messages={
            "max_length": gettext_lazy("Mã cơ sở không quá 12 ký tự. Hãy xem lại."),
        },
        widget=forms.TextInput(attrs={"data-width": "10", "spellcheck": "false"}),
    )


@staff(Role.OFFICER)
@require_safe
@never_cache
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, the most pressing first; what waits for facilities; the rest."""
    who = acting_staff(request)
    asked = plain_code(request.GET.get("ma", ""))[:12]
    listed = Facility.objects.filter(code=asked).first() if asked else None
    if listed is not None and can_license(who, listed.path):
        return redirect("announcing:office", code=listed.code)
    tab = request.GET.get("muc", "")
    tab = tab if tab in TABS else ""
    after = queries.announcement_for(who, request.GET.get("sau", ""))
    found = (
        queries.in_state(who, TABS[tab], after=after)
        if tab
        else queries.to_answer(who, after=after)
    )
    shown = found[: queries.ROWS]
    today = timezone.localdate()
    facts = {
        "tab": tab,
        "rows": [
            (each, words.STATES[each.state], words.TONES[each.state], queries.is_late(each, today))
            for each in shown
        ],
        "more": shown[-1].code if len(found) > queries.ROWS else "",
        "asked": asked,
        "may_answer": bool(permissions.run_by(who)),
    }
    return render(request, "announcing/queue.html", facts)


@staff(Role.OFFICER)
@require_safe
@never_cache
def one(request: HttpRequest, code: str) -> HttpResponse:
    """All that is announced, beside what is published now and what may be the same."""
    found = _found(request, code)
    seen = found.steps.count()
    is_new = found.facility is None and found.state == AnnouncementState.RECEIVED
    proposed = operations.propose_code(found) if is_new else ""
    audit.record("announcement.viewed", found, by=acting_staff(request), at=timezone.now())
    return _page(request, found, AnswerForm(initial={"seen": seen, "facility_code": proposed}))


@staff(Role.OFFICER)
@require_POST
def decide(request: HttpRequest, code: str) -> HttpResponse:
    """Publish it, ask for more, or refuse."""
    found = _found(request, code)
    form = AnswerForm(request.POST)
    if form.is_valid():
        with told_in(form):
            _decided(request, found, form)
            messages.success(request, _("Đã trả lời. Cơ sở được báo qua tin nhắn."))
            return redirect("announcing:case", code=found.code)
    return _page(request, found, form)


@staff(Role.OFFICER)
@require_safe
def paper(request: HttpRequest, code: str, public_id: UUID) -> HttpResponse:
    """A paper as it came; that it was looked at stands on the trail."""
    found = _found(request, code)
    kept = queries.document_of(found, public_id)
    if kept is None:
        raise Http404
    by, at = acting_staff(request), timezone.now()
    audit.record("announcement.document_viewed", found, by=by, at=at, document=str(kept.public_id))
    ending = "pdf" if kept.file.media_type == PDF else "jpg"
    name = f"{found.code}-{str(kept.public_id)[:8]}.{ending}"
    return file_answer(name, files.read(kept.file), kept.file.media_type)


def _decided(request: HttpRequest, found: Announcement, form: AnswerForm) -> None:
    said, by, at = form.cleaned_data, acting_staff(request), timezone.now()
    if said["answer"] == APPROVE:
        operations.approve(
            announcement_id=found.pk,
            seen=said["seen"],
            facility_code=said["facility_code"],
            note=said["words"],
            by=by,
            at=at,
        )
        return
    answer = operations.ask_for_more if said["answer"] == ASK else operations.refuse
    answer(announcement_id=found.pk, seen=said["seen"], words=said["words"], by=by, at=at)


def _found(request: HttpRequest, code: str) -> Announcement:
    """An announcement in this officer's jurisdiction; of others it is as if there is none."""
    found = queries.announcement_for(acting_staff(request), normal_tracking_code(code))
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, found: Announcement, form: AnswerForm) -> HttpResponse:
    said = found.said
    likely = [
        (each.facility, [words.ALIKE[why] for why in each.why])
        for each in queries.likely_same(found)
    ]
    facts = {
        **telling.told_of(found),
        "rows": telling.rows_of(said),
        "parts": telling.checked(said),
        "changed": telling.changed(found),
        "is_all_met": telling.is_all_met(said),
        "documents": list(found.documents.select_related("file").order_by("pk")),
        "likely": likely,
        "is_waiting": found.state == AnnouncementState.RECEIVED,
        "is_theirs": permissions.is_theirs(acting_staff(request), found),
        "published": _published(found.facility) if found.facility else [],
        "form": form,
    }
    return render(request, "announcing/case.html", facts, status=422 if form.errors else 200)


def _published(facility: Facility) -> list[tuple[str, str]]:
    """What stands on the public list now."""
    tables = "" if facility.tables is None else str(facility.tables)
    told = [
        (_("Tên cơ sở"), facility.name),
        (_("Địa chỉ"), facility.address),
        (_("Người phụ trách"), facility.head),
        (_("Số bàn tiêm"), tables),
        (_("Điện thoại của cơ sở"), facility.phone),
        (_("Ngày, giờ tiêm chủng"), facility.hours),
    ]
    return [(name, value) for name, value in told if value]
