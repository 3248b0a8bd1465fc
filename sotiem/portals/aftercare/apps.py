from django.apps import AppConfig


class AftercarePagesConfig(AppConfig):
    name = "sotiem.portals.aftercare"
    label = "aftercare_pages"
