"""What a page says of itself in JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Any

from lxml import etree, html

from tracer.extract.lines import lines

_DEEPEST = 6
"""JSON-LD nests an article in a page in a graph; whatever lies deeper is something else."""


@dataclass(frozen=True, slots=True)
class About:
    """What a page is, as far as it is known.

    ``free`` is whether everybody may read it all; None: unknown. ``text`` is its body, a
    paragraph a line.
    """

    title: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    published: str | None = None
    modified: str | None = None
    language: str | None = None
    free: bool | None = None
    text: str = ""


def article(tree: etree._Element) -> About:
    """The first article of the page's JSON-LD; nothing if there is none or it is broken."""
    for script in tree.iterfind(".//script[@type='application/ld+json']"):
        for node in _nodes(_parsed(script.text or ""), _DEEPEST):
            if _is_article(node):
                return About(
                    title=_text(node.get("headline")),
                    authors=tuple(_names(node.get("author"))),
                    publisher=next(_names(node.get("publisher")), None),
                    published=date(node.get("datePublished")),
                    modified=date(node.get("dateModified")),
                    language=_text(node.get("inLanguage")),
                    free=_truth(node.get("isAccessibleForFree")),
                    text=_paragraphs(node.get("articleBody")),
                )
    return About()


def _parsed(text: str) -> Any:
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _nodes(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth and isinstance(value, dict):
        yield value
        value = list(value.values())
    if depth and isinstance(value, list):
        for inner in value:
            yield from _nodes(inner, depth - 1)


def _is_article(node: dict[str, Any]) -> bool:
    types = node.get("@type")
    names = types if isinstance(types, list) else [types]
    return any(
        isinstance(name, str) and name.endswith(("Article", "BlogPosting", "Report"))
        for name in names
    )


def _names(value: Any) -> Iterator[str]:
    """Names of people and organisations: texts, objects with a name, or lists of these."""
    for item in value if isinstance(value, list) else [value]:
        name = _text(item.get("name") if isinstance(item, dict) else item)
        if name and "://" not in name:
            yield name


def date(value: Any) -> str | None:
    """An ISO 8601 date or time. Year 1 is what some programs write when they know none."""
    text = _text(value)
    try:
        return text if text and datetime.fromisoformat(text).year > 1 else None
    except ValueError:
        return None


def _truth(value: Any) -> bool | None:
    """A truth value, which is often written as a text."""
    return {"true": True, "false": False}.get(str(value).casefold())


def _paragraphs(value: Any) -> str:
    """A text, which may hold tags, as paragraphs."""
    if not isinstance(value, str) or not value.strip():
        return ""
    if "<" not in value:
        return "\n".join(filter(None, map(_text, value.splitlines())))
    try:
        tree = html.fromstring(f"<div>{value}</div>")
    except (etree.LxmlError, ValueError):
        return ""
    return "\n".join(line.text for line in lines(tree))


def _text(value: Any) -> str | None:
    text = " ".join(unescape(value).split()) if isinstance(value, str) else ""
    return text or None
