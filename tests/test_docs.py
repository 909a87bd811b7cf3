"""The documentation and the program say the same.

``python tests/test_docs.py`` writes the help in docs/commands.md anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from tracer.cli import main

ROOT = Path(__file__).parent.parent
COMMANDS = ROOT / "docs" / "commands.md"
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "fixtures" / "README.md"])

_BLOCK = re.compile(r"(?<=```help\n)\$ tracer(?P<path>[^\n]*) --help\n.*?(?=```)", re.DOTALL)
_LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")


def all_commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield path
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from all_commands(command, (*path, name))
        else:
            yield (*path, name)


def help_of(path: tuple[str, ...]) -> str:
    """What ``--help`` prints for a command, 80 columns wide."""
    printed = CliRunner().invoke(
        main, [*path, "--help"], prog_name="tracer", terminal_width=80, max_content_width=80
    )
    return f"$ {' '.join(['tracer', *path])} --help\n{printed.output}"


def documented() -> dict[tuple[str, ...], str]:
    page = COMMANDS.read_text("utf-8")
    return {tuple(match["path"].split()): match.group() for match in _BLOCK.finditer(page)}


def test_every_command_is_documented() -> None:
    assert sorted(documented()) == sorted(all_commands(main))


@pytest.mark.parametrize(
    "path", sorted(all_commands(main)), ids=lambda path: " ".join(path) or "tracer"
)
def test_the_documented_help_is_that_of_the_program(path: tuple[str, ...]) -> None:
    assert documented()[path] == help_of(path), "run: python tests/test_docs.py"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for link in _LINK.findall(page.read_text("utf-8")):
        assert (page.parent / link).exists(), link


def write() -> None:
    page = COMMANDS.read_text("utf-8")
    new = _BLOCK.sub(lambda match: help_of(tuple(match["path"].split())), page)
    COMMANDS.write_text(new, "utf-8")


if __name__ == "__main__":
    write()
