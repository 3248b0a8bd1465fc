from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "sotiem.portals.public"
    label = "public"
