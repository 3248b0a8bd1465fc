"""Whether an answer is what the published description says."""

import json
import re
from typing import Any

from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from jsonschema.validators import validator_for  # type: ignore[import-untyped]

from sotiem.portals.api.description import JSON, description
from sotiem.portals.components.programs import PROBLEM

PUBLISHED = description("http://testserver")


def fits(answer: Any, method: str, address: str) -> Any:
    """The answer itself, if address, method, status, media type and body are described."""
    operation = operation_of(method, address.partition("?")[0])
    if operation is None:
        assert answer.status_code in (404, 405), address
        return answer
    described = operation["responses"][str(answer.status_code)]["content"]
    media_type = answer["Content-Type"].partition(";")[0]
    assert media_type in described
    if media_type in (JSON, PROBLEM):
        require_shape(json.loads(answer.content), described[media_type]["schema"])
    return answer


def operation_of(method: str, path: str) -> dict[str, Any] | None:
    for template, operations in PUBLISHED["paths"].items():
        if re.fullmatch(template.replace("{id}", "[0-9a-f-]{36}").replace("{code}", "[^/]+"), path):
            found: dict[str, Any] | None = operations.get(method)
            return found
    return None


def require_shape(value: Any, schema: dict[str, Any]) -> None:
    whole = {**schema, "components": PUBLISHED["components"]}
    assert validator_for(whole, Draft202012Validator) is Draft202012Validator
    Draft202012Validator(whole, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(value)
