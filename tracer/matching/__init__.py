"""Find a claim's passages among many documents and align them word by word.

needle.py      a claim as words, with its ellipses and brackets set apart
features.py    hashes of short runs of words and letters, for many texts at once
segments.py    sorted postings of features in buckets: made, cut, merged
building.py    documents in batches to segments, and when those are merged
index.py       which documents share features with a needle
memory.py      documents and their index in memory
windows.py     where a document is read for a needle
page.py        those parts of a document as words
blocks.py      the runs of words that needle and document share, chained
alignment.py   the steps between those runs: what is equal, replaced, inserted, left out
passages.py    steps -> spans, differences and a score
likeness.py    how alike whole texts are
paraphrase.py  the sentences that have a needle's rare words in any order
calibration.py what a likeness tells: scores
sources.py     the searchable collection
"""

from tracer.matching.sources import Library, Sources

__all__ = ["Library", "Sources"]
