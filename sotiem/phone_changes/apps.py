from django.apps import AppConfig


class PhoneChangesConfig(AppConfig):
    name = "sotiem.phone_changes"
    label = "phone_changes"
    default_auto_field = "django.db.models.BigAutoField"
