from django.apps import AppConfig


class DosesConfig(AppConfig):
    name = "sotiem.doses"
    label = "doses"
    default_auto_field = "django.db.models.BigAutoField"
