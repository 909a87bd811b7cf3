"""One question at a time to each host, with a pause after it.

No library fits: those for requests have one rate for all hosts, or none that a robots.txt can set.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

GAP = 1.0
"""Seconds between two questions to one host, unless its robots.txt asks for more."""
LONGEST_GAP = 30.0
"""Seconds that a robots.txt may ask for; one that asks for more gets this pause and few pages."""


class Pace:
    """Whose turn it is. ``clock`` gives seconds, ``sleep`` waits for some."""

    def __init__(self, clock: Callable[[], float], sleep: Callable[[float], None]) -> None:
        self._clock, self._sleep = clock, sleep
        self._guard = threading.Lock()
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._free: dict[str, float] = {}

    @contextmanager
    def turn(self, host: str, gap: float) -> Iterator[None]:
        """Wait until ``host`` may be asked, and keep others away meanwhile and ``gap`` after."""
        with self._guard:
            lock = self._locks[host]
        with lock:
            wait = self._free.get(host, 0.0) - self._clock()
            if wait > 0:
                self._sleep(wait)
            try:
                yield
            finally:
                self._free[host] = self._clock() + gap
