"""A hand-made report: an invented article with every rating, rule, difference and kind of source.

It also holds what a report must survive: markup in text, an address that is a script, claims inside
claims, a long elision. ``python tests/sample.py`` writes it, and its golden files, anew.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from tracer import models
from tracer.export import dumps
from tracer.models import (
    Attempt,
    Attribution,
    Claim,
    Difference,
    DifferenceKind,
    Document,
    Finding,
    Hop,
    HopState,
    Kind,
    Match,
    Passage,
    Rating,
    Relation,
    Report,
    Review,
    Role,
    Snapshot,
    Source,
    Span,
    Wording,
    stable_id,
)
from tracer.render import to_html
from tracer.text import context

GOLDEN = Path(__file__).parent / "golden"

ARTICLE_TEXT = (GOLDEN / "article.txt").read_text(encoding="utf-8")
POST_TEXT = (GOLDEN / "post.txt").read_text(encoding="utf-8")
WIRE_TEXT = (GOLDEN / "wire.txt").read_text(encoding="utf-8")
UNION_TEXT = (GOLDEN / "union.txt").read_text(encoding="utf-8")


def _document(address: str, name: str, text: str, **about: str) -> Document:
    raw = text.encode()
    sha256 = hashlib.sha256(raw).hexdigest()
    document = Document(stable_id(address), name, text, sha256, url=address, raw=raw)
    return replace(document, **about)


ARTICLE = _document(
    "https://www.example.com/town/harbour-tunnel?a=1&b=2",
    "harbour-tunnel",
    ARTICLE_TEXT,
    title="Harbour tunnel <will> cost 83 million & more",
    publisher="The Town Crier",
    published="2025-03-06",
    detail="constructed for tests",
)
POST = _document(
    "https://post.example.org/tunnel",
    "post",
    POST_TEXT,
    title="A tunnel for the town",
    publisher="The Harbour Post",
    published="2025-03-04",
    retrieved="2025-03-07T08:15:00Z",
    detail="constructed stand-in",
)
WIRE = _document("https://wire.example.net/port-costs", "wire", WIRE_TEXT, publisher="Coastal Wire")
UNION = _document(
    "javascript:alert('union')",
    "union",
    UNION_TEXT,
    title="<script>alert('union')</script> What the shops say",
)
SOURCES = (
    Source(POST.id, "The Harbour Post", "read", POST),
    Source(WIRE.id, "Coastal Wire", "read", WIRE),
    Source(UNION.id, "Traders’ union", "read", UNION, "handed in by <b>hand</b>"),
    Source(stable_id("ministry"), "Ministry of Transport", "unavailable", None, "no document"),
    Source(stable_id("star"), "Evening Star", "not-looked-for"),
)


def span(text: str, words: str) -> Span:
    """Where ``words`` stand in ``text``; in "Lund |told| The" only the middle is meant."""
    before, inner, after = words.split("|") if "|" in words else ("", words, "")
    assert text.count(before + inner + after) == 1, words
    start = text.index(before + inner + after) + len(before)
    return Span(start, start + len(inner))


def hop(
    name: str,
    role: Role,
    state: HopState = "not-checked",
    mention: str = "",
    anonymous: bool = False,
) -> Hop:
    place = span(ARTICLE_TEXT, mention) if mention else None
    return Hop(name, role, stable_id(name), place, anonymous, state)


def said(content: str, cue: str, source: str, *chain: Hop) -> Attribution:
    return Attribution(
        (span(ARTICLE_TEXT, content),),
        span(ARTICLE_TEXT, cue) if cue else None,
        span(ARTICLE_TEXT, source) if source else None,
        chain,
        "the cue “told”, which goes with “Ada Lund”",
        0.9,
    )


def claim(
    kind: Kind, words: str, attribution: Attribution | None = None, worth: float = 0.8
) -> Claim:
    key = stable_id(ARTICLE.id, words)
    why = ("it has a figure",) if worth > 0.8 else ()
    return Claim(
        key, span(ARTICLE_TEXT, words), words, key, kind, worth >= 0.5, worth, attribution, why
    )


def differs(kind: DifferenceKind, article: str, source: str, document: Document) -> Difference:
    return Difference(
        kind,
        span(ARTICLE_TEXT, article) if article else None,
        span(document.text, source) if source else None,
    )


def match(
    document: Document,
    words: tuple[str, ...],
    wording: Wording,
    score: float,
    *differences: Difference,
    relation: Relation = "attributed",
) -> Match:
    spans = tuple(span(document.text, part) for part in words)
    before, _ = context(document.text, spans[0])
    _, after = context(document.text, spans[-1])
    passage = Passage(document.id, spans, " … ".join(words), before, after)
    return Match(passage, score, differences, relation, wording)


def finding(
    of: Claim,
    rating: Rating,
    reason: str = "",
    rules: tuple[str, ...] = (),
    *matches: Match,
) -> Finding:
    score = matches[0].score if matches else 0.0
    return Finding(of, rating, score, (reason,) if reason else (), rules, matches)


_LUND = hop("Ada Lund", "speaker", "confirmed", "chief engineer Ada Lund")
_POST = hop("The Harbour Post", "outlet", "confirmed")
_WIRE = hop("Coastal Wire", "outlet", "not-confirmed")
_PORT = hop("Port authority", "affiliation", "not-checked")
_MAAS = hop("Piet Maas", "speaker", "not-confirmed", "its director, Piet Maas")

_COST = "Harbour tunnel will cost 83 million, port says"
_OPEN = "will be open to all traffic by the end of 2027,"
_LARGEST = "It is the largest work this town has seen."
_TOLLS = "the tunnel “will not need tolls”"
_INNER_TOLLS = "will not need tolls"
_RISEN = "the costs had risen to 83 million"
_CARE = "We [the port] planned with care … and we are proud of the result,"
_SCHEDULE = "The work is on schedule,"
_RESIGN = "the mayor must resign"
_ASKED = "it had never been asked"
_SHOPS = "Two thirds of the town’s shops have lost custom since the digging began."
_ROAD = "Nobody told us that the road would close,"
_MAY = "the council votes in May"
_BRIDGE = "was closed for a week in March and then, after a thorough inspection, opened again"
_BEAUTIFUL = "Tunnels are simply beautiful."
_BURNT = "The first plan was drawn by hand\nand burnt in the winter of 1911."


def _findings() -> tuple[Finding, ...]:
    opening = claim("direct_quote", _OPEN, said(_OPEN, "Lund |told| The", "", _POST, _LUND))
    largest = replace(
        claim("direct_quote", _LARGEST, said(_LARGEST, "Lund |told| The", "", _POST, _LUND)),
        group=opening.group,
    )
    council = hop("sources", "speaker", "not-checked", "Sources close to the council", True)
    union = hop("Traders’ union <i>", "document", "confirmed", "a report by the traders’ union")
    return (
        finding(
            claim("statement", _COST, None, 0.95),
            "contradicted",
            "The article tells the cost in two ways.",
            ("T202", "T501"),
            match(
                WIRE,
                ("costs have risen to 38 million",),
                "contradicted",
                71.0,
                differs("figure", "cost 83", "to 38 million\nHARBOUR", WIRE),
                relation="other",
            ),
        ),
        finding(
            opening,
            "exact",
            "The words are in The Harbour Post, which tells them in its own words.",
            ("T205",),
            match(POST, ("will be open to all traffic by the end of 2027",), "exact", 100.0),
        ),
        finding(
            largest,
            "close",
            "Word for word, but the outlet gives them to nobody.",
            ("T302", "T304"),
            match(POST, (_LARGEST,), "exact", 100.0),
        ),
        finding(
            claim(
                "mixed_quote",
                _TOLLS,
                said(_TOLLS, "says that", "Lund’s office", replace(_LUND, mention=None)),
            ),
            "altered",
            "“unless the council cuts its share” was cut off.",
            ("T201", "T204"),
            match(
                POST,
                ("does not think it will need tolls",),
                "altered",
                80.5,
                differs("order", "not need", "does not", POST),
                differs("deletion", "", "unless the council cuts its share", POST),
            ),
        ),
        finding(
            claim("direct_quote", _INNER_TOLLS, said(_INNER_TOLLS, "says that", "Lund’s office")),
            "paraphrased",
            "",
            ("T205",),
        ),
        finding(
            claim("indirect_quote", _RISEN, said(_RISEN, "admitted", "The port authority", _WIRE)),
            "contradicted",
            "The source has another figure and another direction.",
            ("T202",),
            match(
                WIRE,
                ("the costs had fallen to 38 million",),
                "contradicted",
                92.3,
                differs("direction", "risen", "fallen", WIRE),
                differs("figure", "had risen to 83", "fallen to 38", WIRE),
            ),
            match(
                WIRE,
                ("costs have risen to 38 million",),
                "contradicted",
                88.0,
                differs("modality", "costs had", "costs have", WIRE),
            ),
        ),
        finding(
            claim(
                "direct_quote",
                _CARE,
                said(_CARE, "|said| its director", "", _POST, _WIRE, _MAAS, _PORT),
            ),
            "altered",
            "The ellipsis leaves out a “not”.",
            ("T203",),
            match(
                POST,
                ("We planned with care", "proud of the result"),
                "altered",
                85.0,
                differs("bracket", "[the port]", "", POST),
                differs(
                    "elision",
                    "…",
                    POST_TEXT[POST_TEXT.index(", and we made") : POST_TEXT.index("not proud")],
                    POST,
                ),
                differs("negation", "are proud", "not proud", POST),
            ),
        ),
        finding(
            claim("direct_quote", _SCHEDULE, said(_SCHEDULE, "he |added|", "|he| added", _MAAS)),
            "misattributed",
            "The Harbour Post says “might be”.",
            ("T301", "T202"),
            match(
                POST,
                ("The work, he said, might be on schedule",),
                "contradicted",
                77.0,
                differs("modality", "is on", "might be", POST),
                differs("insertion", "The work is", "", POST),
                relation="other",
            ),
        ),
        finding(
            claim("indirect_quote", _RESIGN, said(_RESIGN, "council |said| the", "", council)),
            "unavailable",
            "The article names nobody who could be asked.",
            ("T303", "T401"),
        ),
        finding(
            claim(
                "indirect_quote",
                _ASKED,
                said(
                    _ASKED,
                    "wrote that",
                    "The ministry of transport",
                    hop("Ministry of Transport", "outlet"),
                ),
            ),
            "not-found",
            "",
            ("T402",),
        ),
        finding(
            claim("statement", _SHOPS, None, 0.97),
            "unsourced",
            "No source is named. Something like it is in “What the shops say”.",
            ("T101", "T102"),
            match(
                UNION,
                ("Shops have lost custom since the digging began, two thirds",),
                "altered",
                66.6,
                differs("substitution", "Two thirds of", ", two thirds of", UNION),
                relation="other",
            ),
        ),
        finding(
            claim("direct_quote", _ROAD, said(_ROAD, "union |says|,", "", union)),
            "close",
            "Only the closing comma differs.",
            (),
            match(UNION, ("Nobody told us that the road would close",), "close", 99.0),
            match(
                WIRE,
                ("Nobody told us the road would close",),
                "altered",
                95.0,
                differs("insertion", "that the road", "", WIRE),
                relation="other",
            ),
        ),
        finding(
            claim("indirect_quote", _MAY, said(_MAY, "is expected", "")),
            "not-found",
            "Nobody is behind “is expected”.",
            ("T303",),
        ),
        finding(
            claim("indirect_quote", _BRIDGE, said(_BRIDGE, "Maas |said|, was", "", _MAAS)),
            "traced",
            "No document of Piet Maas is at hand; the Coastal Wire has it from Eva Berg.",
            (),
            match(
                WIRE,
                ("opened again and had been closed for a week in March",),
                "paraphrased",
                58.0,
                differs("name", "opened again", "Eva Berg", WIRE),
                differs("date", "a week in March and", "in March, said", WIRE),
                relation="other",
            ),
        ),
        finding(claim("statement", _BEAUTIFUL, None, 0.05), "not-checked"),
        finding(claim("statement", _BURNT, None, 0.7), "unsourced", "", ("T101",)),
    )


def report() -> Report:
    """The report, with two decisions on it."""
    made = Report(
        ARTICLE, _findings(), SOURCES, "0.1.0", "2025-03-07T09:00:00Z", {"outlets": "built in"}
    )
    shops, tolls = (models.stable_id(ARTICLE.id, words) for words in (_SHOPS, _TOLLS))
    return made.with_reviews(
        [
            Review(shops, "needs-source", "Ann <ann>", "Asked the union.", "2025-03-07T10:00:00Z"),
            Review(tolls, "altered", "", "", "2025-03-07T10:05:00Z"),
        ]
    )


def fetched() -> Report:
    """The report as it would be online: one source fetched and changed since, one read from an
    archived copy, and steps that led to them or nowhere."""
    made = report()
    at = {claim.text: claim.id for claim in (f.claim for f in made.findings)}
    post, wire = (str(document.url) for document in (POST, WIRE))
    copied = f"https://web.archive.org/web/20250307081500/{post}"
    archived = f"https://web.archive.org/web/20250301000000id_/{wire}"
    shots = {
        POST.id: _shot(POST, "https://sho.example/t", post, copied, "2025-03-05T08:00:00Z"),
        WIRE.id: _shot(WIRE, wire, archived, archived, None),
    }
    read = replace(POST, also_at=("https://sho.example/t",))
    sources = [
        replace(
            source,
            document=read if source.id == read.id else source.document,
            snapshot=shots.get(source.id),
            detail=_DETAILS.get(source.id, source.detail),
        )
        for source in made.sources
    ]
    star = Hop("Evening Star", "outlet", stable_id("star"))
    asked = next(f for f in made.findings if f.claim.text == _ASKED)
    assert asked.attribution is not None
    chain = (star, *asked.attribution.chain)
    named = replace(asked.claim, attribution=replace(asked.attribution, chain=chain))
    return replace(
        made,
        findings=tuple(replace(f, claim=named) if f is asked else f for f in made.findings),
        sources=tuple(sources),
        attempts=(
            Attempt(at[_OPEN], "link", "https://sho.example/t", "read", POST.id),
            Attempt(at[_LARGEST], "link", "https://sho.example/t", "read", POST.id),
            Attempt(at[_RISEN], "link", wire, f"read: {_DETAILS[WIRE.id]}", WIRE.id),
            Attempt(at[_ASKED], "link", "https://star.example/a", "robots.txt does not allow it"),
            Attempt(at[_ASKED], "GDELT", "", "The service answered: too many requests"),
            Attempt("", "a copy in the Wayback Machine", post, f"made: {copied}", POST.id),
        ),
    )


_DETAILS = {
    POST.id: "its text has changed since 2025-03-05T08:00:00Z",
    WIRE.id: "the Wayback Machine’s copy of 2025-03-01; two ways to read this page agree on 28 % "
    "of its text: compare it with the page",
}


def _shot(
    document: Document, address: str, final: str, archived: str, changed: str | None
) -> Snapshot:
    at, text = "2025-03-07T08:15:00Z", hashlib.sha256(document.text.encode()).hexdigest()
    return Snapshot(
        document.id, address, final, 200, (), at, document.sha256, text, archived, changed
    )


HOSTILE = '<script>hit = 1; alert(1)</script><img src=x onerror="hit=1">\'`${hit=1}</title>'


def hostile() -> Report:
    """The report with a script in every text that somebody else wrote."""
    made = report()
    bad = {"name": HOSTILE, "title": HOSTILE, "publisher": HOSTILE, "authors": (HOSTILE,)}
    bad |= {"published": HOSTILE, "detail": HOSTILE, "url": f"javascript:{HOSTILE}"}
    sources = tuple(
        replace(source, name=HOSTILE, document=source.document and replace(source.document, **bad))
        for source in made.sources
    )
    findings = tuple(
        replace(
            each,
            claim=replace(each.claim, text=HOSTILE, attribution=_hostile(each.attribution)),
            reasons=(HOSTILE,),
            review=Review(each.claim.id, "altered", HOSTILE, HOSTILE, HOSTILE),
        )
        for each in made.findings
    )
    article = replace(made.article, text=made.article.text + HOSTILE, **bad)
    return replace(made, article=article, findings=findings, sources=sources)


def _hostile(attribution: Attribution | None) -> Attribution | None:
    if attribution is None:
        return None
    chain = tuple(replace(hop, name=HOSTILE) for hop in attribution.chain)
    return replace(attribution, chain=chain, rule=HOSTILE)


def empty() -> Report:
    """A report on a text that claims nothing, with no sources."""
    article = Document(stable_id("/empty.txt"), "empty", "Also read\n", "0" * 64)
    return Report(article, (), (), "0.1.0", "2025-03-07T09:00:00Z")


def write_golden() -> None:
    GOLDEN.mkdir(exist_ok=True)
    (GOLDEN / "report.html").write_text(to_html(report()), encoding="utf-8")
    (GOLDEN / "report.json").write_text(dumps(report()), encoding="utf-8")


if __name__ == "__main__":
    write_golden()
