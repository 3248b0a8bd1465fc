from django.apps import AppConfig


class AnnouncingPagesConfig(AppConfig):
    name = "sotiem.portals.announcing"
    label = "announcing_pages"
