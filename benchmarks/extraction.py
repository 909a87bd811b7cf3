"""How well and how fast tracer and other libraries find the body text of pages, fold by fold.

usage: python benchmarks/extraction.py PAGES.jsonl.gz [--folds 5]

PAGES are lines of JSON with `id`, `url`, `html` and `articleBody`, as for `tracer eval extraction`,
whose measure this is. A peer that is not installed is left out:

    pip install readability-lxml justext resiliparse goose3

Times are of the processor, in milliseconds a page, so that other programs have no part in them.
"""

from __future__ import annotations

import argparse
import hashlib
import statistics
import time
import warnings
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from tracer.evaluate import Row, rows, shingle_scores

Reader = Callable[[str, str], str]


def tracer(html: str, url: str) -> str:
    from tracer.extract import read_bytes

    return read_bytes(html.encode(), address=url, name="page", media_type="text/html").text


def trafilatura_precise(html: str, url: str) -> str:
    from trafilatura import extract

    return extract(html, url=url, favor_precision=True, include_comments=False) or ""


def trafilatura_as_it_is(html: str, url: str) -> str:
    from trafilatura import extract

    return extract(html, url=url, include_comments=False) or ""


def newspaper(html: str, url: str) -> str:
    from newspaper import Article

    article = Article(url, fetch_images=False, MAX_TEXT=len(html))
    article.download(input_html=html)
    article.parse()
    return str(article.text)


def readability(html: str, _: str) -> str:
    from lxml import html as parser
    from readability import Document

    return str(parser.fromstring(Document(html).summary()).text_content())


def justext(html: str, _: str) -> str:
    from justext import get_stoplist, justext

    found = justext(html.encode(), get_stoplist("English"))
    return "\n".join(part.text for part in found if not part.is_boilerplate)


def resiliparse(html: str, _: str) -> str:
    from resiliparse.extract.html2text import extract_plain_text

    return str(extract_plain_text(html, main_content=True, alt_texts=False))


def goose(html: str, _: str) -> str:
    from goose3 import Goose

    return str(Goose({"enable_image_fetching": False}).extract(raw_html=html).cleaned_text)


READERS: Mapping[str, Reader] = {
    "tracer": tracer,
    "trafilatura, favor_precision": trafilatura_precise,
    "trafilatura": trafilatura_as_it_is,
    "newspaper": newspaper,
    "readability-lxml": readability,
    "justext, English": justext,
    "resiliparse": resiliparse,
    "goose3": goose,
}


class Score:
    """The measure of some pages: F1 of the mean precision and the mean recall."""

    def __init__(self) -> None:
        self._precision: list[float] = []
        self._recall: list[float] = []

    def add(self, gold: str, found: str) -> None:
        precision, recall = shingle_scores(gold, found)
        self._precision.extend(precision)
        self._recall.extend(recall)

    def of(self) -> tuple[float, float, float]:
        """Precision, recall and F1."""
        p, r = (statistics.mean(scores or [0.0]) for scores in (self._precision, self._recall))
        return p, r, 2 * p * r / (p + r) if p + r else 0.0


def fold_of(page: Row, folds: int) -> int:
    """Which fold a page belongs to: by its id alone, as in training."""
    return int(hashlib.sha256(page["id"].encode()).hexdigest(), 16) % folds


def measure(name: str, read: Reader, pages: Iterable[Row], folds: int) -> None:
    """Print a line for a reader; nothing if it is not installed."""
    whole, parts, times, lost = Score(), [Score() for _ in range(folds)], [], 0
    for page in pages:
        start = time.process_time()
        try:
            text = read(page["html"], page["url"])
        except ModuleNotFoundError:
            return
        except Exception:  # whatever a peer raises on a page: it is counted
            text, lost = "", lost + 1
        times.append(1000 * (time.process_time() - start))
        for score in (whole, parts[fold_of(page, folds)]):
            score.add(page["articleBody"], text)
    p, r, f1 = whole.of()
    late = sorted(times)[int(0.95 * len(times))]
    each = " ".join(f"{part.of()[2]:.3f}" for part in parts)
    took = f"{statistics.mean(times):7.1f}{late:7.1f}"
    print(f"{name:30}{p:7.4f}{r:8.4f}{f1:8.4f}{took}{lost:6}  {each}", flush=True)


def main() -> None:
    ask = argparse.ArgumentParser(description="Compare body extraction with other libraries.")
    ask.add_argument("pages", type=Path)
    ask.add_argument("--folds", type=int, default=5)
    given = ask.parse_args()
    pages = list(rows(given.pages, "url", "html", "articleBody"))
    heads = f"{'P':>7}{'R':>8}{'F1':>8}{'ms':>7}{'p95':>7}{'lost':>6}"
    print(f"{f'{len(pages)} pages':30}{heads}  F1 of each fold")
    warnings.simplefilter("ignore")
    for name, read in READERS.items():
        with suppress(Exception):
            read(pages[0]["html"], pages[0]["url"])  # so that loading it is not timed
        measure(name, read, pages, given.folds)


if __name__ == "__main__":
    main()
