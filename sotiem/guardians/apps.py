from django.apps import AppConfig


class GuardiansConfig(AppConfig):
    name = "sotiem.guardians"
    label = "guardians"
    default_auto_field = "django.db.models.BigAutoField"
