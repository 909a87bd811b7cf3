"""How large the report of a large article is, and how fast it opens.

    python benchmarks/large_report.py [--claims N] [--sources N] [--runs N] [--keep FILE]

The article and its sources are invented from lists of words, always the same: each source is the
page of a local paper in which four people are quoted, and the article quotes them by turns word
for word, with another figure, with words dropped, in reported speech, and not at all (a statement
of its own). It is checked as any article is. Printed are the claims found, the report's bytes, and,
for a fresh page of Chromium in each run, the median milliseconds from the start of the navigation
to the first paint, to the end of the load event, and until the page is parsed and its script has
run. Needs Playwright, and Chromium on the PATH.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import tracer
from tracer.matching import Sources
from tracer.models import Document, Report, stable_id
from tracer.render import to_html

PLACES = (
    "Carrow Bay|Norrvik|Skerry Point|Lindholm|Ashby|Fenwick|Dunmore|Harlow|Castleford|Eastmere"
).split("|")
PAPERS = ("Courier", "Gazette", "Herald", "Observer", "Chronicle")
FIRST = "Ada Piet Eva Jonas Ruth Omar Nina Viktor Clara Hugo Mira Tomas Ines Karl Lena Paul".split()
LAST = "Lund Maas Berg Holm Vance Serrano Quill Novak Ames Dorsey Falk Grieg Hale Ivers".split()
WHO = "the harbour office|the water board|the bus company|the school council".split("|")
WHAT = "bridge|pumping station|depot|library|sea wall|market hall|tram line|clinic".split("|")
PLAN = (
    "will be closed for {} weeks while the old beams are taken out",
    "has cost {} million more than the council was told in spring",
    "was used by {} thousand people in the year before the flood",
    "needs {} new workers before it can open at night again",
)
CUES = ("said", "told reporters", "explained", "warned")
PER_SOURCE = len(PLAN)


def said(number: int) -> str:
    """The words that one speaker says, without their marks; each number has its own."""
    source, part = divmod(number, PER_SOURCE)
    place = PLACES[source % len(PLACES)]
    what = WHAT[(source // len(PLACES) * PER_SOURCE + part) % len(WHAT)]
    plan = PLAN[part].format(12 + 7 * number % 83)
    return f"The {what} of {place} {plan}, and nobody here expects that to change before winter"


def speaker(number: int) -> str:
    return f"{FIRST[number % len(FIRST)]} {LAST[number // len(FIRST) % len(LAST)]}"


def paper(source: int) -> str:
    return f"{PLACES[source % len(PLACES)]} {PAPERS[source // len(PLACES) % len(PAPERS)]}"


def source_text(source: int) -> str:
    numbers = range(source * PER_SOURCE, (source + 1) * PER_SOURCE)
    paragraphs = (
        f"“{said(n)},” {speaker(n)} of {WHO[n % len(WHO)]} {CUES[n % len(CUES)]}. The meeting went "
        f"on until late, and the minutes will be read out on the first Monday of the month."
        for n in numbers
    )
    return "\n".join(paragraphs)


def sentence(number: int) -> str:
    """What the article makes of it."""
    words, who, where = said(number), speaker(number), paper(number // PER_SOURCE)
    figure = str(12 + 7 * number % 83)
    turns = (
        f"“{words},” {who} told the {where}.",
        f"“{words.replace(figure, str(int(figure) + 9), 1)},” {who} told the {where}.",
        f"“{words.replace(' here', '', 1)},” {who} told the {where}.",
        f"{who} told the {where} that {words[0].lower()}{words[1:]}.",
        f"{words.split(',')[0]}.",
    )
    return turns[number % len(turns)]


def document(address: str, publisher: str, text: str) -> Document:
    return Document(stable_id(address), "page", text, "0" * 64, url=address, publisher=publisher)


def large(claims: int, sources: int) -> Report:
    """The report on an invented article of about ``claims`` claims from ``sources`` papers."""
    most = sources * PER_SOURCE
    article = "\n".join(sentence(number % most) for number in range(claims))
    pages = [
        document(f"https://paper-{n}.example/news", paper(n), source_text(n))
        for n in range(sources)
    ]
    about = document("https://crier.example/all", "Town Crier", article)
    return tracer.check(about, Sources(pages))


def opened(file: Path, runs: int) -> Iterator[tuple[float, float, float]]:
    """Milliseconds to first paint, end of load and end of parsing, of each of ``runs`` pages."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for _ in range(runs):
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.goto(file.as_uri())
            page.wait_for_function("performance.getEntriesByName('first-paint').length > 0")
            yield tuple(
                page.evaluate(
                    "(() => { const [n] = performance.getEntriesByType('navigation');"
                    " const [p] = performance.getEntriesByName('first-paint');"
                    " return [p.startTime, n.loadEventEnd, n.domContentLoadedEventEnd] })()"
                )
            )
            page.close()
        browser.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=200)
    parser.add_argument("--sources", type=int, default=50)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--keep", type=Path, help="write the report here")
    options = parser.parse_args()
    report = large(options.claims, options.sources)
    html = to_html(report)
    print(f"claims {len(report.findings)}, sources {len(report.sources)}")
    print(", ".join(f"{n} {r}" for r, n in Counter(f.rating for f in report.findings).items()))
    print(f"bytes {len(html.encode()):,}")
    with tempfile.TemporaryDirectory() as folder:
        file = options.keep or Path(folder) / "report.html"
        file.write_text(html, encoding="utf-8")
        times = list(opened(file.resolve(), options.runs))
    for name, values in zip(
        ("first paint", "load", "parsed"), zip(*times, strict=True), strict=True
    ):
        print(f"{name} {median(values):.0f} ms (longest {max(values):.0f})")


if __name__ == "__main__":
    main()
