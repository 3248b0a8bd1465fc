from django.apps import AppConfig


class ProgramPagesConfig(AppConfig):
    name = "sotiem.portals.api"
    label = "program_pages"
