from django.apps import AppConfig


class CitizenConfig(AppConfig):
    name = "sotiem.portals.citizen"
    label = "citizen"
