"""A file that is there whole or not at all, wherever the writing of it is cut off."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """What is written inside takes the place of ``path`` in one step, at the end; after an error
    nothing has changed. Raises OSError."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".tracer-")
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
