"""All articles in the database together: counts by outlet, by source, by rule and by article.

It shares its room with the store. The database counts, so a million claims take no more memory
than the lines that come of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tracer.rules import RATINGS
from tracer.store import Store


@dataclass(frozen=True, slots=True)
class Total:
    """A line of a table. ``id`` is the article's, the source's or the rule's; ``detail`` is the
    publisher of an article, and the role of a source. ``ratings`` has the claims of each rating."""

    id: str
    name: str
    detail: str
    articles: int
    claims: int
    flagged: int
    ratings: Mapping[str, int]


def overall(store: Store) -> Total:
    """All claims of all articles."""
    return next(_totals(store, _OVERALL))


def by_outlet(store: Store) -> Iterator[Total]:
    """By who published the article, with most claims first; "" where it does not say."""
    return _totals(store, _BY_OUTLET)


def by_source(store: Store) -> Iterator[Total]:
    """By whom the articles name for their claims, the most often named first. A claim whose chain
    has two sources counts for both; those without a name, such as "officials", are left out."""
    return _totals(store, _BY_SOURCE)


def by_rule(store: Store) -> Iterator[Total]:
    """By the code of the rule that claims break, the most often broken first."""
    return _totals(store, _BY_RULE)


def by_article(store: Store) -> Iterator[Total]:
    """By article, the one with most flagged claims first."""
    return _totals(store, _BY_ARTICLE, "flagged")


def _totals(store: Store, told: str, first: str = "claims") -> Iterator[Total]:
    """The lines of a table: ``told`` gives id, name and detail for each claim."""
    counts = ", ".join(
        f"coalesce(sum(rating = '{rating}'), 0) AS \"{rating}\"" for rating in RATINGS
    )
    sql = (
        "SELECT id, max(name) AS name, max(detail) AS detail, count(DISTINCT article) AS articles, "  # noqa: S608 -- ours
        f"count(rating) AS claims, coalesce(sum(flagged), 0) AS flagged, {counts} "
        f"FROM ({told}) GROUP BY id ORDER BY {first} DESC, name, id"
    )
    with store._reading():
        for row in store._db.query(sql):
            yield Total(ratings={rating: row.pop(rating) for rating in RATINGS}, **row)


_OVERALL = """
    SELECT '' AS id, '' AS name, '' AS detail, articles.id AS article, rating, flagged
    FROM articles LEFT JOIN claims ON article_id = articles.id
    UNION ALL SELECT '', '', '', NULL, NULL, 0
"""
_BY_OUTLET = """
    SELECT coalesce(publisher, '') AS id, coalesce(publisher, '') AS name, '' AS detail,
        articles.id AS article, rating, flagged
    FROM articles JOIN documents ON documents.version = articles.document
    LEFT JOIN claims ON article_id = articles.id
"""
_BY_SOURCE = """
    SELECT hops.id, hops.name, hops.role AS detail, article_id AS article, rating, flagged
    FROM hops JOIN claims ON claims.id = claim_id WHERE NOT anonymous
"""
_BY_RULE = """
    SELECT value AS id, value AS name, '' AS detail, article_id AS article, rating, flagged
    FROM claims, json_each(claims.rules)
"""
_BY_ARTICLE = """
    SELECT articles.id, coalesce(nullif(title, ''), documents.name) AS name,
        coalesce(publisher, '') AS detail, articles.id AS article, rating, flagged
    FROM articles JOIN documents ON documents.version = articles.document
    LEFT JOIN claims ON article_id = articles.id
"""
