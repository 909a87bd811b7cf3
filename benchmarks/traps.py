"""What 1 MB of anything takes: each input that could make work grow faster than its length.

    python benchmarks/traps.py [NAME...]      run the named traps, by default all, and print a table

Each is checked by ``tracer check``, offline, against two small sources, in a process of its own.
Limits: 10 s of processor time and 1 GB for each; what is over is marked, and makes the exit status
1. Refusing an input in one line is an answer too. ``tests/test_traps.py`` has smaller ones.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

ROOT = Path(__file__).parent.parent
SIZE = int(os.environ.get("TRACER_TRAP_BYTES", "1_000_000"))
"""Bytes of an input. With 300,000, tracer reads most of those that it refuses at 1 MB."""
SECONDS, BYTES = 10.0, 1_000_000_000
"""The limits."""
SENTENCE = "The council sold the ferry to 38 people in May, Ann Marsh told the Gazette. "
NAMES = "Ann Marsh, Jane Roe, Harbour Trust, Gazette, Ellisport, Reuters, U.S. Senate, Mr. Lee, "
SOURCES = {
    "gazette.txt": "---\npublisher: The Gazette\n---\nThe council sold the ferry, Ann Marsh said.",
    "report.txt": "“We spent 40 pounds on paint,” said Ann Marsh of the Harbour Trust in May.",
}

Trap = Callable[[int], str]
"""Makes a text of about so many bytes."""


def over_and_over(unit: str) -> Trap:
    """``unit``, again and again."""
    return lambda size: unit * (size // len(unit.encode()))


def nested(tag: str) -> Trap:
    """An element within an element, and a word in the innermost."""

    def page(size: int) -> str:
        depth = size // (2 * len(tag) + 5)
        return f"<html><body>{f'<{tag}>' * depth}word{f'</{tag}>' * depth}</body></html>"

    return page


def page_of(unit: str) -> Trap:
    """A page of HTML whose article is ``unit``, again and again."""
    return lambda size: f"<html><body><article>{over_and_over(unit)(size)}</article></body></html>"


def one_sentence(size: int) -> str:
    """Clauses, and one full stop at the end."""
    clause = SENTENCE.strip(". ").lower() + ", and "
    return clause * (size // len(clause)) + "that was all."


def different_names(size: int) -> str:
    return "".join(f"Ann M{n}x said. " for n in range(size // 16))


def news(size: int) -> str:
    """Paragraphs of three sentences, a figure different in each: an ordinary, if long, text."""
    lines = (
        f"{SENTENCE}“We spent {n} pounds on paint,” said Ann Marsh, who leads the Trust. "
        f"In {1900 + n % 120} the mayor denied that prices rose by {n % 97} percent.\n\n"
        for n in range(size // 200)
    )
    return "".join(lines)[:size]


TRAPS: Mapping[str, tuple[str, Trap]] = MappingProxyType(
    {
        "news": (".txt", news),
        "double quotation marks": (".txt", over_and_over('"')),
        "opening quotation marks": (".txt", over_and_over("“")),
        "closing quotation marks": (".txt", over_and_over("”")),
        "apostrophes": (".txt", over_and_over("'")),
        "alternating marks": (".txt", over_and_over("“‘\"'”’ ")),
        "opening marks and a word": (".txt", over_and_over("“a ")),
        "single marks and a word": (".txt", over_and_over("'a ")),
        "quotations of a word": (".txt", over_and_over("“a” said b. ")),
        "opening brackets": (".txt", over_and_over("(")),
        "square brackets": (".txt", over_and_over("[")),
        "brackets and a word": (".txt", over_and_over("(a ")),
        "digits": (".txt", over_and_over("7")),
        "figures": (".txt", over_and_over("1,234.5 ")),
        "groups of digits": (".txt", over_and_over("123,")),
        "figures and units": (".txt", over_and_over("3 million ")),
        "number words": (".txt", over_and_over("hundred ")),
        "an endless word": (".txt", over_and_over("a")),
        "an endless word of accents": (".txt", over_and_over("e\u0301")),
        "spaces": (".txt", lambda size: "a" + " " * size + "b"),
        "line breaks": (".txt", lambda size: "a" + "\n" * size + "b"),
        "short paragraphs": (".txt", over_and_over("Ten words.\n")),
        "headings": (".md", over_and_over("# A heading\n")),
        "commas": (".txt", over_and_over("a, ")),
        "commas alone": (".txt", over_and_over(",")),
        "full stops": (".txt", over_and_over(".")),
        "dashes": (".txt", over_and_over("– ")),
        "ellipses": (".txt", over_and_over("“a … b” ")),
        "capitals": (".txt", over_and_over("A ")),
        "abbreviations": (".txt", over_and_over("U.S. ")),
        "said": (".txt", over_and_over("said ")),
        "according to": (".txt", over_and_over("according to ")),
        "he said": (".txt", over_and_over("He said. ")),
        "names": (".txt", over_and_over(NAMES)),
        "names and said": (".txt", over_and_over("Ann Marsh said that she said. ")),
        "different names": (".txt", different_names),
        "the same sentence": (".txt", over_and_over(SENTENCE)),
        "one sentence": (".txt", one_sentence),
        "links": (".html", page_of('<a href="https://a.example/b">said</a> ')),
        "links of Markdown": (".md", over_and_over("[said](https://a.example/b) ")),
        "openings of links": (".md", over_and_over("[a](")),
        "nested elements": (".html", nested("div")),
        "nested quotations": (".html", nested("blockquote")),
        "nested lists": (".html", nested("li")),
        "unclosed elements": (".html", page_of("<div><p>a")),
        "paragraphs of HTML": (".html", page_of("<p>Ten words, he said.</p>")),
        "entities": (".html", page_of("&amp;")),
        "comments": (".html", page_of("<!-- a -->")),
        "attributes": (".html", lambda size: f"<html><body><p {'a=b ' * (size // 4)}>word</p>"),
        "table cells": (".html", page_of("<table><tr><td>a</td></tr></table>")),
    }
)  # fmt: skip
"""Every trap by name, with the ending of its file."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a process took: seconds of processor time and by the clock, bytes at most, and how it
    ended."""

    processor: float
    clock: float
    memory: int
    status: int

    @property
    def is_over(self) -> bool:
        return self.processor > SECONDS or self.memory > BYTES or self.status not in (0, 1)


def taken(command: list[str], folder: Path) -> Taken:
    """Run ``command`` in ``folder`` and measure it."""
    begun = time.monotonic()
    child = os.fork()
    if not child:
        os.chdir(folder)
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
        os.execve(command[0], command, os.environ | {"PYTHONPATH": str(ROOT)})  # noqa: S606 -- ours
    _, status, used = os.wait4(child, 0)
    spent = used.ru_utime + used.ru_stime
    clock = time.monotonic() - begun
    return Taken(spent, clock, used.ru_maxrss * 1024, os.waitstatus_to_exitcode(status))


def measured(ending: str, text: str) -> Taken:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "sources").mkdir()
        for source, words in SOURCES.items():
            (folder / "sources" / source).write_text(words)
        (folder / f"article{ending}").write_text(text)
        command = [sys.executable, "-m", "tracer.cli", "check", f"article{ending}"]
        return taken(command, folder)


def main() -> None:
    names = sys.argv[1:] or list(TRAPS)
    print(f"| input of {SIZE:,} bytes | processor | clock | memory | ended |")
    print("|---|---|---|---|---|", flush=True)
    over = 0
    for name in names:
        ending, trap = TRAPS[name]
        used = measured(ending, trap(SIZE))
        over += used.is_over
        figures = f"{used.processor:.1f} s | {used.clock:.1f} s | {used.memory / 1e6:.0f} MB"
        mark = " **over**" if used.is_over else ""
        print(f"| {name} | {figures} | {used.status}{mark} |", flush=True)
    sys.exit(bool(over))


if __name__ == "__main__":
    main()
