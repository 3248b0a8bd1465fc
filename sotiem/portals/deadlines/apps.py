from django.apps import AppConfig


class DeadlinePagesConfig(AppConfig):
    name = "sotiem.portals.deadlines"
    label = "deadline_pages"
