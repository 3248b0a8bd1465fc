from django.apps import AppConfig


class ReceiptPagesConfig(AppConfig):
    name = "sotiem.portals.receipts"
    label = "receipt_pages"
