"""What a person reads in a terminal, and a program in a pipe.

On a terminal: tables of its width, in colour unless NO_COLOR is set. In a pipe: plain lines, the
cells of a table parted by tabs, nothing cut off. Texts come from articles and pages, so characters
that could steer a terminal are shown as a replacement character.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    import rich.progress
    from rich.console import Console

_REPLACED = frozenset({"Cc", "Cs", "Co"})
_BIDI = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_STYLES: dict[str, str] = {
    "exact": "green",
    "close": "green",
    "paraphrased": "green",
    "traced": "cyan",
    "unavailable": "yellow",
    "not-found": "yellow",
    "unsourced": "yellow",
    "misattributed": "red",
    "altered": "red",
    "contradicted": "bold red",
    "not-checked": "dim",
}


def visible(text: str) -> str:
    """``text`` on one line, without anything that steers a terminal."""
    return "".join(_shown(char) for char in " ".join(text.split()))


def _shown(char: str) -> str:
    unsafe = unicodedata.category(char) in _REPLACED or char in _BIDI
    return "\ufffd" if unsafe else char


@dataclass(frozen=True, slots=True)
class Screen:
    """Where output goes: a stream, and whether a person looks at it."""

    stream: TextIO

    @property
    def is_terminal(self) -> bool:
        return self.stream.isatty()

    def line(self, text: str = "") -> None:
        """One line of our own or quoted words."""
        print(visible(text), file=self.stream)

    def heading(self, text: str) -> None:
        """A line that parts what follows from what was before."""
        if self.is_terminal:
            self._console().print(f"\n{visible(text)}", style="bold", markup=False, highlight=False)
        else:
            print(f"\n{visible(text)}", file=self.stream)

    def table(self, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Rows under headings on a terminal; in a pipe rows alone, their cells parted by tabs."""
        if self.is_terminal:
            self._rich_table(headings, rows)
            return
        for row in rows:
            print("\t".join(map(visible, row)), file=self.stream)

    def facts(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Names and values, the values under one another."""
        if self.is_terminal:
            self._rich_table((), pairs)
            return
        width = max((len(name) for name, _ in pairs), default=0)
        for name, value in pairs:
            print(f"{name:<{width}}  {visible(value)}".rstrip(), file=self.stream)

    @contextmanager
    def working(self, what: str) -> Iterator[Callable[[str], None]]:
        """Show on a terminal that something is being done; gone when it is. Gives what to tell
        each step of it with, which stays; elsewhere nothing of it is seen."""
        if not self.is_terminal:
            yield lambda _: None
            return
        from rich.markup import escape

        console = self._console()
        with console.status(escape(visible(what))):
            yield lambda line: console.print(visible(line), markup=False, highlight=False)

    @contextmanager
    def progress(self, what: str) -> Iterator[Progress]:
        """A bar with the rate and the time left on a terminal; elsewhere problems alone."""
        if not self.is_terminal:
            yield Progress(self)
            return
        from rich import progress

        columns = (
            progress.TextColumn("{task.description}"),
            progress.BarColumn(),
            progress.MofNCompleteColumn(),
            progress.TextColumn("{task.fields[rate]}"),
            progress.TimeRemainingColumn(),
        )
        with progress.Progress(*columns, console=self._console()) as bar:
            yield _Bar(self, bar, bar.add_task(visible(what), total=None, rate=""))

    def _console(self) -> Console:
        from rich.console import Console

        return Console(file=self.stream)

    def _rich_table(self, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        from rich.table import Table
        from rich.text import Text

        table = Table(
            box=None, show_header=bool(headings), header_style="bold", padding=(0, 2, 0, 0)
        )
        *narrow, wide = headings or ("", "")
        for heading in narrow:
            table.add_column(heading, no_wrap=True, style=None if headings else "dim")
        table.add_column(wide, overflow="fold")
        for row in rows:
            table.add_row(*(Text(visible(cell), style=_STYLES.get(cell, "")) for cell in row))
        self._console().print(table)


class Progress:
    """How a long work goes, where nobody looks at it: problems alone, a line each."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen

    def total(self, count: int) -> None:
        """There are ``count`` things to do."""

    def advance(self, count: int) -> None:
        """So many more of them are done."""

    def problem(self, line: str) -> None:
        """One of them could not be done."""
        self._screen.line(f"Warning: {line}")


class _Bar(Progress):
    """The same with a bar on a terminal."""

    def __init__(self, screen: Screen, bar: rich.progress.Progress, task: rich.progress.TaskID):
        super().__init__(screen)
        self._bar, self._task = bar, task

    def total(self, count: int) -> None:
        self._bar.update(self._task, total=count)

    def advance(self, count: int) -> None:
        self._bar.advance(self._task, count)
        speed = self._bar.tasks[0].speed
        self._bar.update(self._task, rate=f"{speed:.1f} a second" if speed else "")

    def problem(self, line: str) -> None:
        self._bar.console.print(f"Warning: {visible(line)}", markup=False, highlight=False)
