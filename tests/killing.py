"""A program that runs tracer and kills itself at one event of its choosing, with SIGKILL:

    python killing.py KIND NUMBER TALLY tracer's-arguments...

Events are counted by kind: a *call* of a function of tracer's, a *step* of some instructions of
SQLite's machine, a *file* that is opened, renamed or removed. At the NUMBER-th event of KIND the
process is gone. At number 0 it lives, and writes how many there were of each into the file TALLY.
"""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

KINDS = ("call", "step", "file")
PACKAGE = str(Path(__file__).parent.parent / "tracer")
INSTRUCTIONS = 20
"""Of SQLite's machine in one step: a row is written in some 15."""
_TOUCHES = {"open", "os.rename", "os.remove", "os.mkdir", "os.chmod"}


class Events:
    """Counts what happens, and ends it."""

    def __init__(self, kind: str, number: int) -> None:
        self._kind, self._number = kind, number
        self.counts = dict.fromkeys(KINDS, 0)

    def note(self, kind: str) -> None:
        self.counts[kind] += 1
        if kind == self._kind and self.counts[kind] == self._number:
            os.kill(os.getpid(), signal.SIGKILL)

    def call(self, frame: FrameType, event: str, _argument: Any) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(PACKAGE):
            self.note("call")

    def step(self) -> int:
        self.note("step")
        return 0

    def audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in _TOUCHES and not str(arguments[0]).endswith((".py", ".pyc")):
            self.note("file")


def watch(events: Events) -> None:
    """Have ``events`` told of everything from now on, in every thread."""
    sqlite3.connect = _stepping(sqlite3.connect, events)
    sys.addaudithook(events.audit)
    threading.setprofile(events.call)
    sys.setprofile(events.call)


def _stepping(connect: Callable[..., Any], events: Events) -> Callable[..., Any]:
    def connected(*args: Any, **kwargs: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*args, **kwargs)
        connection.set_progress_handler(events.step, INSTRUCTIONS)
        return connection

    return connected


def main() -> None:
    kind, number, tally, *arguments = sys.argv[1:]
    from tracer.cli import main as tracer

    events = Events(kind, int(number))
    watch(events)
    try:
        tracer(arguments, standalone_mode=False)
    finally:
        counts = dict(events.counts)
        Path(tally).write_text(json.dumps(counts), encoding="utf-8")


if __name__ == "__main__":
    main()
