"""What all tests stand on: no network, no home, and generated input that can be repeated."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
from pathlib import Path
from typing import Any

import pytest
import pytest_socket
from hypothesis import HealthCheck, settings

LOOPBACK = ["127.0.0.1", "::1", "localhost"]

_home = pytest.StashKey[Path]()

# A deadline would make a test depend on how busy the machine is.
settings.register_profile(
    "tracer", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.register_profile("ci", settings.get_profile("tracer"), derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "tracer")


def pytest_configure(config: pytest.Config) -> None:
    """Give the run an empty home, before any library can look for its own files in the real one."""
    home = config.stash[_home] = Path(tempfile.mkdtemp(prefix="tracer-tests-"))
    os.environ["HOME"] = str(home)
    for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        os.environ.pop(name, None)


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(config.stash[_home], ignore_errors=True)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing leaves the machine, not even the question for an address."""
    look_up = socket.getaddrinfo

    def loopback_only(host: str | None, *args: Any, **kwargs: Any) -> Any:
        if host is not None and host not in LOOPBACK:
            raise pytest_socket.SocketBlockedError(f"A test asked for the address of {host}.")
        return look_up(host, *args, **kwargs)

    pytest_socket.socket_allow_hosts(LOOPBACK, allow_unix_socket=True)
    monkeypatch.setattr(socket, "getaddrinfo", loopback_only)
