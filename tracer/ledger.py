"""What batches have been through: every article once, with its report or why there is none.

It shares its room with the store. An outcome and its report are kept in one transaction, so a
batch that is cut off anywhere holds what is done wholly, and goes on with the rest.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tracer.models import Report
from tracer.store import Store


@dataclass(frozen=True, slots=True)
class Turn:
    """One article's turn in a batch. ``address`` is where it was found, ``content`` the SHA-256 of
    its bytes, ``under`` what it was checked with: a turn under something else is none. ``report``
    is None where there is a ``failure``. ``at`` is an RFC 3339 time."""

    address: str
    content: str
    under: str
    at: str
    report: Report | None = None
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Failed:
    """An article that could not be checked, and why."""

    address: str
    failure: str
    at: str


class Ledger:
    """The batches' side of an open database. Raises StoreError as the store does."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def failure(self, address: str, content: str, under: str) -> str | None:
        """Why the turn of this article gave no report; "" if it gave one, None if it had no turn
        under this."""
        sql = "SELECT failure FROM turns WHERE address = ? AND content = ? AND under = ?"
        with self._store._reading():
            found = self._store._one(sql, address, content, under)
        return found.get("failure")

    def note(self, turns: Iterable[Turn]) -> None:
        """Keep these turns and their reports: all of them or none."""
        with self._store._writing():
            for turn in turns:
                if turn.report is not None:
                    self._store._save(turn.report)
                self._store._db.table("turns").upsert(_row(turn), pk="address")

    def failures(self) -> tuple[Failed, ...]:
        """The articles without a report, by address."""
        sql = "SELECT address, failure, at FROM turns WHERE failure <> '' ORDER BY address"
        with self._store._reading():
            return tuple(Failed(**row) for row in self._store._all(sql))


def _row(turn: Turn) -> dict[str, str | None]:
    return {
        "address": turn.address,
        "content": turn.content,
        "under": turn.under,
        "at": turn.at,
        "article_id": turn.report.article.id if turn.report else None,
        "failure": turn.failure,
    }
