"""The web application inside one process of the web server, which it does not outlive."""

import os
import signal

from sotiem.config.wsgi import application
from sotiem.runtime.children import die_with_parent

# A process that outlived its server would keep the port, and no new server could start.
die_with_parent(os.getppid(), signal.SIGKILL)

__all__ = ["application"]
