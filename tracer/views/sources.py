"""The list of sources: what each is, where it is from, and what it carries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tracer.models import Attempt, Finding, Report, Source
from tracer.outlets import identity
from tracer.rules import ACCEPTING
from tracer.views.annotated import Tag, tag
from tracer.views.facts import Place, about, copies, detail, facts_of
from tracer.views.steps import Step, steps
from tracer.views.words import STATUSES, link


@dataclass(frozen=True, slots=True)
class Sourced:
    """A source. ``href`` is None unless the address is http(s); ``label`` is what a reader must
    know of the document, ``remark`` why there is none; ``about`` says what it is in a few words and
    ``facts`` what else is known of it.

    ``copies`` are an archive's, ``steps`` how it was found online or, of a source that is not at
    hand, what was tried for the claims that name it.

    ``carries`` are the claims that it carries as exact, close or paraphrased, ``differs`` those
    that it only tells otherwise, ``named`` those that the article gives to it and of which it has
    nothing; ``sole`` those that rest on it alone.
    """

    anchor: str
    name: str
    title: str
    about: tuple[str, ...]
    facts: tuple[str, ...]
    copies: tuple[Place, ...]
    steps: tuple[Step, ...]
    address: str
    href: str | None
    sha256: str
    status: str
    status_slug: str
    label: str
    remark: str
    carries: tuple[Tag, ...]
    differs: tuple[Tag, ...]
    named: tuple[Tag, ...]
    sole: tuple[Tag, ...]

    @property
    def is_idle(self) -> bool:
        """Whether it was read for nothing: no claim names it or has a passage in it."""
        return self.status_slug == "read" and not (self.carries or self.differs or self.named)


def source_views(report: Report) -> tuple[Sourced, ...]:
    """The sources of ``report``, in its order."""
    known = facts_of(report)
    return tuple(_view(source, report, known) for source in report.sources)


def _view(source: Source, report: Report, known: Mapping[str, tuple[str, ...]]) -> Sourced:
    document = source.document
    url = document.url if document else None
    numbered = list(enumerate(report.findings))
    tried = steps(_taken(source, report), {f.claim.id: tag(n, f) for n, f in numbered})
    return Sourced(
        anchor=f"source-{source.id}",
        name=source.name,
        title=document.label if document and document.label != source.name else "",
        about=tuple(about(document)) if document else (),
        facts=known[document.id] if document else (),
        copies=tuple(copies(source)),
        steps=tried,
        address=url or "",
        href=link(url),
        sha256=document.sha256 if document else "",
        status=STATUSES[source.status],
        status_slug=source.status,
        label=detail(source) if document else "",
        remark="" if document else _remark(source, report, tried),
        carries=_tags(f for f in numbered if _stands(source, f[1]) == "carries"),
        differs=_tags(f for f in numbered if _stands(source, f[1]) == "differs"),
        named=_tags(f for f in numbered if not _stands(source, f[1]) and _is_named(source, f[1])),
        sole=_tags(
            f for f in numbered if "T304" in f[1].rules and _stands(source, f[1]) == "carries"
        ),
    )


def _remark(source: Source, report: Report, tried: tuple[Step, ...]) -> str:
    """Why there is no document; where sources were looked for online, also why no step was."""
    if tried or report.settings.get("network") != "on":
        return source.detail
    is_worthy = any(f.claim.check_worthy and _is_named(source, f) for f in report.findings)
    told = "no way of looking gave a lead" if is_worthy else "no claim worth checking names it"
    return "; ".join(filter(None, (source.detail, f"online: {told}")))


def _taken(source: Source, report: Report) -> Iterator[Attempt]:
    """The steps that led to a source's document, or that were taken for the claims that name it."""
    document = source.document
    wanted = {f.claim.id for f in report.findings if not document and _is_named(source, f)}
    for attempt in report.attempts:
        is_led_to = document is not None and attempt.document_id == document.id
        if is_led_to or attempt.claim_id in wanted:
            yield attempt


def _tags(numbered: Iterable[tuple[int, Finding]]) -> tuple[Tag, ...]:
    return tuple(tag(index, finding) for index, finding in numbered)


def _stands(source: Source, finding: Finding) -> str:
    """Whether the source's document carries the claim, or only tells it otherwise; or neither."""
    document = source.document
    found = [m for m in finding.matches if document and m.passage.document_id == document.id]
    if any(match.wording in ACCEPTING for match in found):
        return "carries"
    return "differs" if found else ""


def _is_named(source: Source, finding: Finding) -> bool:
    """Whether the claim's chain names the source."""
    own = {source.id, identity(source.name)}
    return any(hop.id in own for hop in finding.attribution.chain) if finding.attribution else False
