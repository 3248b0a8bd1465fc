from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "sotiem.portals.office"
    label = "office"
