from django.apps import AppConfig


class ReadbacksConfig(AppConfig):
    name = "sotiem.readbacks"
    label = "readbacks"
    default_auto_field = "django.db.models.BigAutoField"
