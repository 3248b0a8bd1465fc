"""Who may do what at a facility's sessions."""

from sotiem.accounts.facts import Role, Staff
from sotiem.campaigns.models import Entry, VaccinationSession
from sotiem.facilities.models import Facility
from sotiem.patients.models import PatientVersion


def can_work_at(by: Staff, facility: Facility) -> bool:
    """Clerks of the facility plan its sessions, keep their lists and enter their doses."""
    return by.may(Role.CLERK, facility.path)


def can_see(by: Staff, facility: Facility) -> bool:
    return can_work_at(by, facility) or by.may(Role.HEAD, facility.path)


def can_confirm(by: Staff, session: VaccinationSession) -> bool:
    """The head of the facility, who is not the one who closed it: four eyes."""
    return by.may(Role.HEAD, session.facility.path) and session.closed_by != str(by)


def is_newcomer(entry: Entry, session: VaccinationSession) -> bool:
    """Whether the person of an entry came on record at this session, and nobody else changed what
    is known of her since: then the session may put it right."""
    versions = PatientVersion.objects.filter(patient=entry.patient_id)
    return not versions.exclude(origin=session.origin).exists()
