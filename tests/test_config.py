"""tracer.toml: what it may say, and what is said about what it may not."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import texts

from tracer.config import FILE_NAME, Settings, read_settings
from tracer.errors import ConfigError

NAMES = [field.name for field in fields(Settings)]


def read(folder: Path, content: str | bytes) -> Settings:
    raw = content.encode() if isinstance(content, str) else content
    (folder / FILE_NAME).write_bytes(raw)
    return read_settings(folder)


def test_without_a_file_all_is_as_documented(tmp_path: Path) -> None:
    settings = read_settings(tmp_path)
    assert settings == Settings()
    assert (settings.db, settings.out, settings.format) == ("tracer.db", "reports", ("html",))


def test_an_empty_file_changes_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, "# nothing set\n") == Settings()


def test_every_setting_can_be_set(tmp_path: Path) -> None:
    lines = {
        name: f'["{name}"]' if isinstance(getattr(Settings(), name), tuple) else f'"{name}"'
        for name in NAMES
    }
    settings = read(tmp_path, "\n".join(f"{name} = {value}" for name, value in lines.items()))
    for name in NAMES:
        assert getattr(settings, name) in (name, (name,))


def test_settings_do_not_change(tmp_path: Path) -> None:
    settings = read_settings(tmp_path)
    with pytest.raises(FrozenInstanceError):
        settings.db = "other.db"  # type: ignore[misc]


@given(name=texts(20).filter(lambda name: name not in NAMES))
def test_an_unknown_setting_is_named_beside_the_known_ones(
    name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("settings")
    quoted = "".join(f"\\U{ord(char):08x}" for char in name)
    with pytest.raises(ConfigError) as caught:
        read(folder, f'"{quoted}" = "x"')
    message = str(caught.value)
    assert repr(name) in message
    assert FILE_NAME in message
    assert all(known in message for known in NAMES)
    assert "\n" not in message


@pytest.mark.parametrize("value", ["5", "true", "[1, 2]", '["a", 1]', "{}", "2019-09-10", "1.5"])
@pytest.mark.parametrize("name", NAMES)
def test_a_value_of_another_type_is_refused(name: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=f"{name}.*must be a"):
        read(tmp_path, f"{name} = {value}")


def test_a_text_is_no_list_and_a_list_no_text(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="must be a list of texts"):
        read(tmp_path, 'format = "html"')
    with pytest.raises(ConfigError, match="must be a text"):
        read(tmp_path, 'db = ["a.db"]')


@pytest.mark.parametrize(
    "content", ["db = ", "db", b"\xff\xfe", "db = " + "[" * 20_000, 'db = "a"\ndb = "b"']
)
def test_what_is_no_toml_is_refused(content: str | bytes, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="not valid TOML"):
        read(tmp_path, content)


def test_what_cannot_be_opened_is_named(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).mkdir()
    with pytest.raises(ConfigError, match=r"Cannot read the settings: .*tracer\.toml"):
        read_settings(tmp_path)


@given(raw=st.binary(max_size=60))
def test_no_file_raises_anything_else(raw: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    try:
        assert isinstance(read(tmp_path_factory.mktemp("settings"), raw), Settings)
    except ConfigError as error:
        assert str(error)  # noqa: PT017 -- either is right, and nothing else is
