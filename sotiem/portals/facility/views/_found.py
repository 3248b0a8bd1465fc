"""A sheet a clerk asks for, if it is hers; otherwise it is as if it did not exist."""

from uuid import UUID

from django.http import Http404, HttpRequest

from sotiem.imports.models import DoseImport
from sotiem.imports.queries import find_import
from sotiem.portals.components.access import acting_staff


def import_of(request: HttpRequest, public_id: UUID) -> DoseImport:
    found = find_import(public_id, staff=acting_staff(request))
    if found is None:
        raise Http404
    return found
