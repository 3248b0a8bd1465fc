from django.apps import AppConfig


class RegisteringPagesConfig(AppConfig):
    name = "sotiem.portals.registering"
    label = "registering_pages"
