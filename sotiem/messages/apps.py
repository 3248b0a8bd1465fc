from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "sotiem.messages"
    label = "outbox"  # Django's own message framework holds the label "messages"
    default_auto_field = "django.db.models.BigAutoField"
