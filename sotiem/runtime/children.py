"""Child processes that do not outlive the process that started them."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def die_with_parent(parent: int, number: signal.Signals = signal.SIGTERM) -> None:
    """Ask the kernel to send this process a signal when its parent is gone, however it went."""
    if _LIBC is None:
        return
    _LIBC.prctl(_PR_SET_PDEATHSIG, int(number), 0, 0, 0)
    if os.getppid() != parent:
        os.kill(os.getpid(), number)


def dying_with_parent(number: signal.Signals = signal.SIGTERM) -> Callable[[], None]:
    """The step for `Popen(preexec_fn=...)`: the child will not outlive the caller.

    The kernel watches the thread that starts the child: call it from the main thread.
    """
    parent = os.getpid()
    return lambda: die_with_parent(parent, number)
