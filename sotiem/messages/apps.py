from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "sotiem.messages"
    label = "outbox"  # "messages" is Django's own
    default_auto_field = "django.db.models.BigAutoField"
