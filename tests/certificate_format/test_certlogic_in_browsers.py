"""The browser's evaluator (certlogic-js) and ours say the same."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from certificate_format.report import as_json
from certificate_format.rules import data_for, read_rule_set, shipped_rule_sets
from tests.stories.browsing import started_browser

HERE = Path(__file__).parent
EVALUATE = """cases => cases.map(({logic, data}) => {
  try { return {value: certlogic.evaluate(logic, data === null ? {} : data)}; }
  catch { return {error: true}; }
})"""


def in_a_browser(cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    with started_browser() as browser:
        page = browser.new_page()
        page.add_script_tag(path=HERE / "certlogic_js.js")
        answers: list[dict[str, Any]] = page.evaluate(EVALUATE, cases)
    return answers


def test_each_case_and_each_shipped_rule_has_the_same_value_in_a_browser() -> None:
    cases = json.loads((HERE / "certlogic.json").read_text(encoding="utf-8"))
    rules = list(of_shipped_rules())
    answers = in_a_browser([*cases, *rules])
    for case, answer in zip([*cases, *rules], answers, strict=True):
        expected = {"error": True} if case.get("error") else {"value": case["value"]}
        assert answer == expected, case["name"]


def of_shipped_rules() -> list[dict[str, Any]]:
    """Every shipped rule, applied to every certificate that the tests beside it name."""
    cases = []
    for content in shipped_rule_sets():
        rule_set = read_rule_set(content)
        for test in rule_set.tests:
            data = data_for(test["Payload"], at=datetime.fromisoformat(test["At"]))
            for rule in (rule for tier in rule_set.tiers for rule in tier.rules):
                ruling = rule.judge(data)
                expected = {"error": True} if ruling == "open" else {"value": ruling == "passed"}
                name = f"{rule.identifier}: {test['Name']}"
                cases.append({"name": name, "logic": rule.logic, "data": as_json(data)} | expected)
    return cases
