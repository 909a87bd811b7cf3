"""The command line: parse, call, print. What a command does is in the rooms below.

Imports that take time stay inside the commands, so that ``tracer --help`` answers at once.
"""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from tracer import __version__
from tracer.config import Settings, read_settings
from tracer.errors import ConfigError, ReadError, TracerError, UnknownName
from tracer.models import Decision, Finding, Report, Review
from tracer.rules import RATINGS, RULES, is_reopened
from tracer.tables import (
    CLIP,
    about_carried,
    about_claim,
    about_document,
    about_match,
    about_step,
    summarise,
)
from tracer.terminal import Screen
from tracer.text import clipped

if TYPE_CHECKING:
    from tracer.finding.online import Online
    from tracer.finding.search import Step
    from tracer.run import Bench, Checked, Order
    from tracer.store import Listed, Store

FAILED, HIT, INTERRUPTED = 1, 3, 130
"""Exit statuses; 0 is done, 2 wrong usage (from click)."""


class _Program(click.Group):
    """A group whose commands fail in one line, and leave quietly at Ctrl-C."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="backslashreplace")
        return super().main(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except TracerError as error:
            _complain(error)
            ctx.exit(FAILED)
        except KeyboardInterrupt:
            click.echo("Stopped.", err=True)
            ctx.exit(INTERRUPTED)


def _complain(error: TracerError) -> None:
    Screen(sys.stderr).line(f"Error: {error}")


def _warn(text: str) -> None:
    Screen(sys.stderr).line(f"Warning: {text}")


def _settings() -> Settings:
    return read_settings(Path())


# Options that several commands share; what is not given comes from tracer.toml


def _database(_ctx: click.Context, _parameter: click.Parameter, value: str | None) -> Path:
    return Path(value or _settings().db)


def _folder(_ctx: click.Context, _parameter: click.Parameter, value: str | None) -> Path:
    return Path(value or _settings().out)


def _formats(
    ctx: click.Context, parameter: click.Parameter, value: tuple[str, ...]
) -> tuple[str, ...]:
    from tracer.run import FORMATS

    wanted = tuple(dict.fromkeys(value or _settings().format))
    _refuse_unknown("format", wanted, FORMATS, value, ctx, parameter)
    return wanted


def _fail_on(
    ctx: click.Context, parameter: click.Parameter, value: tuple[str, ...]
) -> frozenset[str]:
    given = value or _settings().fail_on
    wanted = [name.strip() for names in given for name in names.split(",") if name.strip()]
    _refuse_unknown("rating or rule", wanted, [*RATINGS, *RULES], value, ctx, parameter)
    return frozenset(wanted)


def _refuse_unknown(
    what: str,
    wanted: Iterable[str],
    known: Iterable[str],
    from_option: object,
    ctx: click.Context,
    parameter: click.Parameter,
) -> None:
    """An unknown name is wrong usage in an option, and an error in tracer.toml."""
    for name in wanted:
        if name in known:
            continue
        do = f"Known: {', '.join(known)}"
        if from_option:
            raise click.BadParameter(f"There is no {what} {name!r}. {do}", ctx, parameter)
        raise ConfigError(f"There is no {what} {name!r}", "tracer.toml", do)


_db_option = click.option(
    "--db",
    metavar="FILE",
    callback=_database,
    help="The database. Default: the setting db, else tracer.db.",
)
_KNOWN = "html, json, jsonl, csv, sarif, webannotation, claimreview or markdown"
_out_option = click.option(
    "--out",
    metavar="DIR",
    callback=_folder,
    help="The folder for reports. Default: the setting out, else reports.",
)


@click.group(cls=_Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="tracer")
def main() -> None:
    """How faithful is a news article to its sources?

    tracer finds an article's claims and whom it names for each, looks the words up in the source
    documents at hand, and reports how the two wordings differ. Start with: tracer check ARTICLE
    """


# check


@main.command()
@click.argument("articles", metavar="ARTICLE...", nargs=-1, required=True)
@click.option(
    "--sources",
    metavar="PATH",
    multiple=True,
    help="A folder or file of source documents; can be given several times. "
    "A folder named sources beside the article is taken by itself.",
)
@click.option(
    "--offline/--online",
    default=True,
    help="Offline, the default, nothing leaves this machine. "
    "Online, the article and the sources that it cites are fetched.",
)
@click.option(
    "--save-warc",
    metavar="FILE",
    help="Online: keep every fetched byte in a web archive. "
    "Given with --sources later, it stands in for the network.",
)
@click.option(
    "--save-copies",
    is_flag=True,
    help="Online: ask the Wayback Machine to keep a copy of each source that was read.",
)
@_db_option
@_out_option
@click.option(
    "--format",
    "formats",
    metavar="F",
    multiple=True,
    callback=_formats,
    help=f"{_KNOWN}; can be given several times. Default: the setting format, else html.",
)
@click.option(
    "--json",
    "json_to",
    metavar="-",
    type=click.Choice(["-"]),
    help="Print the JSON report to standard output, one line for each article.",
)
@click.option(
    "--fail-on",
    metavar="LIST",
    multiple=True,
    callback=_fail_on,
    help="Ratings and rule codes, parted by commas; leave with status 3 if a claim "
    "that is worth checking has one of them.",
)
@click.pass_context
def check(
    ctx: click.Context,
    articles: tuple[str, ...],
    sources: tuple[str, ...],
    offline: bool,
    save_warc: str | None,
    save_copies: bool,
    db: Path,
    out: Path,
    formats: tuple[str, ...],
    json_to: str | None,
    fail_on: frozenset[str],
) -> None:
    """Check articles against their sources; write a report of each.

    ARTICLE is a file (.txt, .md, .html, .pdf), - for standard input, or with --online an address.
    Of several articles one that cannot be read is reported, and the others go on. Ctrl-C while
    sources are fetched ends the search; the report has what was found until then.
    """
    from tracer.index import write_index
    from tracer.run import prepare
    from tracer.store import Store

    if offline and (save_warc or save_copies):
        raise click.UsageError("--save-warc and --save-copies need --online")
    with Store.open(db) as store, ExitStack() as stack:
        online = None if offline else stack.enter_context(_online(db, save_warc, save_copies))
        bench = prepare(_order(out, formats, sources), store, online)
        for problem in bench.problems:
            _warn(problem)
        try:
            reports = list(_checked(articles, bench, _print_json if json_to else _print_checked))
        finally:
            write_index(out)
    hit = any(_hits(finding, fail_on) for report in reports for finding in report.findings)
    ctx.exit(FAILED if len(reports) < len(articles) else HIT if hit else 0)


def _order(out: Path, formats: tuple[str, ...], sources: tuple[str, ...]) -> Order:
    from tracer.run import Order

    settings = _settings()
    return Order(
        out=out,
        formats=formats,
        sources=tuple(map(Path, sources)),
        archive=tuple(map(Path, settings.sources)),
        outlets=Path(settings.outlets) if settings.outlets else None,
    )


def _checked(
    articles: Sequence[str], bench: Bench, show: Callable[[Checked], None]
) -> Iterator[Report]:
    """Check every article, show what came of it, and give the reports of those that could be.

    Raises KeyboardInterrupt after the report of one whose search for sources was cut short.
    """
    from tracer.run import check_article

    for address in articles:
        try:
            with Screen(sys.stderr).working(f"Checking {address}") as said:
                if bench.online:
                    bench.online.watch = _teller(said)
                checked = check_article(address, bench)
        except TracerError as error:
            _complain(error)
            continue
        for problem in checked.problems:
            _warn(problem)
        show(checked)
        yield checked.report
        if checked.stopped:
            raise KeyboardInterrupt


def _teller(say: Callable[[str], None]) -> Callable[[Step], None]:
    return lambda step: say(about_step(step))


def _online(db: Path, save_warc: str | None, save_copies: bool) -> Online:
    """Ready to fetch. Pages are kept beside the database, as their headers allow."""
    from tracer.finding.online import Online, OnlineOrder

    warc = Path(save_warc) if save_warc else None
    return Online(OnlineOrder(db.with_suffix(".pages.db"), warc, save_copies))


def _hits(finding: Finding, names: frozenset[str]) -> bool:
    return finding.claim.check_worthy and not names.isdisjoint({finding.rating, *finding.rules})


def _print_text(text: str) -> None:
    """``text`` on standard output as it is, in UTF-8."""
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
    sys.stdout.buffer.flush()


def _print_json(checked: Checked) -> None:
    """The report as a line of JSON on standard output, its summary on standard error."""
    from tracer.export import to_json

    _print_text(json.dumps(to_json(checked.report), ensure_ascii=False) + "\n")
    summarise(checked, Screen(sys.stderr))


def _print_checked(checked: Checked) -> None:
    summarise(checked, Screen(sys.stdout))


# batch


@main.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option(
    "--sources",
    metavar="PATH",
    multiple=True,
    help="A folder or file of source documents to keep first, as tracer sources add does; "
    "can be given several times.",
)
@click.option(
    "--engine",
    type=click.Choice(["processes", "dask"]),
    default="processes",
    show_default=True,
    help="Who does the work: processes of this machine, or the workers of a Dask cluster.",
)
@click.option(
    "--processes", type=click.IntRange(1), metavar="N", help="How many. Default: one for each core."
)
@click.option(
    "--scheduler", metavar="ADDRESS", help="Where the scheduler is, such as tcp://10.0.0.1:8786."
)
@click.option(
    "--shared",
    metavar="DIR",
    help="A folder that all machines see: the workers read a copy of the kept sources there. "
    "Default: the folder of the database.",
)
@click.option("--retry", is_flag=True, help="Take those that failed before, too.")
@click.option(
    "--offline/--online",
    default=True,
    help="Online, articles in lists of addresses are fetched. Offline is the default.",
)
@_db_option
@_out_option
@click.pass_context
def batch(
    ctx: click.Context,
    paths: tuple[str, ...],
    sources: tuple[str, ...],
    engine: str,
    processes: int | None,
    scheduler: str | None,
    shared: str | None,
    retry: bool,
    offline: bool,
    db: Path,
    out: Path,
) -> None:
    """Check many articles against the kept sources; write one summary of them all.

    PATH is a folder of articles, a file with an article in each line of JSON (.jsonl, .jsonl.gz,
    .jsonl.zst; each has text or html, and may have id, url, title, publisher, published and
    authors), a text file with an address in each line, or one article. Each is in the database as
    soon as it is done. Cut off anywhere and run again, it goes on with the rest. For a report of
    one of them: tracer export ARTICLE
    """
    from tracer.batch import running
    from tracer.batch.summary import write_summary
    from tracer.store import Store

    if (engine == "dask") != bool(scheduler):
        raise click.UsageError("--engine dask and --scheduler go together")
    settings = _settings()
    with ExitStack() as stack:
        store = stack.enter_context(Store.open(db))
        watcher = stack.enter_context(Screen(sys.stderr).progress("Checking articles"))
        fetch = None if offline else stack.enter_context(_online(db, None, False)).article
        order = running.Order(
            paths=tuple(map(Path, paths)),
            database=db,
            sources=tuple(map(Path, (*settings.sources, *sources))),
            outlets=Path(settings.outlets) if settings.outlets else None,
            retry=retry,
        )
        running.prepare(order, store, watcher)
        if scheduler:
            engaged = running.on_cluster(scheduler, order, store, Path(shared or db.parent))
        else:
            engaged = running.on_this_machine(order, processes)
        workers = stack.enter_context(engaged)
        tally = running.run(order, store, workers, watcher, fetch)
        written = write_summary(store, out)
    told = [("checked", str(tally.checked)), ("failed", str(tally.failed))]
    told += [("done before", str(tally.skipped)), *(("summary", str(path)) for path in written)]
    Screen(sys.stdout).facts(told)
    ctx.exit(FAILED if tally.failed else 0)


# list, show, decide


@main.command("list")
@click.option(
    "--flagged", "which", flag_value="flagged", help="The flagged claims, unsourced ones first."
)
@click.option("--claims", "which", flag_value="claims", help="All claims, most urgent first.")
@_db_option
def list_(which: str | None, db: Path) -> None:
    """What the database holds: articles, or their claims.

    In a pipe: a line each, the columns parted by tabs.
    """
    from tracer.store import Store

    with Store.existing(db) as store:
        if which is None:
            _list_articles(store)
        else:
            _list_claims(store.flagged() if which == "flagged" else store.findings())
        _mention_strays(store)


def _list_articles(store: Store) -> None:
    Screen(sys.stdout).table(
        ("article", "claims", "flagged", "checked", "title"),
        [(a.id, str(a.claims), str(a.flagged), a.generated, a.label) for a in store.articles()],
    )


def _list_claims(claims: Iterable[Listed]) -> None:
    Screen(sys.stdout).table(
        ("claim", "rating", "rules", "decision", "article", "words"),
        [
            (c.claim_id, c.rating, c.rules, _decision(c), clipped(c.article, 40), c.claim)
            for c in claims
        ],
    )


def _decision(claim: Listed) -> str:
    """The last decision; what it was made on, if that is something else by now."""
    former = claim.state == "open" and claim.rated
    notes = ("carried over" if claim.carried else "", f"when rated {former}" if former else "")
    return ", ".join(filter(None, (claim.decision, *notes)))


def _mention_strays(store: Store) -> None:
    strays = store.stray_reviews()
    if not strays:
        return
    _warn(
        "Decisions kept on words that their articles no longer have, "
        f"to count again if the words come back: {len(strays)}"
    )
    for stray in strays:
        decided = f"{stray.review.decision}, by {stray.review.reviewer}"
        Screen(sys.stderr).line(
            f"  {stray.article_id[:8]}: {decided}: {clipped(stray.words, CLIP)}"
        )


@main.command()
@click.argument("claim")
@_db_option
def show(claim: str, db: Path) -> None:
    """Show a claim with its evidence.

    CLAIM is its id, or the beginning of it.
    """
    from tracer.store import Store

    with Store.existing(db) as store:
        located = store.finding(claim)
        review = located.finding.review
        carried = review.carried if review else None
        history = store.reviews(carried.claim_id if carried else located.finding.claim.id)
    screen = Screen(sys.stdout)
    screen.facts(about_claim(located))
    for number, match in enumerate(located.finding.matches, 1):
        screen.heading(f"Passage {number}")
        screen.facts(about_match(located.report, match))
    if history:
        screen.heading("Decisions, the last one counts")
        if is_reopened(located.finding):
            screen.facts([("open again", "the rating is another one since the last decision")])
        screen.facts([("carried over", line) for line in about_carried(carried)])
        rows = [(r.at, r.decision, r.reviewer, r.rated or "", r.note) for r in history]
        screen.table(("at", "decision", "reviewer", "rated", "note"), rows)


@main.command()
@click.argument("claim")
@click.argument("decision", metavar="DECISION", type=click.Choice(get_args(Decision)))
@click.option("--note", metavar="TEXT", default="", help="Why; shown in the report.")
@click.option(
    "--reviewer",
    metavar="NAME",
    help="Who decides. Default: the setting reviewer, else the login name.",
)
@_db_option
def decide(claim: str, decision: Decision, note: str, reviewer: str | None, db: Path) -> None:
    """Record a reviewer's decision on a claim.

    CLAIM is its id, or the beginning of it. DECISION is faithful, altered, needs-source,
    not-a-claim, wrong-attribution, common-knowledge or skipped. The last decision counts; a new
    check of the article keeps it. Reports of the article that check or export wrote, and that are
    still there, are written anew and show it.
    """
    from tracer import run
    from tracer.export.claim_review import HELD
    from tracer.store import Store

    with Store.existing(db) as store:
        finding = store.finding(claim).finding
        found, matches = finding.claim, finding.matches
        review = Review(found.id, decision, reviewer or _reviewer(), note, run.now())
        paths = run.decide(review, store)
    if decision in HELD and not matches:
        _warn(
            f"No source at hand has these words, so “{decision}” is not published as ClaimReview. "
            "Add the source: tracer sources add"
        )
    screen = Screen(sys.stdout)
    screen.facts([("claim", found.id), ("words", clipped(found.text, CLIP))])
    screen.facts([("decision", f"{decision}, by {review.reviewer}")])
    screen.facts([("report", str(path)) for path in paths])


def _reviewer() -> str:
    """The setting, or the login name."""
    named = _settings().reviewer
    if named:
        return named
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError) as error:
        raise UnknownName("Nobody is logged in", "", "Say who decides with --reviewer") from error


# review


@main.command()
@click.option(
    "--host",
    metavar="ADDRESS",
    default="127.0.0.1",
    show_default=True,
    help="Where to listen. Other machines can reach the desk only if this is changed; "
    "it then asks for the token in the address that it prints.",
)
@click.option(
    "--port",
    metavar="N",
    type=click.IntRange(0, 65535),
    default=8765,
    show_default=True,
    help="0: any free one.",
)
@click.option(
    "--name",
    "names",
    metavar="HOST",
    multiple=True,
    help="A further name that this machine goes by in the browser; can be given several times.",
)
@click.option("--open/--no-open", "opens", default=False, help="Open it in the browser.")
@click.option(
    "--offline/--online",
    default=True,
    help="Offline, the default, nothing leaves this machine. "
    "Online, a source can be added by its address alone, and is fetched.",
)
@_out_option
@_db_option
def review(
    host: str,
    port: int,
    names: tuple[str, ...],
    opens: bool,
    offline: bool,
    out: Path,
    db: Path,
) -> None:
    """Work through the flagged claims in the browser.

    Opens the review desk over the database: decide with one key, add a source and see the claim
    rated anew, correct who said something. Reports that check wrote show each decision. Several
    people can review at once. Ctrl-C stops it; whatever was decided is kept.
    """
    from tracer.review import Place, serve

    def opened(address: str) -> None:
        Screen(sys.stdout).line(f"The review desk is at {address}")
        Screen(sys.stderr).line("Ctrl-C stops it.")
        sys.stdout.flush()
        if opens:
            click.launch(address)

    place, reviewer, order = Place(host, port, names), _suggested_reviewer(), _order(out, (), ())
    if offline:
        serve(db, order, place, reviewer, opened)
        return
    with _online(db, None, False) as online:
        serve(db, order, place, reviewer, opened, online.source)


def _suggested_reviewer() -> str:
    try:
        return _reviewer()
    except UnknownName:
        return ""


# sources


@main.group()
def sources() -> None:
    """Keep source documents that take part in every check."""


@sources.command("add")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@_db_option
def sources_add(paths: tuple[str, ...], db: Path) -> None:
    """Keep the documents of folders and files.

    A document that was kept before is replaced by what it is now.
    """
    from tracer import run
    from tracer.store import Store

    with Store.open(db) as store:
        documents, problems = run.read_sources(map(Path, paths))
        for problem in problems:
            _warn(problem)
        if not documents:
            what = "There is no document to keep"
            raise ReadError(what, ", ".join(paths), "Give HTML, text, Markdown or PDF files")
        kept = store.keep(documents)
    Screen(sys.stdout).facts(
        [
            ("added", str(kept.added)),
            ("changed", str(kept.changed)),
            ("unchanged", str(kept.unchanged)),
        ]
    )


@sources.command("list")
@_db_option
def sources_list(db: Path) -> None:
    """List the kept documents.

    In a pipe: a line each, the columns parted by tabs.
    """
    from tracer.store import Store

    with Store.existing(db) as store:
        documents = store.kept()
    Screen(sys.stdout).table(
        ("source", "publisher", "published", "title"),
        [(d.id, d.publisher or "", d.published or "", d.label) for d in documents],
    )


@sources.command("show")
@click.argument("source")
@_db_option
def sources_show(source: str, db: Path) -> None:
    """Show a kept document and its text.

    SOURCE is its id, the beginning of it, or its address.
    """
    from tracer.store import Store

    with Store.existing(db) as store:
        document = store.kept_document(source)
    screen = Screen(sys.stdout)
    screen.facts(about_document(document))
    screen.heading("Text")
    for line in document.text.splitlines():
        screen.line(line)


@sources.command("remove")
@click.argument("source")
@_db_option
def sources_remove(source: str, db: Path) -> None:
    """Keep a document no longer.

    SOURCE is its id, the beginning of it, or its address. Findings that rest on it still have it.
    """
    from tracer.store import Store

    with Store.existing(db) as store:
        document = store.kept_document(source)
        store.drop(document.id)
    Screen(sys.stdout).facts([("removed", document.id), ("title", document.label)])


# export


@main.command()
@click.argument("articles", metavar="[ARTICLE]...", nargs=-1)
@click.option(
    "--format",
    "formats",
    metavar="F",
    multiple=True,
    required=True,
    callback=_formats,
    help=f"{_KNOWN}; can be given several times.",
)
@_out_option
@_db_option
def export(articles: tuple[str, ...], formats: tuple[str, ...], out: Path, db: Path) -> None:
    """Write the findings of checked articles in other formats.

    They have the decisions so far. ARTICLE is an article's id, the beginning of it, or its
    address; all articles by default. With --out - one article in one format goes to standard
    output.
    """
    from tracer import run
    from tracer.index import write_index
    from tracer.store import Store

    with Store.existing(db) as store:
        ids = [store.article_id(a) for a in articles] or [a.id for a in store.articles()]
        if str(out) == run.STANDARD_OUTPUT:
            _print_text(run.exported(_only(ids, "article"), _only(formats, "format"), store))
            return
        for article_id in ids:
            for path in run.export_article(article_id, formats, out, store):
                Screen(sys.stdout).line(str(path))
    write_index(out)


def _only(given: Sequence[str], what: str) -> str:
    """Raises UsageError: there is not one of them."""
    if len(given) != 1:
        raise click.UsageError(f"--out - takes one {what}, and there are {len(given)}")
    return given[0]


# eval


@main.group("eval")
def eval_() -> None:
    """Measure on labelled data.

    Predictions are written to a file; where the data has labels, scores are printed.
    """


_predictions_option = click.option(
    "--out", metavar="FILE", required=True, help="Where to write the predictions, a line each."
)


@eval_.command("attribution")
@click.argument("articles", metavar="ARTICLES.jsonl")
@_predictions_option
def eval_attribution(articles: str, out: str) -> None:
    """Who said what.

    A line of ARTICLES: id, text; for scores quotes, each with start, end and speaker. Out: the
    quotations of each.
    """
    from tracer import evaluate

    evaluate.attribution(Path(articles), Path(out))


@eval_.command("matching")
@click.option("--docs", metavar="DOCS.jsonl[.xz]", required=True, help="The documents.")
@click.option("--needles", metavar="NEEDLES.jsonl", required=True, help="What to look up in them.")
@_predictions_option
@click.option("--given-doc", is_flag=True, help="Look each needle up in its own document only.")
def eval_matching(docs: str, needles: str, out: str, given_doc: bool) -> None:
    """Where documents have a quotation, and how it differs.

    A line of DOCS: id, text. A line of NEEDLES: id, needle; and doc, the id of its document, which
    --given-doc and scores need. It is a direct quotation, unless kind says indirect_quote,
    mixed_quote or statement; a speaker is held against who says it in the document. For scores:
    spans, where the document has it, or verdict, faithful or unfaithful. Out: for each needle its
    passage, score and rating.
    """
    from tracer import evaluate

    evaluate.matching(Path(docs), Path(needles), Path(out), given_doc)


@eval_.command("extraction")
@click.argument("pages", metavar="PAGES.jsonl.gz")
@_predictions_option
def eval_extraction(pages: str, out: str) -> None:
    """The body text of pages.

    A line of PAGES: id, html; also url; for scores articleBody. Out: the text of each.
    """
    from tracer import evaluate

    evaluate.extraction(Path(pages), Path(out))


@eval_.command("claims")
@click.argument("sentences", metavar="SENTENCES.jsonl")
@_predictions_option
def eval_claims(sentences: str, out: str) -> None:
    """Which sentences are worth checking.

    A line of SENTENCES: id, text; for scores label, 0 or 1. Out: a score of each; from 0.5 it is
    worth checking.
    """
    from tracer import evaluate

    evaluate.claims(Path(sentences), Path(out))


# doctor


@main.command()
@_db_option
@click.pass_context
def doctor(ctx: click.Context, db: Path) -> None:
    """What is installed, and whether all is sound.

    Looks at packages, settings, templates and the database. Leaves with status 1 if something is
    not.
    """
    from tracer import health

    checks = health.checks(db)
    Screen(sys.stdout).facts([(check.what, check.state) for check in checks])
    ctx.exit(FAILED if any(check.is_trouble for check in checks) else 0)


if __name__ == "__main__":
    main()
