from django.apps import AppConfig


class RostersConfig(AppConfig):
    name = "sotiem.rosters"
    label = "rosters"
    default_auto_field = "django.db.models.BigAutoField"
