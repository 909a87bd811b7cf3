"""tracer.toml -> frozen Settings; an unknown key is an error."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from tracer.errors import ConfigError

FILE_NAME = "tracer.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a newsroom sets once. Each is the default of the option of the same name."""

    db: str = "tracer.db"
    """The database file."""
    out: str = "reports"
    """The folder for reports."""
    format: tuple[str, ...] = ("html",)
    """The formats that ``tracer check`` writes."""
    sources: tuple[str, ...] = ()
    """Folders and files of source documents that always take part."""
    fail_on: tuple[str, ...] = ()
    """Ratings and rule codes that make ``tracer check`` leave with status 3."""
    reviewer: str = ""
    """The name that decisions are recorded under."""
    outlets: str = ""
    """A CSV file of further outlets, with the columns of tracer/outlets.csv."""


def read_settings(folder: Path) -> Settings:
    """The settings in ``folder``'s tracer.toml, or the defaults if it has none.

    Raises ConfigError: the file is no TOML, a key is unknown, or a value has the wrong type.
    """
    path = folder / FILE_NAME
    try:
        with path.open("rb") as file:
            given = tomllib.load(file)
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise ConfigError("Cannot read the settings", str(path), str(error.strerror)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ConfigError("The settings are not valid TOML", str(path), str(error)) from error
    return Settings(**{key: _checked(key, value, path) for key, value in given.items()})


def _checked(key: str, value: Any, path: Path) -> Any:
    defaults = {field.name: field.default for field in fields(Settings)}
    if key not in defaults:
        known = ", ".join(defaults)
        raise ConfigError(f"Unknown setting {key!r}", str(path), f"Known settings: {known}")
    if isinstance(defaults[key], str) and isinstance(value, str):
        return value
    is_list = isinstance(value, list) and all(isinstance(item, str) for item in value)
    if isinstance(defaults[key], tuple) and is_list:
        return tuple(value)
    wanted = "a text" if isinstance(defaults[key], str) else "a list of texts"
    raise ConfigError(f"Setting {key!r} must be {wanted}", str(path))
