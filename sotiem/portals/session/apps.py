from django.apps import AppConfig


class SessionPagesConfig(AppConfig):
    name = "sotiem.portals.session"
    label = "session_pages"
