"""Whether an expression is CertLogic that every engine evaluates alike."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from certificate_format.certlogic import TIME_UNITS
from certificate_format.rule_faults import DEEPEST, Fault, FaultCode

_ROOTS: Final = ("payload", "external", "accumulator", "current")
_GREATEST: Final = 2**31
_LONGEST_TIMES: Final = dict(zip(TIME_UNITS, (100, 1_200, 36_525, 876_600), strict=True))
_OPERANDS: Final[Mapping[str, tuple[int, int]]] = {
    **dict.fromkeys(("===", "in", "+", "extractFromUVCI"), (2, 2)),
    **dict.fromkeys(("<", ">", "<=", ">=", "before", "after", "not-after", "not-before"), (2, 3)),
    **dict.fromkeys(("if", "plusTime", "reduce"), (3, 3)),
    **dict.fromkeys(("!", "dccDateOfBirth"), (1, 1)),
    "and": (2, DEEPEST),
}


def faults_of_logic(expression: Any) -> Iterator[Fault]:
    """Find operators, paths and numbers that no engine knows, or that engines read otherwise."""
    match expression:
        case str() | bool():
            return
        case int():
            if abs(expression) >= _GREATEST:
                yield Fault(FaultCode.NUMBER_TOO_LARGE)
        case list():
            for each in expression:
                yield from faults_of_logic(each)
        case {"var": path, **rest} if not rest:
            if not isinstance(path, str) or path.split(".")[0] not in _ROOTS:
                yield Fault(FaultCode.PATH_UNKNOWN, details={"path": str(path)[:80]})
        case dict() if len(expression) == 1:
            ((operation, operands),) = expression.items()
            yield from _faults_of_operation(operation, operands)
        case _:
            written = json.dumps(expression, ensure_ascii=False)
            yield Fault(FaultCode.OPERATION_UNKNOWN, details={"operation": written[:80]})


def _faults_of_operation(operation: str, operands: Any) -> Iterator[Fault]:
    if operation not in _OPERANDS:
        yield Fault(FaultCode.OPERATION_UNKNOWN, details={"operation": operation[:80]})
        return
    least, most = _OPERANDS[operation]
    wrong = Fault(FaultCode.OPERANDS_WRONG, details={"operation": operation})
    if not isinstance(operands, list) or not least <= len(operands) <= most:
        yield wrong
    elif operation in ("plusTime", "extractFromUVCI"):
        longest = _LONGEST_TIMES.get(str(operands[-1]), 0) if len(operands) == 3 else _GREATEST
        if not _is_whole(operands[1]) or abs(operands[1]) > longest:
            yield wrong
        yield from faults_of_logic(operands[0])
    else:
        for each in operands:
            yield from faults_of_logic(each)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
