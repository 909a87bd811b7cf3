from __future__ import annotations

from pathlib import Path

import pytest

from tracer.errors import ConfigError
from tracer.outlets import Outlets, identity

OUTLETS = Outlets.default()


@pytest.mark.parametrize(
    ("called", "name"),
    [
        ("the BBC", "BBC"),
        ("The New York Times", "The New York Times"),
        ("New York Times", "The New York Times"),
        ("NYT", "The New York Times"),
        ("THE ECONOMIST", "The Economist"),
        ("Agence France-Presse", "AFP"),
        ("https://www.nytimes.com/2019/09/10/x.html", "The New York Times"),
        ("news.bbc.co.uk", "BBC"),
        ("news.sky.com", "Sky News"),
    ],
)
def test_an_outlet_is_found_by_any_of_its_names(called: str, name: str) -> None:
    found = OUTLETS.find(called)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("called", ["", "the", "U.S.", "Ren Zhengfei", "co.uk", "https://", "com"])
def test_what_is_no_outlet_is_not_found(called: str) -> None:
    assert OUTLETS.find(called) is None


def test_every_name_and_domain_leads_to_one_outlet() -> None:
    taken: dict[str, str] = {}
    for outlet in OUTLETS:
        for name in (*map(identity, (outlet.name, *outlet.aliases)), *outlet.domains):
            assert taken.setdefault(name, outlet.name) == outlet.name


def test_a_newsroom_can_add_its_own(tmp_path: Path) -> None:
    path = tmp_path / "ours.csv"
    path.write_text(
        "name,kind,country,aliases,domains\nThe Harbour Post,newspaper,GB,HP,harbour.example\n"
    )
    outlets = OUTLETS.extended(path)
    assert outlets.find("the HP") == outlets.find("https://www.harbour.example/a")
    assert outlets.find("the BBC") == OUTLETS.find("the BBC")


@pytest.mark.parametrize(
    "content",
    [
        "name,kind\nA,newspaper\n",
        "name,kind,country,aliases,domains\n,newspaper,,,\n",
        "name,kind,country,aliases,domains\nA,gossip,,,\n",
        "",
    ],
)
def test_a_list_that_makes_no_sense_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "ours.csv"
    path.write_text(content)
    with pytest.raises(ConfigError, match=r"ours\.csv"):
        OUTLETS.extended(path)


def test_a_list_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.csv"):
        OUTLETS.extended(tmp_path / "none.csv")
