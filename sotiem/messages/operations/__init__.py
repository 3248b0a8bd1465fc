"""What can happen to messages."""

from sotiem.messages.operations.send import deliver_message, send_message

__all__ = ["deliver_message", "send_message"]
