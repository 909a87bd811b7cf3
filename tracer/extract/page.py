"""HTML -> body text, links and metadata.

Two libraries read each page, for what each does best: trafilatura the body, date and author,
newspaper3k the canonical address and the site's name. What the page says of itself in JSON-LD goes
first. A library that stumbles over a page costs what it would have given, never the page.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable
from functools import partial
from typing import TypeVar
from urllib.parse import urljoin

from lxml import etree, html

from tracer.errors import ReadError
from tracer.extract import jsonld
from tracer.extract.decoding import without_controls
from tracer.extract.lines import FURNITURE, lines, place
from tracer.extract.plain import is_web_address
from tracer.extract.reading import Content
from tracer.models import Link

for _name in ("trafilatura", "htmldate", "courlan", "justext", "newspaper", "readability"):
    logging.getLogger(_name).addHandler(logging.NullHandler())

T = TypeVar("T")

_DATES = {
    "extensive_search": False,  # a year in the footer is not the day of publication
    "original_date": True,
    "outputformat": "%Y-%m-%d",
    "max_date": "2100-01-01",  # the default is today, and would let the result depend on it
}
_CONSTRUCTED = "constructed stand-in"


def read(text: str, address: str) -> Content:
    """The article on a page. Its text is empty if there is none.

    Raises ReadError: the page cannot be taken apart at all.
    """
    tree = _parsed(text, address)
    url = address if is_web_address(address) else ""
    canonical, site = _attempt(partial(_canonical_and_site, tree, url)) or ("", "")
    stated = jsonld.article(tree)
    found = _attempt(partial(_metadata, tree, url)) or jsonld.About()
    body = _body(tree, url)
    return Content(
        text=body,
        links=_links(tree, body, canonical or url),
        url=canonical or None,
        title=stated.title or found.title,
        authors=stated.authors or found.authors,
        publisher=site or stated.publisher or found.publisher,
        published=stated.published or found.published,
        detail=_detail(tree),
    )


def _parsed(text: str, address: str) -> html.HtmlElement:
    parser = html.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        return html.document_fromstring(without_controls(text).encode(errors="replace"), parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        do = "Save it from the browser and use that file"
        raise ReadError("The page is too broken to be read", address, do) from error


def _attempt(read: Callable[[], T]) -> T | None:
    """What ``read`` gives, or None if the library that it calls stumbles.

    Neither of them says what it may raise on a broken page; whatever it is, there is a second
    way to read it.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # they are about the libraries' own code
        try:
            return read()
        except Exception:
            return None


def _canonical_and_site(tree: html.HtmlElement, url: str) -> tuple[str, str]:
    """The canonical address, if it is a web address, and the site's name, as newspaper3k sees
    them."""
    from newspaper import Config
    from newspaper.extractors import ContentExtractor

    extractor = ContentExtractor(Config())
    canonical: str = extractor.get_canonical_link(url, tree)
    graph = extractor.get_meta_data(tree).get("og")
    site = graph.get("site_name", "") if isinstance(graph, dict) else ""
    return (canonical if is_web_address(canonical) else "", str(site))


def _metadata(tree: html.HtmlElement, url: str) -> jsonld.About:
    from trafilatura.metadata import extract_metadata

    found = extract_metadata(tree, url or None, dict(_DATES))
    named = found.sitename if found.sitename != found.hostname else None
    return jsonld.About(
        title=found.title,
        authors=tuple(name.strip() for name in (found.author or "").split(";") if name.strip()),
        publisher=named,
        published=found.date,
    )


def _body(tree: html.HtmlElement, url: str) -> str:
    """The article's text, one paragraph a line: trafilatura's reading, failing that
    newspaper3k's, failing that all that stands outside menus, forms and footers."""
    for reading in (_by_trafilatura, _by_newspaper, _by_lines):
        text = _attempt(partial(reading, tree, url))
        if text:
            return text
    return ""


def _by_trafilatura(tree: html.HtmlElement, url: str) -> str:
    from trafilatura import bare_extraction

    found = bare_extraction(tree, url or None, favor_precision=True, include_comments=False)
    return _text(found.body) if found is not None and not isinstance(found, dict) else ""


def _by_newspaper(tree: html.HtmlElement, url: str) -> str:
    from newspaper import Article

    page = html.tostring(tree, encoding="unicode")
    article = Article(url or "http://localhost/", fetch_images=False, MAX_TEXT=len(page))
    article.download(input_html=page)
    article.parse()
    paragraphs = (" ".join(line.split()) for line in str(article.text).splitlines())
    return "\n".join(filter(None, paragraphs))


def _by_lines(tree: html.HtmlElement, _: str) -> str:
    return _text(tree.find("body"), without=FURNITURE)


def _text(element: etree._Element | None, without: frozenset[str] = frozenset()) -> str:
    if element is None:
        return ""
    return "\n".join(line.text for line in lines(element, without))


def _links(tree: html.HtmlElement, text: str, url: str) -> tuple[Link, ...]:
    """The body's links to web addresses, on their words, in text order."""
    base = tree.xpath("string(//base/@href)")
    body = tree.find("body")
    placed = place(lines(body), text) if body is not None else iter(())
    whole = (Link(link.span, _absolute(link.url, urljoin(url, base))) for link in placed)
    return tuple(sorted({link for link in whole if link.url}, key=lambda link: link.span))


def _absolute(target: str, base: str) -> str:
    """``target`` as a web address without its fragment's use, or nothing if it is none."""
    try:
        address = urljoin(base, target.strip())
    except ValueError:
        return ""
    return address if is_web_address(address) and not target.startswith("#") else ""


def _detail(tree: html.HtmlElement) -> str:
    """What a page that stands in for another says of itself."""
    metas = tree.xpath("//meta[@name='tracer:constructed']")
    if not metas:
        return ""
    said = " ".join((metas[0].get("content") or "").split())
    if _CONSTRUCTED in said.casefold() or not said:
        return said or _CONSTRUCTED
    return f"{_CONSTRUCTED}: {said}"
