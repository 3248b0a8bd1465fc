"""Logs: one JSON line per thing, on standard error, without personal data.

Texts of exceptions may hold what a person typed or what a row holds, so they are never written:
only the exception's type and where in our source it came from.
"""

import json
import logging
import sys
import traceback
from typing import Final

import structlog

# Their messages hold addresses or values of requests; our own line per request says enough.
QUIET: Final = ("django.request", "django.security", "django.server")


class WithoutTexts(logging.Formatter):
    """A record as JSON: the message as the source has it, an exception by type and place."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "timestamp": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": str(record.msg),
        }
        if record.exc_info and record.exc_info[0]:
            frames = traceback.extract_tb(record.exc_info[2])[-5:]
            line["error"] = record.exc_info[0].__qualname__
            line["at"] = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in frames]
        return json.dumps(line, ensure_ascii=False)


def configure() -> None:
    """Send everything to standard error as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(WithoutTexts())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
    )
