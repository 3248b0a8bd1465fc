"""One's own registrations: how far they are, another wish, leaving the line, a receipt."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sotiem.foundation.identifiers import normal_tracking_code
from sotiem.foundation.refusals import NotAllowed, Refusal
from sotiem.portals.components.access import acting_citizen, citizens
from sotiem.portals.components.downloads import file_answer
from sotiem.portals.components.refusals import sentence_for, told_in
from sotiem.portals.components.templatetags.sotiem import day, masked, moment
from sotiem.portals.receipts.paper import Receipt, drawn
from sotiem.portals.registering.change_forms import WishForm, WithdrawalForm, wish_of
from sotiem.portals.registering.people_forms import TakeOverForm
from sotiem.portals.registering.telling import told_of
from sotiem.registrations import operations, permissions, queries
from sotiem.registrations.facts import CONSENT_IN_FORCE, CONSENTS
from sotiem.registrations.models import Registration
from sotiem.registrations.operations.tell import address_of


@citizens
@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """What was registered from this phone."""
    found = queries.registrations_of(acting_citizen(request))
    return render(request, "registering/mine.html", {"rows": [told_of(each) for each in found]})


@citizens
@never_cache
def registration(request: HttpRequest, code: str) -> HttpResponse:
    """One of them, whole."""
    found = _any_own(request, code)
    if not permissions.is_hers(acting_citizen(request), found):
        return _to_take_over(request, found, _take_over_form(found))
    facts = {**told_of(found), "is_own": True, "is_new": "moi" in request.GET}
    return render(request, "registering/registration.html", facts)


@citizens
@require_POST
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """Say whether one comes."""
    by = acting_citizen(request)
    found = queries.own_registration(by, normal_tracking_code(code))
    if found is None or not permissions.is_hers(by, found):
        raise Http404
    comes = request.POST.get("answer") == "yes"
    say = operations.confirm_invitation if comes else operations.decline_invitation
    try:
        say(registration_id=found.pk, by=by, at=timezone.now())
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.warning(request, sentence_for(refusal))
    else:
        messages.success(request, _("Đã ghi câu trả lời của bạn."))
    return redirect("registering:registration", code=found.code)


@citizens
@never_cache
def wish(request: HttpRequest, code: str) -> HttpResponse:
    """Say another day; the place in the line stays."""
    found = _own(request, code)
    form = WishForm(request.POST or None, initial=wish_of(found))
    if form.is_valid():
        try:
            operations.change_wish(
                registration_id=found.pk,
                wish=form.wish,
                by=acting_citizen(request),
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, sentence_for(refusal))
        else:
            messages.success(
                request, _("Đã ghi mong muốn mới. Chỗ của bạn trong danh sách giữ nguyên.")
            )
            return redirect("registering:registration", code=found.code)
    return _form(request, "registering/wish.html", found, form)


@citizens
@never_cache
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Leave the line, and say why."""
    found = _own(request, code)
    form = WithdrawalForm(request.POST or None)
    if form.is_valid():
        try:
            operations.withdraw_registration(
                registration_id=found.pk,
                because=form.reason,
                by=acting_citizen(request),
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, sentence_for(refusal))
        else:
            return redirect("registering:registration", code=found.code)
    return _form(request, "registering/withdraw.html", found, form)


@citizens
@require_POST
def take_over(request: HttpRequest, code: str) -> HttpResponse:
    """Make one's own what an organization registered."""
    found, by = _any_own(request, code), acting_citizen(request)
    if permissions.is_hers(by, found):
        return redirect("registering:registration", code=found.code)
    form = TakeOverForm(request.POST, today=timezone.localdate())
    if form.is_valid():
        with told_in(form, "birth_date"):
            operations.take_over(
                registration_id=found.pk,
                birth_date=form.cleaned_data["birth_date"],
                group=int(form.cleaned_data["group"]),
                by=by,
                at=timezone.now(),
            )
            messages.success(request, _("Đăng ký này nay do bạn tự quản lý."))
            return redirect("registering:registration", code=found.code)
    return _to_take_over(request, found, form)


def _take_over_form(found: Registration) -> TakeOverForm:
    return TakeOverForm(initial={"group": found.group.code}, today=timezone.localdate())


def _to_take_over(request: HttpRequest, found: Registration, form: TakeOverForm) -> HttpResponse:
    facts = {**told_of(found), "form": form, "consent": CONSENTS[CONSENT_IN_FORCE]}
    status = 422 if form.errors else 200
    return render(request, "registering/take_over.html", facts, status=status)


@citizens
@require_safe
@never_cache
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """A page to print: a code, and where to ask; nothing of the person."""
    found = _own(request, code)
    paper = Receipt(
        title=_("Giấy biên nhận đăng ký tiêm chủng"),
        code=found.code,
        lines=(
            (_("Đăng ký lúc"), moment(found.registered_at)),
            (_("Muốn tiêm từ ngày"), day(found.not_before)),
            (_("Nơi giữ danh sách"), str(told_of(found)["holder"])),
            (_("Tin nhắn báo đến"), masked(found.sender_phone)),
        ),
        address=address_of(found.code),
        printed_at=moment(timezone.now()),
    )
    return file_answer(f"{found.code}.pdf", drawn(paper), "application/pdf")


def _own(request: HttpRequest, code: str) -> Registration:
    """One's own; what an organization registered is taken over first."""
    found = _any_own(request, code)
    if not permissions.is_hers(acting_citizen(request), found):
        raise Http404
    return found


def _any_own(request: HttpRequest, code: str) -> Registration:
    found = queries.registration_of(acting_citizen(request), normal_tracking_code(code))
    if found is None:
        raise Http404
    return found


def _form(
    request: HttpRequest, template: str, found: Registration, form: WishForm | WithdrawalForm
) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, template, {"form": form, "registration": found}, status=status)
