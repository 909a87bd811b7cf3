"""The database as Datasette shows it with the metadata that comes with tracer."""

from __future__ import annotations

import asyncio
import json
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sample

from tracer.store import Store

METADATA = Path(__file__).parent.parent / "tracer" / "datasette.json"
TABLES: dict[str, Any] = json.loads(METADATA.read_text("utf-8"))["databases"]["tracer"]["tables"]
SHOWN = [name for name, table in TABLES.items() if not table.get("hidden")]


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("datasette") / "tracer.db"
    with Store.open(path) as store:
        store.save(sample.report())
    return path


@pytest.fixture(scope="module")
def columns(db: Path) -> Iterator[dict[str, set[str]]]:
    with Store.existing(db) as store:
        names = [*store._db.table_names(), *store._db.view_names()]
        names = [name for name in names if not name.startswith("sqlite_")]
        yield {name: {column.name for column in store._db[name].columns} for name in names}


def test_all_that_the_metadata_names_is_there(columns: dict[str, set[str]]) -> None:
    for name, table in TABLES.items():
        assert name in columns, name
        assert set(table.get("columns", {})) <= columns[name], name
        assert set(table.get("facets", [])) <= columns[name], name
        order = table.get("sort") or table.get("sort_desc")
        assert order is None or order in columns[name], name


def test_all_that_is_there_is_described_or_hidden(columns: dict[str, set[str]]) -> None:
    inner = {
        "standing",
        "claims_numbered",
        "documents_numbered",
        "snapshots_and_changes",
    }  # views that no one can hide
    assert set(columns) - set(TABLES) - inner == set()
    assert all({"title", "description"} <= set(TABLES[name]) for name in SHOWN)


def answers(db: Path, *paths: str) -> list[tuple[int, str]]:
    """What Datasette answers, asked in process."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from datasette.app import Datasette

        async def ask() -> list[tuple[int, str]]:
            served = Datasette([str(db)], metadata=json.loads(METADATA.read_text("utf-8")))
            await served.invoke_startup()
            found = [await served.client.get(path) for path in paths]
            return [(answer.status_code, answer.text) for answer in found]

        return asyncio.run(ask())


def test_datasette_shows_every_table_with_its_title(db: Path) -> None:
    pytest.importorskip("datasette", reason="datasette is not installed: pip install datasette")
    front, *pages = answers(db, "/tracer", *(f"/tracer/{name}" for name in SHOWN))
    assert front[0] == 200
    assert "Start with flagged_claims" in front[1]
    for name, (status, text) in zip(SHOWN, pages, strict=True):
        assert status == 200, name
        assert TABLES[name]["title"] in text, name


def test_datasette_lists_flagged_claims_unsourced_first(db: Path) -> None:
    pytest.importorskip("datasette", reason="datasette is not installed: pip install datasette")
    ((status, text),) = answers(db, "/tracer/flagged_claims.json?_shape=objects")
    rows = json.loads(text)["rows"]
    assert status == 200
    assert rows[0]["rating"] == "unsourced"
    assert [row["urgency"] for row in rows] == sorted(row["urgency"] for row in rows)
