"""What can happen to messages."""

from sotiem.messages.operations.send import NOBODY, deliver_message, send_message, send_messages

__all__ = ["NOBODY", "deliver_message", "send_message", "send_messages"]
