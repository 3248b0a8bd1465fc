from django.apps import AppConfig


class ArchivePagesConfig(AppConfig):
    name = "sotiem.portals.archive"
    label = "archive_pages"
