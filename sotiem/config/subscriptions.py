"""Who follows which event: at once in its transaction, or after the commit, by a job."""

from typing import Final

from sotiem.campaigns.events import EntryRecorded, SessionClosed
from sotiem.certificates.operations import (
    await_after_amendment,
    await_after_amendments,
    follow_dose_amended,
    follow_doses_amended,
    follow_doses_recorded,
    follow_doses_withdrawn,
    follow_patient_amended,
    follow_patients_amended,
    follow_patients_linked,
    follow_patients_unlinked,
    take_first_signatures,
)
from sotiem.corrections.events import (
    FacilityAnswered,
    ReportAccepted,
    ReportOpenedAgain,
    ReportPlaced,
    ReportRefused,
    ReportsAnswered,
    ReportsJoined,
    ReportsLoaded,
    ReportsMoved,
    ReportSubmitted,
    ReportWithdrawn,
)
from sotiem.corrections.operations import (
    count_answered,
    count_ended,
    count_loaded,
    count_opened_again,
    count_submitted,
    tell_answered,
    tell_joined,
    tell_reporter,
)
from sotiem.deadlines.operations import (
    count_dose_amended,
    count_doses_amended,
    count_doses_recorded,
    count_doses_withdrawn,
)
from sotiem.doses.events import DoseAmended, DosesAmended, DosesRecorded, DosesWithdrawn
from sotiem.foundation.events import Subscriptions
from sotiem.indicators.operations import (
    follow_dose_of_reaction,
    follow_doses_of_reactions,
    follow_erased_registrations,
    follow_identities,
    follow_identity,
    follow_new_doses,
    follow_new_people,
    follow_people,
    follow_person,
    follow_reaction,
    follow_registrations,
    follow_report,
    follow_reports,
)
from sotiem.matching.operations import follow_amendment, follow_amendments, follow_registration
from sotiem.patients.events import (
    PatientAmended,
    PatientsAmended,
    PatientsLinked,
    PatientsRegistered,
    PatientsUnlinked,
)
from sotiem.population.events import PeopleAnsweredFor
from sotiem.population.operations import follow_patient_amended as ask_again_about_amended
from sotiem.population.operations import (
    follow_patients_amended as ask_again_about_many_amended,
)
from sotiem.reactions.events import ReactionFollowed, ReactionReported
from sotiem.readbacks.operations import hand_over_session, read_back
from sotiem.registrations.events import RegistrationsChanged, RegistrationsErased
from sotiem.slips.events import PhotoRead
from sotiem.supply.events import LotRecalled
from sotiem.supply.operations import tell_holders
from sotiem.triage.operations import (
    forget_placed,
    sort_after_entry,
    sort_many,
    sort_new,
    sort_opened_again,
    sort_shown,
)

IN_TRANSACTION: Final[Subscriptions] = {
    PatientsRegistered: (follow_registration, follow_new_people),
    PatientAmended: (
        follow_amendment,
        follow_patient_amended,
        ask_again_about_amended,
        follow_person,
        follow_identity,
    ),
    PatientsAmended: (
        follow_amendments,
        follow_patients_amended,
        ask_again_about_many_amended,
        follow_people,
        follow_identities,
    ),
    PatientsLinked: (follow_patients_linked, follow_people, follow_identities),
    PatientsUnlinked: (follow_patients_unlinked, follow_people, follow_identities),
    PeopleAnsweredFor: (follow_new_people,),
    RegistrationsChanged: (follow_registrations,),
    RegistrationsErased: (follow_erased_registrations,),
    DosesRecorded: (
        take_first_signatures,
        follow_doses_recorded,
        count_doses_recorded,
        sort_after_entry,
        follow_new_doses,
    ),
    DoseAmended: (
        await_after_amendment,
        follow_dose_amended,
        count_dose_amended,
        follow_person,
        follow_dose_of_reaction,
    ),
    DosesAmended: (
        await_after_amendments,
        follow_doses_amended,
        count_doses_amended,
        sort_after_entry,
        follow_people,
        follow_doses_of_reactions,
    ),
    DosesWithdrawn: (
        follow_doses_withdrawn,
        count_doses_withdrawn,
        follow_people,
        follow_doses_of_reactions,
    ),
    EntryRecorded: (read_back,),
    SessionClosed: (hand_over_session,),
    ReactionReported: (follow_reaction,),
    ReactionFollowed: (follow_reaction,),
    ReportSubmitted: (count_submitted, follow_report),
    ReportsLoaded: (count_loaded, follow_reports),
    ReportsMoved: (follow_reports,),
    ReportAccepted: (count_ended, follow_report),
    ReportRefused: (count_ended, follow_report),
    ReportWithdrawn: (count_ended, follow_report),
    ReportsAnswered: (count_answered, follow_reports, tell_answered),
    ReportsJoined: (tell_joined,),
    ReportPlaced: (follow_report, forget_placed),
    ReportOpenedAgain: (count_opened_again, follow_report, sort_opened_again),
}
AFTER_COMMIT: Final[Subscriptions] = {
    LotRecalled: (tell_holders,),
    ReportSubmitted: (sort_new,),
    ReportPlaced: (sort_new,),
    ReportsLoaded: (sort_many,),
    FacilityAnswered: (sort_many,),
    PhotoRead: (sort_shown,),
    ReportAccepted: (tell_reporter,),
    ReportRefused: (tell_reporter,),
}
