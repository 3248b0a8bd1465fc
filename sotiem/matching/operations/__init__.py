"""What can happen to keys, to judged pairs and to the models that judge, and what is refused."""

from sotiem.matching.operations.decide_pair import (
    SomebodyDecidedMeanwhile,
    decide_pair,
    take_back_verdict,
)
from sotiem.matching.operations.draw_sample import draw_sample
from sotiem.matching.operations.hold_newcomers import hold_newcomers
from sotiem.matching.operations.keep_keys import (
    follow_amendment,
    follow_amendments,
    follow_registration,
    keep_keys,
)
from sotiem.matching.operations.key_index import build_key_index, leave_key_index
from sotiem.matching.operations.learn_model import (
    ModelNeedsAReason,
    NothingBetterLearned,
    RegistryIsTooSmall,
    TooFewVerdicts,
    VersionIsTaken,
    learn_model,
)
from sotiem.matching.operations.record_pairs import JudgedPair, record_pairs
from sotiem.matching.operations.switch_model import (
    ModelJudgesAlready,
    SwitchNeedsAReason,
    UnknownModel,
    switch_model,
)
from sotiem.matching.operations.take_name_statistics import take_name_statistics

__all__ = [
    "JudgedPair",
    "ModelJudgesAlready",
    "ModelNeedsAReason",
    "NothingBetterLearned",
    "RegistryIsTooSmall",
    "SomebodyDecidedMeanwhile",
    "SwitchNeedsAReason",
    "TooFewVerdicts",
    "UnknownModel",
    "VersionIsTaken",
    "build_key_index",
    "decide_pair",
    "draw_sample",
    "follow_amendment",
    "follow_amendments",
    "follow_registration",
    "hold_newcomers",
    "keep_keys",
    "learn_model",
    "leave_key_index",
    "record_pairs",
    "switch_model",
    "take_back_verdict",
    "take_name_statistics",
]
