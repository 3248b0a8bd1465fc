from django.apps import AppConfig


class MyDataPagesConfig(AppConfig):
    name = "sotiem.portals.my_data"
    label = "my_data_pages"
