from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "sotiem.portals.review"
    label = "review"
