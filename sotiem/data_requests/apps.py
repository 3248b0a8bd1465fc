from django.apps import AppConfig


class DataRequestsConfig(AppConfig):
    name = "sotiem.data_requests"
    label = "data_requests"
    default_auto_field = "django.db.models.BigAutoField"
