"""CertLogic: each case of one file has the same value here and in browsers."""

import json
from pathlib import Path
from typing import Any

import pytest

from certificate_format.certlogic import CertLogicError, evaluate

HERE = Path(__file__).parent
CASES = json.loads((HERE / "certlogic.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_case_has_its_value(case: dict[str, Any]) -> None:
    if case.get("error"):
        with pytest.raises(CertLogicError):
            evaluate(case["logic"], case["data"])
    else:
        value = evaluate(case["logic"], case["data"])
        assert (type(value), value) == (type(case["value"]), case["value"])


def test_an_expression_of_any_depth_has_a_value_or_an_error() -> None:
    deep: Any = True
    for _ in range(100_000):
        deep = {"!": [deep]}
    with pytest.raises(RecursionError):
        evaluate(deep, {})
