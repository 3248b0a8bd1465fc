"""What can happen to a report, and what is refused."""

from sotiem.corrections.operations._carry_out import (
    DoseNoLongerCounts,
    NoCertificateCanBeIssued,
    OtherPersonIsNotNamed,
    PersonIsUnclear,
    RecordAlreadySaysSo,
)
from sotiem.corrections.operations._channel import ChannelIsClosed, ChannelIsNotOpenYet
from sotiem.corrections.operations._move import (
    MoveNotAllowed,
    NobodyDecidesTwice,
    NobodyReviewsTheirOwnEntry,
    SomebodyElseHasIt,
)
from sotiem.corrections.operations._sensible import DoseIsOfSomebodyElse, NotTheSameDose
from sotiem.corrections.operations.answer import answer_reports, contradict_answer
from sotiem.corrections.operations.answer_questions import (
    AnswerIsAhead,
    AnswerSaysNothing,
    answer_questions,
    require_answer,
)
from sotiem.corrections.operations.ask_facility import (
    NoFacilityToAsk,
    ask_facilities,
    ask_facility,
)
from sotiem.corrections.operations.channels import (
    ChannelCodeIsTaken,
    ChannelIsElsewhere,
    ClosingIsNotAhead,
    NationalPortalStays,
    SuccessorIsNotOpen,
    announce_closing,
    close_channel,
    open_channel,
    plan_channel,
)
from sotiem.corrections.operations.climb import climb_overdue
from sotiem.corrections.operations.count import (
    count_answered,
    count_ended,
    count_loaded,
    count_opened_again,
    count_submitted,
)
from sotiem.corrections.operations.decide import (
    DecisionNeedsANote,
    NobodyIsMeantSo,
    accept_report,
    find_already_so,
    refuse_report,
)
from sotiem.corrections.operations.drafts import forget_drafts, keep_drafts
from sotiem.corrections.operations.erase_photos import erase_photos
from sotiem.corrections.operations.extend import (
    ExtendedAlready,
    ExtensionNeedsAReason,
    TooLateToExtend,
    extend_report,
)
from sotiem.corrections.operations.hand_over import hand_over
from sotiem.corrections.operations.join import join_reports, separate_report
from sotiem.corrections.operations.keep_photos import (
    PhotoIsBroken,
    PhotoIsEmpty,
    PhotoIsTooBig,
    PhotoIsTooManyPixels,
    PhotoKindUnknown,
    TooManyPhotos,
    keep_photos,
    keep_undrawn,
)
from sotiem.corrections.operations.limit import (
    TooManyReports,
    spend_photo_check,
)
from sotiem.corrections.operations.load import attach_loaded_photo, load_reports
from sotiem.corrections.operations.open_again import (
    AppealedAlready,
    AppealNeedsWords,
    OpeningNeedsAReason,
    appeal_report,
    reopen_report,
)
from sotiem.corrections.operations.partner import (
    KeyIsTiedAlready,
    SourceCameBefore,
    take_partner_report,
    tie_key,
)
from sotiem.corrections.operations.place import (
    KindIsNotOpen,
    PlacedSoAlready,
    PlacingNeedsAReason,
    place_report,
)
from sotiem.corrections.operations.send_on import (
    TransferNeedsAReason,
    UnitHasItAlready,
    UnitNeedsANewReason,
    send_on_report,
)
from sotiem.corrections.operations.submit import submit_report
from sotiem.corrections.operations.take_up import put_back_report, take_up_report
from sotiem.corrections.operations.tell import tell_answered, tell_joined, tell_reporter
from sotiem.corrections.operations.tell_above import tell_above_of_silence
from sotiem.corrections.operations.undo import (
    AnotherDoseStandsThere,
    DoseChangedSince,
    PartedSince,
    PersonChangedSince,
    UndoNeedsAReason,
    undo_acceptance,
)
from sotiem.corrections.operations.withdraw import withdraw_report
from sotiem.corrections.rules import ClaimIsIncomplete, NothingClaimed

__all__ = [
    "AnotherDoseStandsThere",
    "AnswerIsAhead",
    "AnswerSaysNothing",
    "AppealNeedsWords",
    "AppealedAlready",
    "ChannelCodeIsTaken",
    "ChannelIsClosed",
    "ChannelIsElsewhere",
    "ChannelIsNotOpenYet",
    "ClaimIsIncomplete",
    "ClosingIsNotAhead",
    "DecisionNeedsANote",
    "DoseChangedSince",
    "DoseIsOfSomebodyElse",
    "DoseNoLongerCounts",
    "ExtendedAlready",
    "ExtensionNeedsAReason",
    "KeyIsTiedAlready",
    "KindIsNotOpen",
    "MoveNotAllowed",
    "NationalPortalStays",
    "NoCertificateCanBeIssued",
    "NoFacilityToAsk",
    "NobodyDecidesTwice",
    "NobodyIsMeantSo",
    "NobodyReviewsTheirOwnEntry",
    "NotTheSameDose",
    "NothingClaimed",
    "OpeningNeedsAReason",
    "OtherPersonIsNotNamed",
    "PartedSince",
    "PersonChangedSince",
    "PersonIsUnclear",
    "PhotoIsBroken",
    "PhotoIsEmpty",
    "PhotoIsTooBig",
    "PhotoIsTooManyPixels",
    "PhotoKindUnknown",
    "PlacedSoAlready",
    "PlacingNeedsAReason",
    "RecordAlreadySaysSo",
    "SomebodyElseHasIt",
    "SourceCameBefore",
    "SuccessorIsNotOpen",
    "TooLateToExtend",
    "TooManyPhotos",
    "TooManyReports",
    "TransferNeedsAReason",
    "UndoNeedsAReason",
    "UnitHasItAlready",
    "UnitNeedsANewReason",
    "accept_report",
    "announce_closing",
    "answer_questions",
    "answer_reports",
    "appeal_report",
    "ask_facilities",
    "ask_facility",
    "attach_loaded_photo",
    "climb_overdue",
    "close_channel",
    "contradict_answer",
    "count_answered",
    "count_ended",
    "count_loaded",
    "count_opened_again",
    "count_submitted",
    "erase_photos",
    "extend_report",
    "find_already_so",
    "forget_drafts",
    "hand_over",
    "join_reports",
    "keep_drafts",
    "keep_photos",
    "keep_undrawn",
    "load_reports",
    "open_channel",
    "place_report",
    "plan_channel",
    "put_back_report",
    "refuse_report",
    "reopen_report",
    "require_answer",
    "send_on_report",
    "separate_report",
    "spend_photo_check",
    "submit_report",
    "take_partner_report",
    "take_up_report",
    "tell_above_of_silence",
    "tell_answered",
    "tell_joined",
    "tell_reporter",
    "tie_key",
    "undo_acceptance",
    "withdraw_report",
]
