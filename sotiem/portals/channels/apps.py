from django.apps import AppConfig


class ChannelPagesConfig(AppConfig):
    name = "sotiem.portals.channels"
    label = "channel_pages"
