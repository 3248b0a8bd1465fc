from django.apps import AppConfig


class StockConfig(AppConfig):
    name = "sotiem.portals.stock"
    label = "stock"
