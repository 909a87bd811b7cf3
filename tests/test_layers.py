"""The floors: a room imports from lower floors only, and a third-party package has one owner.

The floors are those of the table in docs/design.md; a row is one room, of one or more modules.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

HERE = Path(__file__).parent.parent
PACKAGE = HERE / "tracer"

OWNERS = {
    "AntiSSRF": "fetching",
    "backports": "gather",
    "charset_normalizer": "extract",
    "click": "cli",
    "distributed": "batch",
    "jinja2": "render",
    "lxml": "extract",
    "newspaper": "extract",
    "onnxruntime": "encoder",
    "protego": "fetching",
    "pypdf": "extract",
    "rapidfuzz": "matching",
    "requests": "fetching",
    "requests_cache": "fetching",
    "rich": "terminal",
    "sqlite_utils": "store",
    "starlette": "review",
    "tokenizers": "encoder",
    "trafilatura": "extract",
    "urllib3": "fetching",
    "uvicorn": "review",
    "warcio": "gather",
    "wayback": "fetching",
}
"""Which room may import a third-party package."""

STANDARD = sys.stdlib_module_names | {"compression"}
"""The standard library, with what came to it with Python 3.14."""

FREE = {"numpy"}
"""What any room may import: arrays are values."""

DISTRIBUTIONS = {
    "backports.zstd": "backports",
    "microsoft-antissrf": "AntiSSRF",
    "newspaper3k": "newspaper",
    "sqlite-utils": "sqlite_utils",
}
"""Where a dependency's name is not that of its package."""

NOT_IMPORTED = {"lxml_html_clean", "python-multipart"}
"""Dependencies that other dependencies need and do not name."""

BESIDE = {("outlets", "text"), ("worth", "text")}
"""Who may import what on its own floor: these read words, and `text` itself uses no neighbour."""


@dataclass(frozen=True)
class Room:
    """A row of the table; its modules may import each other."""

    floor: int
    modules: frozenset[str]


@dataclass(frozen=True)
class Import:
    """A module that another one imports; ``at_once`` unless it waits inside a function."""

    module: str
    name: str
    at_once: bool
    for_types: bool


def rooms_of(table: str) -> dict[str, Room]:
    """Each module or package below tracer/ with its room, from rows "| floor | `room` | ... |"."""
    rooms: dict[str, Room] = {}
    for floor, names in re.findall(r"^\| (\d) \| (`[^|]*`) \|", table, re.MULTILINE):
        modules = frozenset(re.findall(r"`(\w+)/?`", names))
        rooms |= dict.fromkeys(modules, Room(int(floor), modules))
    return rooms


def imports_of(source: str) -> Iterator[Import]:
    """What a module imports, wherever it does."""
    yield from _imports(ast.parse(source), at_once=True, for_types=False)


def _imports(node: ast.AST, *, at_once: bool, for_types: bool) -> Iterator[Import]:
    if isinstance(node, ast.Import):
        yield from (Import(alias.name, "", at_once, for_types) for alias in node.names)
    if isinstance(node, ast.ImportFrom):
        assert node.level == 0, "an import by full name says where it leads"
        yield from (Import(node.module or "", a.name, at_once, for_types) for a in node.names)
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        at_once = False
    if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
        for_types = True
    for child in ast.iter_child_nodes(node):
        yield from _imports(child, at_once=at_once, for_types=for_types)


def complaints(module: str, source: str, rooms: Mapping[str, Room]) -> Iterator[str]:
    """What is wrong with the imports of ``module``, such as "judge.rating" or "claims"."""
    own = rooms[module.partition(".")[0]]
    for found in imports_of(source):
        top, _, below = found.module.partition(".")
        if top == "tracer":
            target = (below or found.name).partition(".")[0]
            beside = (module, target) in BESIDE
            if target in rooms and not beside and not _may_use(own, rooms[target]):
                yield f"{module} (floor {own.floor}) imports {target} ({rooms[target].floor})"
        elif top not in STANDARD | FREE and OWNERS.get(top) not in own.modules:
            yield f"{module} imports {top}, which belongs to {OWNERS.get(top, 'nobody')}"


def _may_use(own: Room, other: Room) -> bool:
    return other == own or other.floor < own.floor


def module_name(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


ROOMS = rooms_of((HERE / "docs" / "design.md").read_text(encoding="utf-8"))
MODULES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}
TOP = MODULES.pop("")


@pytest.mark.parametrize("module", MODULES)
def test_a_module_keeps_to_its_floor(module: str) -> None:
    assert list(complaints(module, MODULES[module].read_text(encoding="utf-8"), ROOMS)) == []


