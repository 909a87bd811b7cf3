"""A run that is killed anywhere leaves a sound database, and the next run ends as if nothing was.

Each victim kills itself at one event, by a seeded chance: a call, some instructions of SQLite's, or
a file touched (see ``killing.py``). ``python tests/test_crashes.py 200`` makes 200 kills.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pytest
from desk import Visitor
from killing import KINDS

from tracer.models import Report, Review
from tracer.store import Store

ROOT = Path(__file__).parent.parent
KILLS = int(os.environ.get("TRACER_KILLS", "10"))
"""In all, over the three ways to run."""
WAYS = ("check", "batch", "desk")
FORMS = ("json", "csv")
"""The reports that are written: their texts tell where one ends."""

SOURCE = "The harbour wall was mended in May. “We spent 40 pounds on paint,” said Ann Marsh."
BEFORE = "“We spent 40 pounds on paint,” Ann Marsh told the Gazette. The ferry carries 300 a day."
AFTER = "It was cold. " + BEFORE + " Nobody was hurt in 1990, she said."
OTHERS = ("The harbour wall was mended in May 2019.", "Ann Marsh said the council sold the ferry.")


@dataclass(frozen=True)
class Town:
    """A folder to run in: ``articles`` and a database that knows an older state of one of them."""

    root: Path

    @property
    def articles(self) -> Path:
        return self.root / "articles"

    def place(self, name: str) -> Place:
        """A new place that starts with what the town knows."""
        place = Place(self.root / name)
        place.out.mkdir(parents=True)
        shutil.copy(self.root / "known.db", place.db)
        return place


@dataclass(frozen=True)
class Place:
    """Where one run keeps its database and its reports."""

    root: Path

    @property
    def db(self) -> Path:
        return self.root / "tracer.db"

    @property
    def out(self) -> Path:
        return self.root / "out"

    def reports(self) -> dict[str, Report]:
        with Store.existing(self.db) as store:
            assert store.problems() == ()
            return {report.article.id: report for report in store.reports()}

    def decided(self) -> dict[str, list[Review]]:
        """Every decision on each claim, in order, without when it was made."""
        with Store.existing(self.db) as store:
            claims = [f.claim.id for report in store.reports() for f in report.findings]
            return {key: [replace(r, at="") for r in store.reviews(key)] for key in claims}

    def files(self) -> dict[str, str]:
        """The reports that are there; the name of a file in the making begins with a full stop."""
        paths = (path for path in self.out.iterdir() if not path.name.startswith("."))
        return {path.name: path.read_text(encoding="utf-8") for path in paths}


def _program(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "tracer.cli", *map(str, arguments)]


def _environment() -> dict[str, str]:
    """The same run twice is the same run: no time, no chance, no settings of the one who tests."""
    fixed = {"SOURCE_DATE_EPOCH": "0", "PYTHONHASHSEED": "0", "PYTHONPATH": str(ROOT)}
    return os.environ | fixed


def _run(command: list[str], cwd: Path) -> int:
    done = subprocess.run(command, cwd=cwd, env=_environment(), capture_output=True, check=False)
    return done.returncode


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    town = Town(tmp_path_factory.mktemp("town"))
    town.articles.mkdir()
    (town.root / "gazette.txt").write_text(f"---\npublisher: The Gazette\n---\n{SOURCE}")
    story = town.articles / "story.txt"
    story.write_text(BEFORE)
    known, out = town.root / "known.db", town.root / "out"
    add = _program("sources", "add", town.root / "gazette.txt", "--db", known)
    check = _program("check", story, "--db", known, "--out", out, "--format", "json")
    assert _run(add, town.root) == 0
    assert _run(check, town.root) == 0
    with Store.existing(known) as store:
        claim = store.findings()[0].claim_id
        store.decide(Review(claim, "faithful", "Kim", "Heard it.", "2026-01-02T00:00:00Z"))
    story.write_text(AFTER)
    for number, text in enumerate(OTHERS):
        (town.articles / f"{number}.txt").write_text(text)
    return town


# --- the three ways to run -----------------------------------------------------------------------


def _arguments(way: str, town: Town, place: Place) -> list[str]:
    kept = ["--db", str(place.db), "--out", str(place.out)]
    if way == "check":
        forms = [word for name in FORMS for word in ("--format", name)]
        return ["check", *map(str, sorted(town.articles.iterdir())), *kept, *forms]
    if way == "batch":
        return ["batch", str(town.articles), "--processes", "1", *kept]
    return ["review", "--port", "0", *kept]


@dataclass(frozen=True)
class Trial:
    """A run of one way. ``kind`` and ``number`` say when it kills itself; 0 is never."""

    way: str
    town: Town
    place: Place
    kind: str = "call"
    number: int = 0

    @property
    def tally(self) -> Path:
        return self.place.root / "tally.json"

    def command(self) -> list[str]:
        program = str(Path(__file__).parent / "killing.py")
        event = [self.kind, str(self.number), str(self.tally)]
        return [sys.executable, program, *event, *_arguments(self.way, self.town, self.place)]

    def run(self) -> list[str]:
        """The claims whose decision the desk said it has, if it was one; whether it lived on is
        for the tally to tell."""
        if self.way == "desk":
            return self._reviewed()
        _run(self.command(), self.town.root)
        return []

    def _reviewed(self) -> list[str]:
        with subprocess.Popen(
            self.command(),
            cwd=self.town.root,
            env=_environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        ) as desk:
            assert desk.stdout is not None
            address = desk.stdout.readline().rpartition(" ")[2].strip().rstrip("/")
            done = list(_decisions(address, self.place)) if address else []
            if desk.poll() is None:
                desk.send_signal(signal.SIGINT)
        return done

    def counts(self) -> dict[str, int] | None:
        """How many events there were; None: it was killed."""
        if not self.tally.exists():
            return None
        counts: dict[str, int] = json.loads(self.tally.read_text())
        return counts


def _decisions(address: str, place: Place) -> list[str]:
    """Decide what is undecided, as long as the desk lives."""
    done: list[str] = []
    visitor = Visitor(address, "Kim")
    try:
        for claim in [key for key, reviews in sorted(place.decided().items()) if not reviews]:
            fields = {"decision": "error", "note": f"On {claim}.", "after": "0"}
            if visitor.post(f"/claims/{claim}/decide", fields).status == 303:
                done.append(claim)
    except (OSError, http.client.HTTPException):
        pass
    return done


@dataclass(frozen=True)
class Undisturbed:
    """What a run comes to that nobody kills, and how many events it has."""

    trial: Trial
    counts: dict[str, int]
    reports: dict[str, Report]
    decided: dict[str, list[Review]]
    files: dict[str, str]


def _undisturbed(way: str, town: Town) -> Undisturbed:
    trial = _trial(way, town, "undisturbed")
    trial.run()
    place = trial.place
    counts = trial.counts()
    assert counts is not None
    return Undisturbed(trial, counts, place.reports(), place.decided(), place.files())


def _trial(way: str, town: Town, name: str, kind: str = "call", number: int = 0) -> Trial:
    place = town.place(f"{way}-{name}")
    if way == "desk":  # it has something to review
        assert _run(_program(*_arguments("check", town, place)), town.root) == 0
    return Trial(way, town, place, kind, number)


# --- what must hold ------------------------------------------------------------------------------


def _assert_whole(trial: Trial, before: dict[str, Report], usual: Undisturbed) -> None:
    """No half-written run: each report is as it was before or as it is in the end."""
    for key, report in trial.place.reports().items():
        states = [each[key] for each in (before, usual.reports) if key in each]
        assert any(_without_decisions(report) == _without_decisions(state) for state in states)
    reviews = [r for decisions in trial.place.decided().values() for r in decisions]
    assert any(review.note == "Heard it." for review in reviews)
    for name, text in trial.place.files().items():
        assert name in usual.files
        if name.endswith(".json"):
            json.loads(text)
        if trial.way == "check":
            assert text == usual.files[name], "a report is there whole or not at all"


def _without_decisions(report: Report) -> Report:
    bare = tuple(replace(finding, review=None) for finding in report.findings)
    return replace(report, findings=bare, orphans=())


def _assert_ends_as_usual(trial: Trial, usual: Undisturbed) -> None:
    replace(trial, number=0).run()
    assert trial.counts() is not None
    reports = trial.place.reports()
    assert reports.keys() == usual.reports.keys()
    for key, report in reports.items():
        assert _without_decisions(report) == _without_decisions(usual.reports[key])
    assert trial.place.decided() == usual.decided
    assert trial.place.files().keys() == usual.files.keys()


def _share(way: str) -> int:
    return KILLS // len(WAYS) + (WAYS.index(way) < KILLS % len(WAYS))


@pytest.mark.parametrize("way", WAYS)
def test_a_run_that_is_killed_anywhere_loses_nothing(way: str, town: Town) -> None:
    usual = _undisturbed(way, town)
    chance = random.Random(f"{way} {KILLS}")  # noqa: S311 -- a chance that repeats itself
    killed = 0
    for number in range(2 * _share(way)):
        kind = KINDS[number % len(KINDS)]
        trial = _trial(way, town, str(number), kind, chance.randint(1, usual.counts[kind]))
        before = trial.place.reports()
        said = trial.run()
        killed += trial.counts() is None
        decided = trial.place.decided()
        assert all(decided[claim] for claim in said), "a decision was acknowledged and is gone"
        _assert_whole(trial, before, usual)
        _assert_ends_as_usual(trial, usual)
        shutil.rmtree(trial.place.root)
        if killed == _share(way):
            break
    print(f"{way}: {killed} killed of {number + 1}, events {usual.counts}")
    assert killed == _share(way)


if __name__ == "__main__":
    os.environ["TRACER_KILLS"] = sys.argv[1] if len(sys.argv) > 1 else "200"
    main: Callable[[], int] = partial(pytest.main, [__file__, "-s", "-q", "-p", "no:randomly"])
    sys.exit(main())
