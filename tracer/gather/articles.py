"""Many articles, each as the bytes that it was found as, so that reading them can be shared out.

An article in a folder is a file, one in a collection a line of JSON (.jsonl, also .gz and .zst). A
text file that has an address in every line is a list of articles that are to be fetched.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tracer.errors import NeedsOnline, ReadError
from tracer.extract.plain import is_web_address
from tracer.gather import folders, records
from tracer.models import Document

_LINES = (".jsonl", ".jsonl.gz", ".jsonl.zst")


@dataclass(frozen=True, slots=True)
class Found:
    """An article that was found and not read yet.

    ``address`` tells it from all others: its file's absolute path, with "#" and the number of the
    line (from 1) behind that of a collection; or the web address, if it is to be fetched.
    ``line`` is that number, 0 for a file. ``fetched`` is the document, once it was, or
    why it could not be.
    """

    address: str
    path: Path
    line: int
    raw: bytes
    fetched: Document | ReadError | None = None

    @property
    def is_far(self) -> bool:
        """Whether it must be fetched before it can be read."""
        return self.fetched is None and is_web_address(self.address)

    @property
    def beside(self) -> Path | None:
        """The folder of sources beside the article's file, if there is one."""
        folder = self.path.parent / folders.SOURCES
        return folder if not self.line and folder.is_dir() else None

    @property
    def content(self) -> str:
        """An id of the bytes, in hexadecimal, and of what lies in the folder beside them; of the
        address alone, if it is to be fetched: an article is fetched once."""
        if is_web_address(self.address):
            return hashlib.sha256(self.address.encode("utf-8", "surrogatepass")).hexdigest()
        digest = hashlib.sha256(self.raw)
        for file in folders.files_in(self.beside) if self.beside else ():
            digest.update(_state(file).encode("utf-8", "surrogatepass"))
        return digest.hexdigest()


def _state(file: Path | ReadError) -> str:
    """What changes if a file does; nothing for one that is not there any more."""
    try:
        state = file.stat() if isinstance(file, Path) else None
    except OSError:
        state = None
    return f"{file}\0{state.st_size}\0{state.st_mtime_ns}\0" if state else ""


def require(path: Path) -> None:
    """Raises ReadError: there is no such file or folder, or the folder does not open."""
    if not path.exists():
        raise ReadError("There is no such file or folder", str(path), "Check the path")
    if path.is_dir():
        next(folders.files_in(path), None)


def found(path: Path) -> Iterator[Found | ReadError]:
    """The articles of a folder with its folders, in the order of their paths, of a collection, or
    of one file. What cannot be opened comes out as its error, in its place."""
    for file in _files(path):
        try:
            yield from _in(file)
        except ReadError as error:
            yield error
        except OSError as error:
            yield folders.unreadable(file, error)


def count(path: Path) -> int:
    """How many articles ``found`` will come to, without holding any; 1 for a file that
    cannot be opened."""
    return sum(_count(file) for file in _files(path))


def is_collection(path: Path) -> bool:
    """Whether a file's name says that it holds an article a line."""
    return path.name.lower().endswith(_LINES)


def read(article: Found) -> Document:
    """The document that ``article`` is. Raises ReadError: it cannot be read."""
    if isinstance(article.fetched, ReadError):
        raise article.fetched
    if article.fetched:
        return article.fetched
    if article.is_far:
        raise NeedsOnline(
            "This is to be fetched, and nothing may leave this machine",
            article.address,
            "Add --online",
        )
    if article.line:
        address = folders.address(article.path)
        return records.from_line(article.raw, article.path, address, article.line)
    return folders.read_raw(article.raw, article.path)


def _files(path: Path) -> Iterator[Path]:
    """The files that hold articles; those in source folders hold none."""
    if not path.is_dir():
        yield path
        return
    for file in folders.files_in(path):
        if isinstance(file, Path) and _holds_articles(file, path):
            yield file


def _holds_articles(file: Path, folder: Path) -> bool:
    beside = folders.SOURCES in file.relative_to(folder).parts[:-1]
    return not beside and (folders.is_text(file) or is_collection(file))


def _in(file: Path) -> Iterator[Found]:
    if is_collection(file):
        yield from _lines(file)
        return
    raw = file.read_bytes()
    if addresses := _addresses(file, raw):
        yield from (Found(url, file, at, b"") for at, url in enumerate(addresses, start=1))
    else:
        yield Found(folders.address(file), file, 0, raw)


def _lines(path: Path) -> Iterator[Found]:
    address = folders.address(path)
    with records.opened(path) as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield Found(f"{address}#{number}", path, number, line)


def _addresses(path: Path, raw: bytes) -> list[str]:
    """The addresses in a text file, if every line that is not empty is one."""
    if path.suffix.lower() != ".txt":
        return []
    lines = [line.strip() for line in raw.decode("utf-8", "replace").splitlines()]
    found = [line for line in lines if line]
    return found if all(map(is_web_address, found)) else []


def _count(path: Path) -> int:
    try:
        if not is_collection(path):
            return len(_addresses(path, path.read_bytes())) or 1
        with records.opened(path) as lines:
            return sum(bool(line.strip()) for line in lines)
    except (ReadError, OSError):
        return 1
