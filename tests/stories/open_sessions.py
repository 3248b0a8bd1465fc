"""Opens sessions of citizens as the look-up does: `python -m tests.stories.open_sessions COUNT`."""

import json
import sys
from importlib import import_module

from django.conf import settings
from django.http import HttpRequest

from sotiem.runtime import django


def main(count: int) -> list[str]:
    """The keys of sessions of so many people, none of whom shares a phone with another."""
    django.setup()
    access = import_module("sotiem.portals.components.access")
    patients = import_module("sotiem.patients.models").Patient.objects
    store = import_module(settings.SESSION_ENGINE).SessionStore
    chosen = patients.exclude(current__phone="").order_by("current__phone", "pk")
    keys = []
    for patient in chosen.distinct("current__phone").select_related("current")[:count]:
        request = HttpRequest()
        request.session = store()
        access.open_citizen_session(
            request,
            phone=patient.current.phone,
            patient_id=patient.pk,
            patient_public_id=str(patient.public_id),
        )
        request.session.save()
        keys.append(str(request.session.session_key))
    return keys


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(int(sys.argv[1]))))
