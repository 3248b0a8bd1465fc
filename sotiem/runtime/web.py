"""The web application inside one process of the web server, which it does not outlive."""

import multiprocessing
import signal

from sotiem.config.wsgi import application
from sotiem.runtime.children import die_with_parent

__all__ = ["application"]

# A process that outlived its server would keep the port, and no new server could start. The server
# may be gone before we come so far: whose child we are was written down when we were made.
_SERVER = multiprocessing.parent_process()
if _SERVER is not None and _SERVER.pid is not None:
    die_with_parent(_SERVER.pid, signal.SIGKILL)
