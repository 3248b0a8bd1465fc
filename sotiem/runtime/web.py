"""The web application inside one process of the web server, which it does not outlive."""

import os
import signal
import sys
from pathlib import Path

from sotiem.config.wsgi import application
from sotiem.runtime.children import die_with_parent

__all__ = ["application"]


def _is_a_web_server(pid: int) -> bool:
    """Whether that process is the server that started us, and not whoever takes up orphans."""
    if sys.platform != "linux":
        return True
    try:
        return b"granian" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


# A process that outlived its server would keep the port, and no new server could start. The server
# may be gone before we come so far.
_PARENT = os.getppid()
if not _is_a_web_server(_PARENT):
    os.kill(os.getpid(), signal.SIGKILL)
die_with_parent(_PARENT, signal.SIGKILL)
