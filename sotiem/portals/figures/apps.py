from django.apps import AppConfig


class FigurePagesConfig(AppConfig):
    name = "sotiem.portals.figures"
    label = "figure_pages"
