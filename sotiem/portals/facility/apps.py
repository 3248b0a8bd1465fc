from django.apps import AppConfig


class FacilityConfig(AppConfig):
    name = "sotiem.portals.facility"
    label = "facility"
