from django.apps import AppConfig


class MendingConfig(AppConfig):
    name = "sotiem.mending"
    label = "mending"
    default_auto_field = "django.db.models.BigAutoField"
