from django.apps import AppConfig


class PhonePagesConfig(AppConfig):
    name = "sotiem.portals.phones"
    label = "phone_pages"
