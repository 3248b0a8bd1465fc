from django.apps import AppConfig


class ComponentsConfig(AppConfig):
    name = "sotiem.portals.components"
    label = "components"
