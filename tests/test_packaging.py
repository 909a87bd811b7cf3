"""The wheel: that it holds what tracer needs, and that tracer works from it alone."""

from __future__ import annotations

import email
import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from email.message import Message
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from tracer import __version__

HERE = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    (built,) = WheelBuilder(str(HERE)).build(directory=str(folder), versions=["standard"])
    return Path(built)


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel's files, as they would lie in site-packages."""
    folder = tmp_path_factory.mktemp("site-packages")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def run(installed: Path, cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """tracer as it lies in ``installed``, away from the checkout."""
    program = (
        "import sys, tracer, tracer.cli; "
        f"assert tracer.__file__.startswith({str(installed)!r}), tracer.__file__; "
        "sys.argv[0] = 'tracer'; tracer.cli.main()"
    )
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": str(installed), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def about(wheel: Path, name: str) -> str:
    with zipfile.ZipFile(wheel) as archive:
        return archive.read(f"tracer-{__version__}.dist-info/{name}").decode()


def metadata(wheel: Path) -> Message:
    return email.message_from_string(about(wheel, "METADATA"))


def test_it_holds_every_module_and_all_data(names: set[str]) -> None:
    data = {".py", ".csv", ".typed", ".json"}
    kept = {path for path in (HERE / "tracer").rglob("*") if path.suffix in data}
    assert {path.relative_to(HERE).as_posix() for path in kept} <= names
    assert {"tracer/py.typed", "tracer/outlets.csv"} <= names


def test_it_holds_the_templates(names: set[str]) -> None:
    templates = [path for path in (HERE / "templates").rglob("*") if path.is_file()]
    assert templates
    inside = {
        "tracer/templates/" + path.relative_to(HERE / "templates").as_posix() for path in templates
    }
    assert inside <= names


def test_it_holds_nothing_else(names: set[str]) -> None:
    assert {name.partition("/")[0] for name in names} == {
        "tracer",
        f"tracer-{__version__}.dist-info",
    }
    assert not [name for name in names if "__pycache__" in name or name.endswith(".db")]


def test_its_version_is_the_programs(wheel: Path) -> None:
    assert metadata(wheel)["Version"] == __version__


def test_it_carries_the_licence(wheel: Path, names: set[str]) -> None:
    assert metadata(wheel)["License-Expression"] == "MIT"
    assert f"tracer-{__version__}.dist-info/licenses/LICENSE" in names


def test_every_dependency_says_from_which_version_on() -> None:
    project = tomllib.loads((HERE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    lines = [line for group in groups for line in group]
    bounded = re.compile(r"[\w.-]+>=[\d.]+(; python_version < '[\d.]+')?")
    assert [line for line in lines if not bounded.fullmatch(line)] == []


def test_it_gives_a_command(wheel: Path) -> None:
    assert "tracer = tracer.cli:main" in about(wheel, "entry_points.txt")


def test_the_command_checks_an_article_from_the_wheel_alone(
    installed: Path, tmp_path: Path
) -> None:
    (tmp_path / "story.txt").write_text("“We are glad,” the minister told The Daily Example.")
    done = run(installed, tmp_path, "check", "story.txt", "--format", "html", "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    reports = {path.suffix: path.read_text() for path in (tmp_path / "reports").glob("*-*")}
    assert "We are glad" in reports[".html"]
    assert "<style" in reports[".html"]
    assert json.loads(reports[".json"])["tracer"] == __version__


def test_the_hooks_are_the_checks_of_make_test() -> None:
    makefile = (HERE / "Makefile").read_text(encoding="utf-8")
    hooks = (HERE / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    checks = re.search(r"^test: (.+)$", makefile, re.MULTILINE)
    assert checks is not None
    assert re.findall(r"entry: make (\w+)", hooks) == checks.group(1).split()


def test_the_build_server_runs_make_test() -> None:
    lines = (HERE / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert lines[-1] == "make test"
    assert os.access(HERE / ".ci" / "run", os.X_OK)
