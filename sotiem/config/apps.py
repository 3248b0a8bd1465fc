from django.apps import AppConfig

from sotiem.config import logs
from sotiem.foundation import events


class ConfigConfig(AppConfig):
    name = "sotiem.config"
    label = "config"

    def ready(self) -> None:
        logs.configure()
        from sotiem.config import subscriptions  # noqa: PLC0415  (needs the models loaded)

        events.subscribe(
            in_transaction=subscriptions.IN_TRANSACTION, after_commit=subscriptions.AFTER_COMMIT
        )
