"""A report's file: what it is called, and writing it whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tracer.errors import WriteError
from tracer.models import Document, Report
from tracer.whole import replacing

_NAME_LENGTH = 50


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write a report: the file's extension and what makes its text."""

    extension: str
    text: Callable[[Report], str]


def file_name(article: Document, extension: str) -> str:
    """What the file of an article's report is called: its title, or its name, and its id."""
    stem = re.sub(r"[^\w.]+", "-", article.label)[:_NAME_LENGTH].strip("-._")
    return f"{stem or 'article'}-{article.id[:8]}.{extension}"


def write(report: Report, form: Format, folder: Path) -> Path:
    """Write ``report`` into ``folder``, which is made if need be, and return the file's path.

    The file is there whole or not at all. Raises WriteError if it cannot be written.
    """
    path = folder / file_name(report.article, form.extension)
    put(path, form.text(report))
    return path


def put(path: Path, text: str) -> None:
    """Make ``text`` the file at ``path``, whole or not at all; its folder is made if need be.

    Half of a character pair is written as its escape. Raises WriteError.
    """
    content = text.encode("utf-8", "backslashreplace")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as file:
            file.write(content)
    except OSError as error:
        raise WriteError(
            "Cannot write the report",
            str(path),
            f"{error.strerror or error}; choose another folder with --out",
        ) from error
