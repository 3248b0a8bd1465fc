from django.apps import AppConfig


class ReopeningConfig(AppConfig):
    name = "sotiem.reopening"
