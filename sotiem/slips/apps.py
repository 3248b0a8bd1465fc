from django.apps import AppConfig


class SlipsConfig(AppConfig):
    name = "sotiem.slips"
    label = "slips"
    default_auto_field = "django.db.models.BigAutoField"
