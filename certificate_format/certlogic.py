"""CertLogic (specification 1.3.2): the language in which rules of entry are written.

It is data, evaluated here and by certlogic-js in browsers alike; one file of cases is run by both.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from operator import ge, gt, le, lt
from typing import Any, Final

TIME_UNITS: Final = ("year", "month", "day", "hour")

_INTEGERS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {"<": lt, ">": gt, "<=": le, ">=": ge}
_MOMENTS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "before": lt,
    "after": gt,
    "not-after": le,
    "not-before": ge,
}
_MONTH: Final = re.compile(r"(\d{4})(?:-(\d{2}))?", re.ASCII)
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT: Final = re.compile(
    r"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d+))?(?:Z|([+-])(\d{1,2}):?(\d{2})?)?", re.ASCII
)
_PARTS_OF_UCI: Final = re.compile(r"[/#:]")


class CertLogicError(Exception):
    """An expression has no value: it is not CertLogic, or the data are not what it expects."""


def evaluate(expression: Any, data: Any) -> Any:
    """Give the value of an expression for these data."""
    match expression:
        case str() | bool():
            return expression
        case int() | float() if _is_integer(expression):
            return expression
        case list():
            return [evaluate(each, data) for each in expression]
        case {"var": str(path), **rest} if not rest:
            return _access(data, path)
        case dict() if len(expression) == 1:
            ((operation, operands),) = expression.items()
            if isinstance(operands, list) and operands:
                return _operate(operation, operands, data)
    raise CertLogicError("not an expression")


def _operate(operation: str, operands: list[Any], data: Any) -> Any:
    match operation, operands:
        case "if", [guard, then, otherwise, *_]:
            return evaluate(then if _truth(evaluate(guard, data)) else otherwise, data)
        case "and", [_, _, *_]:
            return _first_false(operands, data)
        case "!", [operand, *_]:
            return not _truth(evaluate(operand, data))
        case "plusTime", [operand, amount, str(unit), *_]:
            return _plus_time(evaluate(operand, data), amount, unit)
        case "reduce", [operand, function, initial, *_]:
            return _reduce(evaluate(operand, data), function, initial, data)
        case "extractFromUVCI", [operand, index, *_]:
            return _part_of_uci(evaluate(operand, data), index)
        case "dccDateOfBirth", [operand, *_]:
            return _birth_date(evaluate(operand, data))
        case (("===" | "in" | "+"), [_, _]):
            return _combine(operation, *evaluate(operands, data))
    if len(operands) in (2, 3) and operation in (*_INTEGERS, *_MOMENTS):
        return _compare(operation, evaluate(operands, data))
    raise CertLogicError("not an operation")


def _truth(value: Any) -> bool:
    """Say whether a value is truthy or falsy; points in time are neither."""
    if value is None or isinstance(value, bool | str | int | float | list | dict):
        return bool(value)
    raise CertLogicError("neither true nor false")


def _is_integer(value: object) -> bool:
    if isinstance(value, bool):
        return False
    return isinstance(value, int) or (isinstance(value, float) and value.is_integer())


def _first_false(operands: Sequence[Any], data: Any) -> Any:
    value: Any = True
    for operand in operands:
        value = evaluate(operand, data)
        if not _truth(value):
            return value
    return value


def _combine(operation: str, left: Any, right: Any) -> Any:
    if operation == "===":
        return _is_same(left, right)
    if operation == "in":
        if not isinstance(right, list):
            raise CertLogicError("not a list")
        return any(_is_same(left, each) for each in right)
    if not (_is_integer(left) and _is_integer(right)):
        raise CertLogicError("not integers")
    return left + right


def _is_same(left: Any, right: Any) -> bool:
    """Compare without any conversion: 1 is not true, and two lists are never the same."""
    if isinstance(left, list | dict | datetime):
        return left is right
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    return bool(left == right)


def _compare(operation: str, values: Sequence[Any]) -> bool:
    if operation in _INTEGERS:
        holds, fits = _INTEGERS[operation], all(map(_is_integer, values))
    else:
        holds, fits = _MOMENTS[operation], all(isinstance(each, datetime) for each in values)
    if not fits:
        raise CertLogicError("values that cannot be compared so")
    return all(holds(left, right) for left, right in pairwise(values))


def _reduce(operand: Any, function: Any, initial: Any, data: Any) -> Any:
    value = evaluate(initial, data)
    if operand is None:
        return value
    if not isinstance(operand, list):
        raise CertLogicError("not a list")
    for each in operand:
        value = evaluate(function, {"accumulator": value, "current": each})
    return value


def _access(data: Any, path: str) -> Any:
    """Follow a path into the data; what is not there is null."""
    if path == "":
        return data
    for fragment in path.split("."):
        if isinstance(data, Mapping):
            data = data.get(fragment)
        elif isinstance(data, list | str) and fragment.isdecimal() and int(fragment) < len(data):
            data = data[int(fragment)]
        else:
            return None
    return data


def _plus_time(value: Any, amount: Any, unit: str) -> datetime:
    if not (isinstance(value, str) and _is_integer(amount) and unit in TIME_UNITS):
        raise CertLogicError("not a time and what to add to it")
    moment, amount = _end_of_partial_date(value) or _moment(value), int(amount)
    try:
        if unit in ("day", "hour"):
            return moment + timedelta(**{unit + "s": amount})
        months = moment.year * 12 + moment.month - 1 + amount * (12 if unit == "year" else 1)
        # A day that the month does not have runs over into the next: 31 January + 1 = 3 March.
        first = moment.replace(year=months // 12, month=months % 12 + 1, day=1)
        return first + timedelta(days=moment.day - 1)
    except (ValueError, OverflowError) as error:
        raise CertLogicError("out of time") from error


def _birth_date(value: Any) -> datetime:
    if not isinstance(value, str):
        raise CertLogicError("not a date of birth")
    partial = _end_of_partial_date(value)
    if partial is None and not _DAY.fullmatch(value):
        raise CertLogicError("not a date of birth")
    return partial or _moment(value)


def _end_of_partial_date(text: str) -> datetime | None:
    """Take the last day that a year or a month leaves open."""
    match = _MONTH.fullmatch(text)
    if match is None:
        return None
    year, month = int(match[1]), int(match[2] or 12)
    try:
        following = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
    except ValueError as error:
        raise CertLogicError("no such month") from error
    return following - timedelta(days=1)


def _moment(text: str) -> datetime:
    """Read a day or a point in time, to the millisecond; without an offset it is universal."""
    try:
        if _DAY.fullmatch(text):
            return datetime.fromisoformat(text).replace(tzinfo=UTC)
        if (match := _MOMENT.fullmatch(text)) is not None:
            seconds, fraction, sign, hours, minutes = match.groups()
            offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
            zone = timezone(-offset if sign == "-" else offset)
            thousandths = int((fraction or "")[:3].ljust(3, "0"))
            moment = datetime.fromisoformat(seconds).replace(tzinfo=zone)
            return (moment + timedelta(milliseconds=thousandths)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise CertLogicError("no such time") from error
    raise CertLogicError("not a time")


def _part_of_uci(value: Any, index: Any) -> str | None:
    if not (value is None or isinstance(value, str)) or not _is_integer(index):
        raise CertLogicError("not an identifier and a place in it")
    if value is None:
        return None
    parts = _PARTS_OF_UCI.split(value.removeprefix("URN:UVCI:"))
    return parts[int(index)] if 0 <= index < len(parts) else None
