"""Documents from files and folders."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from tracer.errors import ReadError
from tracer.extract import HTML, MARKDOWN, PDF, TEXT, read_bytes
from tracer.gather import records, warcs
from tracer.models import Document, stable_id

SOURCES = "sources"
"""The folder beside an article that holds its sources."""
_MEDIA_TYPES = {
    ".html": HTML,
    ".htm": HTML,
    ".txt": TEXT,
    ".md": MARKDOWN,
    ".pdf": PDF,
}
_MANY: dict[str, Callable[[Path, str], Iterator[records.Record]]] = {
    ".json": records.from_json,
    ".jsonl": records.from_json_lines,
    ".jsonl.gz": records.from_json_lines,
    ".jsonl.zst": records.from_json_lines,
    ".warc": warcs.from_archive,
    ".warc.gz": warcs.from_archive,
}


@dataclass(frozen=True, slots=True)
class Gathered:
    """Documents that were read, and a line for each file that could not be."""

    documents: tuple[Document, ...] = ()
    problems: tuple[str, ...] = ()


def read_file(path: Path) -> Document:
    """The document in a file. Its id comes from the file's absolute path.

    Raises ReadError: there is no such file, or it cannot be read.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error
    return read_raw(raw, path)


def read_raw(raw: bytes, path: Path) -> Document:
    """The document that the bytes of the file at ``path`` are. Raises ReadError."""
    media_type = _MEDIA_TYPES.get(path.suffix.lower())
    return read_bytes(raw, address=address(path), name=_name(path), media_type=media_type)


def read_sources(path: Path) -> Gathered:
    """All documents of a folder with its folders, in the order of their paths, or of a file.

    In a folder, hidden files and files that are of no known kind are passed over; a file that is
    named is read whatever its name. What cannot be read becomes a line of ``problems``.

    Raises ReadError: there is no such file or folder, or the folder cannot be opened.
    """
    if not path.exists():
        raise ReadError("There is no such file or folder", str(path), "Check the path")
    results = list(_read_folder(path) if path.is_dir() else _read(path))
    return Gathered(
        documents=distinct(result for result in results if isinstance(result, Document)),
        problems=tuple(str(result) for result in results if isinstance(result, ReadError)),
    )


def distinct(documents: Iterable[Document]) -> tuple[Document, ...]:
    """``documents`` with an id of its own each.

    Of those that share an address the first keeps its id. A later one with the same text is left
    out, but for the addresses that led to it; one with another text, as when a page was saved
    twice, stays, under an id made of the address and its bytes.
    """
    kept: dict[str, Document] = {}
    for document in documents:
        first = kept.setdefault(document.id, document)
        if document.text != first.text:
            other = replace(document, id=stable_id(document.id, document.sha256))
            kept.setdefault(other.id, other)
        elif document.also_at != first.also_at:
            kept[document.id] = with_addresses_of(first, document)
    return tuple(kept.values())


def with_addresses_of(document: Document, other: Document) -> Document:
    """``document``, known also by the addresses of ``other``."""
    known = dict.fromkeys((*document.also_at, *other.also_at))
    return replace(document, also_at=tuple(a for a in known if a != document.url))


def _read_folder(folder: Path) -> Iterator[records.Record]:
    for path in files_in(folder):
        yield from [path] if isinstance(path, ReadError) else _read(path)


def files_in(folder: Path) -> Iterator[Path | ReadError]:
    """The files of a folder with its folders that have a known ending, in the order of their
    paths, without hidden ones; before them an error for each folder that does not open.

    Raises ReadError: the folder itself does not.
    """
    unopened: list[OSError] = []
    paths = sorted(_files(folder, unopened))
    if unopened and unopened[0].filename == str(folder):
        raise unreadable(folder, unopened[0])
    yield from (unreadable(Path(error.filename), error) for error in unopened)
    yield from paths


def _files(folder: Path, unopened: list[OSError]) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder, onerror=unopened.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(parent, name)
            if not name.startswith(".") and _ending(path) in _MEDIA_TYPES | _MANY:
                yield path


def _ending(path: Path) -> str:
    """The part of a file's name that says what it is, such as ".html" or ".warc.gz"."""
    name = path.name.lower()
    return next((ending for ending in _MANY if name.endswith(ending)), path.suffix.lower())


def _read(path: Path) -> Iterator[records.Record]:
    try:
        if not path.is_file() and path.exists():
            raise ReadError("This is a device or a pipe", str(path), "Give a file or a folder")
        if many := _MANY.get(_ending(path)):
            yield from many(path, address(path))
        else:
            yield read_file(path)
    except ReadError as error:
        yield error
    except OSError as error:
        yield unreadable(path, error)


def is_text(path: Path) -> bool:
    """Whether a file's name says that it holds one document and no collection of them."""
    return path.suffix.lower() in _MEDIA_TYPES


def address(path: Path) -> str:
    """What a file is known by: its absolute path."""
    # absolute() would keep "..", resolve() would follow links to where they point today
    return Path(os.path.abspath(path)).as_posix()  # noqa: PTH100


def _name(path: Path) -> str:
    return path.absolute().parent.name if path.stem == "article" else path.stem


def unreadable(path: Path, error: OSError) -> ReadError:
    """What to tell a person of an error that the system gave for ``path``."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return ReadError("There is no such file", str(path), "Check the path")
    if isinstance(error, IsADirectoryError):
        return ReadError("This is a folder", str(path.resolve()), "Give a file that is in it")
    if isinstance(error, PermissionError):
        return ReadError("This may not be read", str(path), "Ask for permission to read it")
    return ReadError(
        f"Cannot read this ({error.strerror or error})", str(path), "Give another file"
    )
