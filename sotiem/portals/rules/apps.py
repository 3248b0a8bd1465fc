from django.apps import AppConfig


class RulePagesConfig(AppConfig):
    name = "sotiem.portals.rules"
    label = "rule_pages"
