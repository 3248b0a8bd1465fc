from django.apps import AppConfig


class BoardPagesConfig(AppConfig):
    name = "sotiem.portals.board"
    label = "board_pages"
