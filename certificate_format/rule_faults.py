"""Reading what somebody wrote as a rule set, and the faults that one can have, each by its code."""

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple

LARGEST: Final = 256 * 1024  # bytes of a rule set
DEEPEST: Final = 32


class FaultCode(StrEnum):
    """What can be wrong with a rule set."""

    TOO_LARGE = "too_large"  # most: kilobytes
    NOT_JSON = "not_json"  # line, column
    NAMED_TWICE = "named_twice"  # name
    TOO_DEEP = "too_deep"
    NOT_A_RULE_SET = "not_a_rule_set"
    FIELD_WRONG = "field_wrong"  # field
    CARD_TWICE = "card_twice"  # card
    RULE_TWICE = "rule_twice"
    TOO_MANY = "too_many"
    OPERATION_UNKNOWN = "operation_unknown"  # operation
    OPERANDS_WRONG = "operands_wrong"  # operation
    PATH_UNKNOWN = "path_unknown"  # path
    NUMBER_TOO_LARGE = "number_too_large"
    NO_TEST_PASSES = "no_test_passes"
    NO_TEST_REFUSED = "no_test_refused"
    TEST_TWICE = "test_twice"
    TEST_FAILS = "test_fails"  # expected, found


class Fault(NamedTuple):
    """One thing that is wrong, in a rule (by its identifier), in a test (by its name) or in all."""

    code: FaultCode
    rule: str = ""
    test: str = ""
    details: Mapping[str, str | int] = {}


class NotReadable(Exception):
    """A text is no JSON object that a rule set could be; `fault` says why."""

    def __init__(self, code: FaultCode, **details: str | int) -> None:
        super().__init__(code)
        self.fault = Fault(code, details=details)


def read_text(text: str) -> dict[str, Any]:
    """Read what somebody typed or sent as a rule set; it is an object, and not more."""
    if len(text.encode(errors="replace")) > LARGEST:
        raise NotReadable(FaultCode.TOO_LARGE, most=LARGEST // 1024)
    try:
        content = json.loads(text, object_pairs_hook=_each_once, parse_constant=_no_constant)
        json.dumps(content, ensure_ascii=False, allow_nan=False).encode()
    except json.JSONDecodeError as error:
        raise NotReadable(FaultCode.NOT_JSON, line=error.lineno, column=error.colno) from error
    except RecursionError as error:
        raise NotReadable(FaultCode.TOO_DEEP) from error
    except ValueError as error:
        raise NotReadable(FaultCode.NOT_JSON, line=1, column=1) from error
    if not isinstance(content, dict):
        raise NotReadable(FaultCode.NOT_A_RULE_SET)
    if _is_deep(content):
        raise NotReadable(FaultCode.TOO_DEEP)
    return content


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise NotReadable(FaultCode.NAMED_TWICE, name=twice[:80])
    return read


def _no_constant(text: str) -> float:
    raise ValueError(f"{text} is no JSON")


def _is_deep(content: Any) -> bool:
    level = [content]
    for _ in range(DEEPEST):
        level = [
            held
            for each in level
            for held in (each.values() if isinstance(each, dict) else each)
            if isinstance(held, dict | list)
        ]
        if not level:
            return False
    return True
