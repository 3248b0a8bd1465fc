"""What can happen to messages."""

from sotiem.messages.operations.deliver import deliver_due, deliver_message
from sotiem.messages.operations.send import NOBODY, send_message, send_messages, send_once
from sotiem.messages.operations.wish import (
    LinkIsOver,
    PushServiceUnknown,
    allow_push,
    confirm_email,
    forget_push,
    wish_email,
)

__all__ = [
    "NOBODY",
    "LinkIsOver",
    "PushServiceUnknown",
    "allow_push",
    "confirm_email",
    "deliver_due",
    "deliver_message",
    "forget_push",
    "send_message",
    "send_messages",
    "send_once",
    "wish_email",
]
