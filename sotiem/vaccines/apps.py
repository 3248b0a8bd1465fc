from django.apps import AppConfig


class VaccinesConfig(AppConfig):
    name = "sotiem.vaccines"
    label = "vaccines"
    default_auto_field = "django.db.models.BigAutoField"
