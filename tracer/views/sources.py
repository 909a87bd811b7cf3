"""The list of sources: what each is, where it is from, and what it carries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tracer.judge.signals import Signals, signals
from tracer.models import Attempt, Finding, Report, Source
from tracer.outlets import identity
from tracer.rules import ACCEPTING
from tracer.views.annotated import Tag, tag
from tracer.views.facts import Place, Step, about, changed, copies, facts, steps
from tracer.views.words import STATUSES, link


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source. ``href`` is None unless the address is http(s); ``label`` is what a reader must
    know of the document, ``remark`` why there is none; ``about`` says what it is in a few words and
    ``facts`` what else is known of it; ``changed`` that it has another text than before.

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
    changed: str
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


def source_views(report: Report) -> tuple[SourceView, ...]:
    """The sources of ``report``, in its order."""
    known = signals(report)
    names = names_of(report)
    return tuple(_view(source, report, known, names) for source in report.sources)


def names_of(report: Report) -> dict[str, str]:
    """The names of the sources by the ids of their documents."""
    return {s.document.id: s.name for s in report.sources if s.document}


def _view(
    source: Source, report: Report, known: Mapping[str, Signals], names: Mapping[str, str]
) -> SourceView:
    document = source.document
    own = known[document.id] if document else None
    url = document.url if document else None
    numbered = list(enumerate(report.findings))
    return SourceView(
        anchor=f"source-{source.id}",
        name=source.name,
        title=document.label if document and document.label != source.name else "",
        about=tuple(about(document)) if document else (),
        facts=tuple(facts(own, names)) if own else (),
        changed=changed(source),
        copies=tuple(copies(source)),
        steps=steps(report, _taken(source, report)),
        address=url or "",
        href=link(url),
        sha256=document.sha256 if document else "",
        status=STATUSES[source.status],
        status_slug=source.status,
        label=(source.detail or document.detail) if document else "",
        remark="" if document else source.detail,
        carries=_tags(f for f in numbered if _stands(source, f[1]) == "carries"),
        differs=_tags(f for f in numbered if _stands(source, f[1]) == "differs"),
        named=_tags(f for f in numbered if not _stands(source, f[1]) and _is_named(source, f[1])),
        sole=_tags(f for f in numbered if own and f[1].claim.id in own.sole),
    )


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
