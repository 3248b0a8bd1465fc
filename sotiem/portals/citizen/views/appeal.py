"""Its sender does not agree: a refusal is appealed, once; an answer is contradicted."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.operations import appeal_report, contradict_answer, keep_photos
from sotiem.corrections.permissions import may_be_contradicted
from sotiem.corrections.queries import report_for_citizen
from sotiem.corrections.states import ReportStatus
from sotiem.foundation.refusals import NotAllowed, Refusal
from sotiem.portals.citizen.report_forms import ACCEPTED, PhotosField
from sotiem.portals.components.access import acting_citizen, citizens
from sotiem.portals.components.refusals import sentence_for


class AppealForm(forms.Form):
    """What was overlooked, and another photo that shows it."""

    words = forms.CharField(
        label=_("Điều gì đã bị bỏ sót?"),
        help_text=_("Ví dụ: Phiếu có dấu của trạm ở mặt sau, tôi gửi thêm ảnh mặt sau."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Hãy ghi điều mà lần xem xét trước đã bỏ sót."),
            "max_length": _("Hãy viết gọn trong 1.000 ký tự."),
        },
    )
    photos = PhotosField(label=_("Ảnh bổ sung"), required=False)


class ContradictForm(forms.Form):
    """What is still not right."""

    words = forms.CharField(
        label=_("Chỗ nào vẫn chưa đúng?"),
        help_text=_("Ví dụ: Đó là mũi 1 của tôi; mũi 2 tiêm ngày 12/8 vẫn chưa có."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Hãy ghi chỗ vẫn chưa đúng."),
            "max_length": _("Hãy viết gọn trong 1.000 ký tự."),
        },
    )


@citizens
@never_cache
def contradict(request: HttpRequest, code: str) -> HttpResponse:
    """Say that the record is not right all the same: an officer looks at it."""
    citizen = acting_citizen(request)
    found = report_for_citizen(citizen=citizen, code=code)
    if not may_be_contradicted(found):
        return redirect("citizen:report", code=found.tracking_code)
    form = ContradictForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        facts = {"report": found, "form": form, "here": "report"}
        return render(
            request, "citizen/contradict.html", facts, status=422 if form.is_bound else 200
        )
    words = form.cleaned_data["words"]
    contradict_answer(report_id=found.pk, words=words, by=citizen, at=timezone.now())
    return redirect("citizen:sent", code=found.tracking_code)


@citizens
@never_cache
def appeal(request: HttpRequest, code: str) -> HttpResponse:
    """Ask the unit above to look at a refused report again."""
    citizen = acting_citizen(request)
    found = report_for_citizen(citizen=citizen, code=code)
    if found.status != ReportStatus.REFUSED or found.appealed_at is not None:
        return redirect("citizen:report", code=found.tracking_code)
    if request.method != "POST":
        return _page(request, found, AppealForm())
    form = AppealForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, found, form)
    now = timezone.now()
    try:
        photos = keep_photos(files=form.cleaned_data["photos"], at=now)
        words = form.cleaned_data["words"]
        appeal_report(report_id=found.pk, words=words, photos=photos, by=citizen, at=now)
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.add_error("photos" if "number" in refusal.details else None, sentence_for(refusal))
        return _page(request, found, form)
    return redirect("citizen:sent", code=found.tracking_code)


def _page(request: HttpRequest, found: CorrectionReport, form: AppealForm) -> HttpResponse:
    facts = {"report": found, "form": form, "accept": ACCEPTED, "here": "report"}
    status = 422 if form.is_bound else 200
    return render(request, "citizen/appeal.html", facts, status=status)
