"""A copy of the kept sources and the corrections, for workers that only read.

It shares its room with the store. The copy has no journal beside it and is never written again, so
any number of machines can read it from a shared folder.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from uuid import uuid4

from tracer.errors import WriteError
from tracer.store import Store, explained

_TABLES = (
    "documents",
    "kept",
    "index_documents",
    "index_removed",
    "index_segments",
    "index_buckets",
    "index_imprints",
    "index_titles",
    "index_addresses",
    "corrections",
)
_LEFT_OUT = {"content": "NULL"}
"""Columns that workers do not need: they read texts, and no bytes."""
_ONLY = {"documents": "WHERE version IN (SELECT document FROM kept)"}


def sources_digest(store: Store) -> str:
    """An id of all that is kept, which changes with any document."""
    total = hashlib.sha256()
    with store._reading():
        for row in store._db.query("SELECT id, document FROM kept ORDER BY id"):
            total.update(f"{row['id']}\0{row['document']}\0".encode("utf-8", "surrogatepass"))
    return total.hexdigest()


def copy_sources(store: Store, folder: Path) -> Path:
    """Copy the kept sources, their index and all corrections of ``store`` to a new database in
    ``folder``; returns where. Raises StoreError, and WriteError: the folder cannot be written."""
    path = folder / f"sources-{uuid4().hex[:12]}.db"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        Store.open(path).close()
        _fill(store, path)
    except OSError as error:
        raise WriteError("Cannot write here", str(folder), str(error.strerror or error)) from error
    return path


def _fill(store: Store, path: Path) -> None:
    db = store._db
    with explained(store._path):
        db.attach("copy", path)
        try:
            with db.atomic():
                for table in _TABLES:
                    names = [column.name for column in db.table(table).columns]
                    values = ", ".join(_LEFT_OUT.get(name, name) for name in names)
                    db.execute(
                        f"INSERT INTO copy.{table} ({', '.join(names)}) "  # noqa: S608 -- our names
                        f"SELECT {values} FROM main.{table} {_ONLY.get(table, '')}"
                    )
            db.execute("PRAGMA copy.journal_mode = DELETE")
        finally:
            db.execute("DETACH copy")