def test_every_module_is_on_a_floor_and_every_room_is_there() -> None:
    assert {module.partition(".")[0] for module in MODULES} == set(ROOMS)


@pytest.mark.parametrize(
    ("module", "floor"),
    [
        *[(name, 0) for name in ("errors", "models")],
        *[(name, 1) for name in ("rules", "text", "config", "outlets")],
        *[(name, 2) for name in ("extract", "claims", "attribution", "matching", "judge")],
        *[(name, 3) for name in ("pipeline", "gather", "store", "render", "export")],
        *[(name, 4) for name in ("run", "evaluate")],
        ("cli", 6),
    ],
)
def test_the_main_rooms_stay_where_they_are(module: str, floor: int) -> None:
    assert ROOMS[module].floor == floor


def test_the_package_itself_imports_its_rooms_only_when_asked() -> None:
    found = imports_of(TOP.read_text(encoding="utf-8"))
    eager = [each.module for each in found if each.at_once and not each.for_types]
    assert [name for name in eager if name.partition(".")[0] not in STANDARD] == []


def test_dependencies_are_those_that_have_an_owner() -> None:
    project = tomllib.loads((HERE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [
        line
        for name, lines in project["optional-dependencies"].items()
        if name != "dev"
        for line in lines
    ]
    names = {re.split(r"[<>=~!\[ ;]", line)[0] for line in [*project["dependencies"], *extras]}
    packages = {DISTRIBUTIONS.get(name, name.replace("-", "_")) for name in names - NOT_IMPORTED}
    assert packages == set(OWNERS) | FREE


def test_every_owner_uses_what_it_owns() -> None:
    used = {
        (found.module.partition(".")[0], owner)
        for module, path in MODULES.items()
        for found in imports_of(path.read_text(encoding="utf-8"))
        for owner in ROOMS[module.partition(".")[0]].modules
    }
    assert set(OWNERS.items()) <= used


def test_no_exception_leads_back() -> None:
    assert {imported for _, imported in BESIDE}.isdisjoint(module for module, _ in BESIDE)
    assert all(ROOMS[a].floor == ROOMS[b].floor for a, b in BESIDE)


class TestTheCheckItself:
    ROOMS = rooms_of(
        "| floor | room | for |\n|---|---|---|\n| 0 | `models` | what `models` are |\n"
        "| 2 | `claims`, `worth` | b |\n| 2 | `extract/` | c |\n| 3 | `store` | d |\n"
    )

    def complaints(self, module: str, source: str) -> list[str]:
        return list(complaints(module, source, self.ROOMS))

    def test_it_reads_the_table(self) -> None:
        room = Room(2, frozenset({"claims", "worth"}))
        assert self.ROOMS["worth"] == self.ROOMS["claims"] == room
        assert self.ROOMS["extract"] == Room(2, frozenset({"extract"}))

    @pytest.mark.parametrize(
        "source",
        [
            "from tracer.models import Span",
            "from tracer import models",
            "from tracer import __version__",
            "import tracer.worth",
            "import json.decoder",
        ],
    )
    def test_it_lets_lower_floors_and_the_own_room_pass(self, source: str) -> None:
        assert self.complaints("claims", source) == []

    @pytest.mark.parametrize(
        "source",
        [
            "from tracer.store import Store",
            "import tracer.store",
            "from tracer import models, store",
            "def later():\n    from tracer.store import Store",
            "if TYPE_CHECKING:\n    from tracer.store import Store",
            "try:\n    import tracer.store\nexcept ImportError:\n    pass",
            "from tracer.extract import read_bytes",
            "from tracer.extract.page import read",
        ],
    )
    def test_it_finds_a_higher_floor_and_a_neighbour(self, source: str) -> None:
        assert len(self.complaints("claims", source)) == 1

    def test_it_finds_another_rooms_library_and_one_of_nobodys(self) -> None:
        assert self.complaints("extract.page", "import lxml.html") == []
        assert self.complaints("store", "from lxml import html") == [
            "store imports lxml, which belongs to extract"
        ]
        assert self.complaints("extract", "def f():\n    import pandas") == [
            "extract imports pandas, which belongs to nobody"
        ]

    def test_it_knows_what_is_imported_at_once(self) -> None:
        source = "import a\nif TYPE_CHECKING:\n    import b\ndef f():\n    import c\n"
        assert [(i.module, i.at_once, i.for_types) for i in imports_of(source)] == [
            ("a", True, False),
            ("b", True, True),
            ("c", False, False),
        ]

    def test_it_asks_for_full_names(self) -> None:
        with pytest.raises(AssertionError, match="full name"):
            list(imports_of("from . import models"))
