"""A clerk's program at its facility."""

import json
from datetime import datetime
from typing import Any

from django.test import Client

from sotiem.accounts.facts import Role
from sotiem.accounts.models import User
from sotiem.imports.operations.upload import XLSX
from tests.factories import accounts, keys, reference
from tests.portals.api.contract import fits

PERSON = {
    "full_name": "Nguyễn Thị Bảo Lộc",
    "birth_date": "03/04/1987",
    "sex": "Nữ",
    "phone": "0901234567",
    "id_number": "079187001234",
}
DOSE = {"vaccine": "AstraZeneca", "administered_on": "2021-09-14", "lot_number": "FK0112"}


def clerk() -> User:
    """A clerk of the test facility, whose lot exists."""
    reference.lot()
    return accounts.user((Role.CLERK, reference.facility().path))


def token_of_clerk(at: datetime) -> str:
    return keys.token_of(clerk(), at=at)


def dose(person: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    return {"person": {**PERSON, **(person or {})}, **DOSE, **changes}


def send(token: str, body: Any, *, key: str = "lan-1", **more: Any) -> Any:
    """`POST /api/v1/doses`."""
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    sent: dict[str, Any] = {"content_type": "application/json", **more}
    answer = Client().post("/api/v1/doses", text, headers=_headers(token, key), **sent)
    return fits(answer, "post", "/api/v1/doses")


def upload(
    token: str, content: bytes, *, key: str = "tep-1", said: str = "", media_type: str = XLSX
) -> Any:
    """`POST /api/v1/imports` with the file as the body."""
    address = f"/api/v1/imports?facility=79101{said}"
    headers = _headers(token, key)
    answer = Client().post(address, content, content_type=media_type, headers=headers)
    return fits(answer, "post", address)


def ask(token: str, address: str, *, accept: str = "application/json", language: str = "vi") -> Any:
    headers = {"Authorization": f"Bearer {token}", "Accept": accept, "Accept-Language": language}
    return fits(Client().get(address, headers=headers), "get", address)


def post(token: str, address: str, body: object = None) -> Any:
    sent: dict[str, Any] = {}
    if body is not None:
        sent = {"data": json.dumps(body), "content_type": "application/json"}
    answer = Client().post(address, headers={"Authorization": f"Bearer {token}"}, **sent)
    return fits(answer, "post", address)


def told(answer: Any) -> Any:
    return json.loads(answer.content)


def refusal(answer: Any) -> tuple[int, str]:
    return answer.status_code, told(answer)["error"]["code"]


def _headers(token: str, key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}", **({"Idempotency-Key": key} if key else {})}
