"""Programs that ask with a key: how they are let in, and answered in JSON."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, JsonResponse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sotiem.accounts.facts import Role, Staff
from sotiem.accounts.models import AccessKey
from sotiem.accounts.operations import (
    AccessKeyHasExpired,
    AccessKeyIsRevoked,
    AccessKeyIsUnknown,
    use_access_key,
)
from sotiem.accounts.queries import staff_of
from sotiem.corrections.channel_queries import is_tied
from sotiem.foundation import audit
from sotiem.foundation.refusals import NotAllowed, Refusal, TooManyRequests, require
from sotiem.portals.components.refusals import sentence_for

PROBLEM: Final = "application/problem+json"
PROBLEMS: Final = "/api/#"  # where each code is explained
SCHEME: Final = "Bearer"
UNKNOWN_KEY: Final = 401
TOO_MANY: Final = 429
STATUSES: Final[Mapping[type[Refusal], int]] = {
    AccessKeyIsUnknown: UNKNOWN_KEY,
    AccessKeyIsRevoked: UNKNOWN_KEY,
    AccessKeyHasExpired: UNKNOWN_KEY,
    NotAllowed: 403,
    TooManyRequests: TOO_MANY,
}
ADDRESSES: Final = "/api/v1/"
# What a program reads when no refusal says it better.
FAILURES: Final[Mapping[int, tuple[str, Promise]]] = {
    400: ("bad_request", _("Yêu cầu không đọc được. Hãy xem lại cách gửi trong tài liệu ở /api/.")),
    403: ("not_allowed", _("Khóa này không được làm việc đó.")),
    404: (
        "not_found",
        _("Không có gì ở địa chỉ này, hoặc khóa này không được xem. Xem các địa chỉ ở /api/."),
    ),
    405: (
        "method_not_allowed",
        _(
            "Địa chỉ này không nhận cách gọi đó. "
            "Dòng Allow của câu trả lời ghi những cách được nhận."
        ),
    ),
    413: ("too_large", _("Nội dung gửi lên quá lớn. Hãy chia thành nhiều lần gửi.")),
    500: (
        "failed",
        _(
            "Hệ thống gặp lỗi. Hãy gửi lại với cùng Idempotency-Key; "
            "nếu vẫn lỗi, hãy báo mã của yêu cầu này."
        ),
    ),
    503: (
        "unavailable",
        _(
            "Hệ thống tạm thời chưa trả lời được. "
            "Hãy gửi lại sau vài giây với cùng Idempotency-Key."
        ),
    ),
}


def is_for_programs(request: HttpRequest) -> bool:
    """Whether a program asks: whatever goes wrong there is told in JSON."""
    return request.path.startswith(ADDRESSES)


def failed_in_json(status: int) -> JsonResponse:
    """Say what went wrong where no refusal says it."""
    code, sentence = FAILURES[status]
    return _error(code, str(sentence), status=status)


def wrong_method(*allowed: str) -> JsonResponse:
    """Say how this address may be asked."""
    response = failed_in_json(405)
    response["Allow"] = ", ".join(allowed)
    return response


def let_in(
    request: HttpRequest, roles: frozenset[Role], *, by_channel: bool = False
) -> JsonResponse | None:
    """Let a program act as whose key it shows; no cookie opens this door."""
    language = translation.get_language_from_request(request)
    translation.activate(language)  # until the end of the request: see `ChosenLanguage`
    try:
        key, who = _owner(request)
        require(any(who.has(role) for role in roles))
        require(is_tied(key) == by_channel)
    except Refusal as refusal:
        return refused_in_json(refusal, status=STATUSES[type(refusal)])
    request._access_key = key  # type: ignore[attr-defined]
    request._acting_staff = who  # type: ignore[attr-defined]
    return None


def shown_key(request: HttpRequest) -> AccessKey:
    """The key that let this request in."""
    key: AccessKey = request._access_key  # type: ignore[attr-defined]
    return key


def answer(facts: Mapping[str, Any], *, status: int = 200) -> JsonResponse:
    """What a program is told, in the language it asked for; nobody keeps a copy on the way."""
    response = JsonResponse(
        dict(facts), status=status, json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    response["Cache-Control"] = "no-store"
    response["Content-Language"] = translation.get_language() or ""
    patch_vary_headers(response, ["Accept-Language", "Authorization"])
    return response


def refused_in_json(refusal: Refusal, *, status: int) -> JsonResponse:
    """Say no: a code for the program, a sentence for people, the id that stands in the log."""
    response = _error(_code_of(type(refusal)), sentence_for(refusal), status=status)
    if status == UNKNOWN_KEY:
        response["WWW-Authenticate"] = SCHEME
    if status == TOO_MANY:
        response["Retry-After"] = str(60 * int(refusal.details["minutes"]))
    return response


def _error(code: str, message: str, *, status: int) -> JsonResponse:
    """A problem as RFC 9457 has it; `error` says the same for programs older than that."""
    request = audit.request_id.get()
    problem = {
        "type": f"{PROBLEMS}{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": message,
        "instance": f"urn:uuid:{request}" if request else "",
        "error": {"code": code, "message": message, "request": request},
    }
    response = answer(problem, status=status)
    response["Content-Type"] = PROBLEM
    return response


def _owner(request: HttpRequest) -> tuple[AccessKey, Staff]:
    now = timezone.now()
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    key = use_access_key(
        token=given.strip() if scheme.lower() == SCHEME.lower() else "",
        address=get_adapter().get_client_ip(request),
        at=now,
    )
    return key, staff_of(key.user, at=now)


def _code_of(refusal: type[Refusal]) -> str:
    """`AccessKeyHasExpired` as `access_key_has_expired`."""
    name = refusal.__name__
    return "".join(f"_{each.lower()}" if each.isupper() else each for each in name).lstrip("_")
