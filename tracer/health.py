"""What ``tracer doctor`` looks at: packages, model, settings, templates, the database."""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from tracer import __version__, encoder
from tracer.attribution import tagger
from tracer.config import FILE_NAME, read_settings
from tracer.errors import Refused, TracerError
from tracer.models import Document, Report
from tracer.store import Store
from tracer.views import count_of

_PACKAGES = (
    "newspaper3k", "trafilatura", "lxml", "rapidfuzz", "jinja2", "sqlite-utils", "onnxruntime",
    "tokenizers", "starlette", "uvicorn", "requests", "requests-cache", "microsoft-antissrf",
    "protego", "wayback", "warcio",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at, and how it is."""

    what: str
    state: str
    is_trouble: bool = False


def checks(db: Path) -> tuple[Check, ...]:
    """Look at everything; never raises for what is wrong with it."""
    return (
        Check("tracer", __version__),
        Check("python", platform.python_version()),
        Check("sqlite", sqlite3.sqlite_version),
        *map(_package, _PACKAGES),
        _model(),
        _settings(),
        _templates(),
        *_online(),
        *_database(db),
    )


def _package(name: str) -> Check:
    try:
        return Check(name, metadata.version(name))
    except metadata.PackageNotFoundError:
        return Check(name, "missing. Install tracer again", is_trouble=True)


def _model() -> Check:
    """The proof is a quotation that it finds. The name is the beginning of the files' SHA-256."""
    try:
        found = tagger.shipped().tagged("“It works,” Ada Lund said.")
    except TracerError as error:
        return Check("model", str(error), is_trouble=True)
    name = encoder.fingerprint()[:12]
    return Check("model", name if found else f"{name} finds nothing", is_trouble=not found)


def _settings() -> Check:
    try:
        read_settings(Path())
    except TracerError as error:
        return Check("settings", str(error), is_trouble=True)
    here = Path(FILE_NAME).exists()
    return Check("settings", FILE_NAME if here else f"the defaults: there is no {FILE_NAME} here")


def _templates() -> Check:
    """The proof is a report on nothing."""
    from tracer.render import to_html

    nothing = Document(id="0" * 16, name="nothing", text="", sha256="")
    try:
        to_html(Report(nothing, (), (), __version__, "2000-01-01T00:00:00Z"))
    except Exception as error:
        return Check("templates", f"no report can be written: {error!r}", is_trouble=True)
    return Check("templates", "found")


def _online() -> Iterator[Check]:
    """The proof is an address inside this machine that is refused; nothing is asked for it."""
    from tracer.fetching import Web
    from tracer.finding.online import GROUP
    from tracer.finding.services import FactChecks

    with Web() as web:
        try:
            web.get("http://127.0.0.1/")
        except Refused:
            yield Check("online", "ready: the guard refuses addresses that are not public")
        except TracerError as error:
            yield Check("online", f"the guard does not work: {error}", is_trouble=True)
    key = "set" if os.environ.get(FactChecks.KEY) else "not set, and so the service is not asked"
    yield Check("fact-check key", f"{FactChecks.KEY} is {key}")
    for point in metadata.entry_points(group=GROUP):
        yield Check("finder", f"{point.name}, from {point.value}")


def _database(db: Path) -> Iterator[Check]:
    if not db.exists():
        yield Check("database", f"there is none yet: {db}")
        return
    try:
        with Store.existing(db) as store:
            problems = store.problems()
            articles = count_of(len(store.articles()), "article")
            size = f"{articles}, {count_of(len(store.kept()), 'kept source')}"
    except TracerError as error:
        yield Check("database", str(error), is_trouble=True)
        return
    for problem in problems:
        yield Check("database", f"{db}: {problem}", is_trouble=True)
    if not problems:
        yield Check("database", f"{db} is sound: {size}")
