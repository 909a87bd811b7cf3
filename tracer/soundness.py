"""What can be wrong with a database, found by looking at all of it. It shares its room with the
store."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tracer.library import KeptShelf
from tracer.migrations import STEPS

if TYPE_CHECKING:
    from sqlite_utils import Database

HALF = ".half"
"""How the name of a copy ends that is not whole."""

_NAMED = "SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
_LEFT_OUT = "SELECT count(*) FROM kept WHERE document NOT IN (SELECT version FROM index_documents)"
_OVER = "SELECT count(*) FROM index_documents WHERE version NOT IN (SELECT document FROM kept)"
_ADD = "add them again with tracer sources add"


def problems(db: Database) -> Iterator[str]:
    """What is wrong inside, a line each. Raises sqlite3.Error: it cannot be read at all."""
    for (line,) in db.execute("PRAGMA integrity_check").fetchall():
        if line != "ok":
            yield line
    for table, _, parent, _ in db.execute("PRAGMA foreign_key_check").fetchall():
        yield f"a row of {table} points at no row of {parent}"
    missing = sorted(_shape() - _shape_of(db.conn))
    yield from (f"the {kind} {name} is missing" for kind, name in missing)
    if not missing:
        yield from _index(db)


def left_over(path: Path) -> Iterator[str]:
    """What an accident left beside the database, a line each."""
    for copy in sorted(path.parent.glob(f"{path.name}.before-*{HALF}")):
        yield f"{copy.name} is a copy that was cut off; delete it"


def _index(db: Database) -> Iterator[str]:
    """Where the index and the kept sources differ."""
    shelf = KeptShelf(db)
    (left_out,) = db.execute(_LEFT_OUT).fetchone()
    if left_out:
        yield f"kept sources that are not in the index: {left_out}; {_ADD}"
    (over,) = db.execute(_OVER).fetchone()
    if over:
        yield f"sources in the index that are not kept: {over}"
    listed = [number for (number,) in db.execute("SELECT number FROM index_documents").fetchall()]
    held = [segment.numbers for segment in shelf.segments()]
    every = np.concatenate([np.empty(0, np.uint32), *held])
    lost = np.setdiff1d(np.array(listed, np.uint32), every)
    if len(lost):
        yield f"kept sources whose words the index has lost: {len(lost)}; remove them and {_ADD}"


def _shape_of(connection: sqlite3.Connection) -> set[tuple[str, str]]:
    """The kind and name of every table, index, view and trigger."""
    return set(connection.execute(_NAMED).fetchall())


@cache
def _shape() -> frozenset[tuple[str, str]]:
    """What a new database has."""
    with closing(sqlite3.connect(":memory:")) as new:
        for step in STEPS:
            new.executescript(step.sql)
        return frozenset(_shape_of(new))
