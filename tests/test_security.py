"""Nothing that is read is ever run; and the page on security names tests that there are."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OURS = sorted([*ROOT.glob("tracer/**/*.py"), *ROOT.glob("fuzz/*.py")])
PAGE = ROOT / "docs" / "security.md"
_NAMED = re.compile(r"`(test_\w+\.py)::(test_\w+)`")

RUNNING = {"eval", "exec", "compile", "__import__"}
"""Functions that run what they are given."""
UNPACKING = {"pickle", "cPickle", "dill", "shelve", "marshal", "joblib", "cloudpickle"}
"""Modules that run what they read."""
STARTING = {"subprocess", "pty", "commands"}
"""Modules that start programs; and so do these of ``os``:"""
STARTING_OF_OS = {"system", "popen", "execv", "execve", "execvp", "spawnv", "spawnl", "posix_spawn"}


def _faults(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in RUNNING:
                yield f"line {node.lineno}: {name}()"
            case ast.Import(names=names):
                yield from _imported(node.lineno, [alias.name for alias in names])
            case ast.ImportFrom(module=str(module)):
                yield from _imported(node.lineno, [module])
            case ast.Attribute(value=ast.Name(id="os"), attr=name) if name in STARTING_OF_OS:
                yield f"line {node.lineno}: os.{name}"
            case ast.keyword(arg="shell" | "allow_pickle", value=ast.Constant(value=True)):
                yield f"line {node.value.lineno}: {node.arg}=True"


def _imported(line: int, names: list[str]) -> Iterator[str]:
    for name in names:
        if name.partition(".")[0] in UNPACKING | STARTING:
            yield f"line {line}: import {name}"


@pytest.mark.parametrize("path", OURS, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_read_is_ever_run(path: Path) -> None:
    assert list(_faults(ast.parse(path.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize(
    "line",
    [
        "import pickle",
        "from pickle import loads",
        "eval('1')",
        "import os\nos.system('ls')",
        "run('ls', shell=True)",
        "np.load(path, allow_pickle=True)",
        "import subprocess",
    ],
)
def test_what_would_run_it_is_seen(line: str) -> None:
    assert list(_faults(ast.parse(line)))


def test_the_page_on_security_names_tests_that_there_are() -> None:
    named = _NAMED.findall(PAGE.read_text(encoding="utf-8"))
    assert len(named) >= 30
    missing = [f"{file}::{name}" for file, name in named if not _has(file, name)]
    assert missing == []


def _has(file: str, name: str) -> bool:
    path = ROOT / "tests" / file
    return path.exists() and f"def {name}(" in path.read_text(encoding="utf-8")


def test_every_line_of_the_page_names_a_test() -> None:
    rows = re.findall(r"^\| (?!it tries|they try|---).*\|$", PAGE.read_text("utf-8"), re.MULTILINE)
    rows = [row for row in rows if not set(row) <= set("|- ")]
    assert rows
    assert [row for row in rows if not _NAMED.search(row)] == []
