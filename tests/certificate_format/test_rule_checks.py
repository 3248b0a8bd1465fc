"""What must not come before people as rules, and that every fault is found and named."""

import contextlib
import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certificate_format.certlogic import CertLogicError, evaluate
from certificate_format.rule_checks import faults_of, run_tests
from certificate_format.rule_faults import Fault, FaultCode, NotReadable, read_text
from certificate_format.rule_logic import faults_of_logic
from certificate_format.rules import read_rule_set, shipped_rule_sets

SHIPPED = list(shipped_rule_sets())


@pytest.mark.parametrize("content", SHIPPED, ids=lambda each: each["Identifier"])
def test_the_shipped_proposals_have_no_fault(content: dict[str, Any]) -> None:
    assert faults_of(content) == []
    assert all(trial.holds for trial in run_tests(read_rule_set(content)))


def changed(change: Callable[[dict[str, Any]], object]) -> list[Fault]:
    content = copy.deepcopy(SHIPPED[0])
    change(content)
    return faults_of(content)


def rule(content: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = content["Tiers"][0]["Rules"][0]
    return found


FIELDS: list[tuple[Callable[[dict[str, Any]], object], str]] = [
    (lambda content: content.update(Identifier="<b>"), "Identifier"),
    (lambda content: content.update(Name=[]), "Name"),
    (lambda content: content.update(Tiers={}), "Tiers"),
    (lambda content: content["Tiers"].append(5), "Tiers"),
    (lambda content: content["Tiers"].reverse(), "Tiers"),
    (lambda content: content["Tiers"][0].update(Card="blue"), "Card"),
    (lambda content: content["Tiers"][0].update(Rules=[]), "Rules"),
    (lambda content: content.update(Tests={}), "Tests"),
    (lambda content: rule(content).update(Type="Invalidation"), "Type"),
    (lambda content: rule(content).update(Engine="JsonLogic"), "Engine"),
    (lambda content: rule(content).update(CertificateType="Exemption"), "CertificateType"),
    (lambda content: rule(content).update(ValidFrom="2021-09-16T00:00:00"), "ValidFrom"),
    (lambda content: rule(content).update(ValidTo="2021-13-16T00:00:00Z"), "ValidTo"),
    (lambda content: rule(content)["Description"].pop(), "Description"),
    (lambda content: rule(content).update(AffectedFields=[5]), "AffectedFields"),
    (lambda content: rule(content).update(Logic=True), "Logic"),
    (lambda content: content["Tests"][0].update(At="2021-09-16"), "At"),
    (lambda content: content["Tests"][0].update(Card="blue"), "Card"),
    (lambda content: content["Tests"][0].update(Payload=[]), "Payload"),
]


@pytest.mark.parametrize(("change", "field"), FIELDS)
def test_a_field_that_is_wrong_is_named(
    change: Callable[[dict[str, Any]], object], field: str
) -> None:
    assert field in [each.details.get("field") for each in changed(change)]


def test_what_is_there_twice_is_named() -> None:
    assert changed(lambda c: c["Tiers"][1].update(Card="green"))[0].code is FaultCode.CARD_TWICE
    again = changed(lambda c: c["Tiers"][1]["Rules"].append(rule(c)))
    assert again == [Fault(FaultCode.RULE_TWICE, rule="VR-VN-0001")]
    (twice,) = changed(lambda c: c["Tests"].append(c["Tests"][0]))
    assert twice.code is FaultCode.TEST_TWICE


def test_a_rule_needs_a_test_that_it_passes_and_one_that_it_refuses() -> None:
    kept = {"green": FaultCode.NO_TEST_REFUSED, "red": FaultCode.NO_TEST_PASSES}
    for card, code in kept.items():
        faults = changed(
            lambda c, card=card: c.update(  # type: ignore[misc]
                Tests=[
                    each for each in c["Tests"] if each["Card"] == card and "v" in each["Payload"]
                ]
            )
        )
        assert Fault(code, rule="VR-VN-0001") in faults


def test_a_test_that_earns_another_card_is_a_fault() -> None:
    (fault,) = changed(lambda c: c["Tests"][0].update(Card="red"))
    assert (fault.code, fault.test) == (FaultCode.TEST_FAILS, SHIPPED[0]["Tests"][0]["Name"])
    assert fault.details == {"expected": "red", "found": "green"}


LOGIC: list[tuple[Any, FaultCode]] = [
    ({"nonsense": [1]}, FaultCode.OPERATION_UNKNOWN),
    ({"or": [True, False]}, FaultCode.OPERATION_UNKNOWN),
    ({"and": [True, None]}, FaultCode.OPERATION_UNKNOWN),
    ({"and": [True, 1.5]}, FaultCode.OPERATION_UNKNOWN),
    ({"and": [True, {}]}, FaultCode.OPERATION_UNKNOWN),
    ({"and": [True]}, FaultCode.OPERANDS_WRONG),
    ({"!": 5}, FaultCode.OPERANDS_WRONG),
    ({"plusTime": [{"var": "payload.v.0.dt"}, "14", "day"]}, FaultCode.OPERANDS_WRONG),
    ({"plusTime": [{"var": "payload.v.0.dt"}, 14, "week"]}, FaultCode.OPERANDS_WRONG),
    ({"plusTime": [{"var": "payload.v.0.dt"}, 10**9, "year"]}, FaultCode.OPERANDS_WRONG),
    ({"extractFromUVCI": [{"var": "payload.v.0.ci"}, True]}, FaultCode.OPERANDS_WRONG),
    ({"var": 5}, FaultCode.PATH_UNKNOWN),
    ({"var": "playload.v"}, FaultCode.PATH_UNKNOWN),
    ({"===": [2**31, 1]}, FaultCode.NUMBER_TOO_LARGE),
]


@pytest.mark.parametrize(("logic", "code"), LOGIC)
def test_what_no_engine_knows_or_engines_read_otherwise_is_a_fault(
    logic: Any, code: FaultCode
) -> None:
    assert [each.code for each in faults_of_logic(logic)] == [code]


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda held: (
        st.lists(held, max_size=3)
        | st.dictionaries(
            st.sampled_from(["var", "and", "if", "plusTime", "in", "===", "x", "Tiers", "Rules"]),
            held,
            max_size=2,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None, database=None, derandomize=True)
@given(ANYTHING)
def test_whatever_is_written_ends_in_faults_and_never_in_an_error(anything: Any) -> None:
    faults = list(faults_of_logic(anything))
    assert all(isinstance(each, Fault) for each in faults)
    if not faults:
        with contextlib.suppress(CertLogicError):
            evaluate(anything, {})
    for place in ("Tiers", "Tests", "Name", "Identifier", "Status"):
        assert changed(lambda c, place=place: c.update({place: anything})) is not None  # type: ignore[misc]
    assert changed(lambda c: rule(c).update(Logic=anything)) is not None
    assert changed(lambda c: c["Tests"][0].update(Payload={"v": anything})) is not None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", FaultCode.NOT_JSON),
        ("x" * 5_000_000, FaultCode.TOO_LARGE),
        ("[" * 100_000, FaultCode.TOO_DEEP),
        ('{"a":' * 40 + "1" + "}" * 40, FaultCode.TOO_DEEP),
        ('{"a": 1e999}', FaultCode.NOT_JSON),
        ('{"a": Infinity}', FaultCode.NOT_JSON),
        ('{"a": "\\ud800"}', FaultCode.NOT_JSON),
        ('{"a": ' + "9" * 5_000 + "}", FaultCode.NOT_JSON),
        ('{"a": 1, "a": 1}', FaultCode.NAMED_TWICE),
        ("[]", FaultCode.NOT_A_RULE_SET),
    ],
)
def test_what_cannot_be_read_says_why(text: str, code: FaultCode) -> None:
    with pytest.raises(NotReadable) as refused:
        read_text(text)
    assert refused.value.fault.code is code


def test_what_can_be_read_is_read_as_it_stands() -> None:
    for content in SHIPPED:
        assert read_text(json.dumps(content)) == content
