"""Find a claim's passages among many documents and align them word by word.

needle.py     a claim as words, with its ellipses and brackets set apart
index.py      which documents share a needle's rare words
page.py       one document, ready to be searched
blocks.py     the runs of words that needle and document share, chained
alignment.py  the steps between those runs: what is equal, replaced, inserted, left out
passages.py   steps -> spans and differences; windows that say the same in other words
sources.py    the searchable collection
"""

from tracer.matching.sources import Sources

__all__ = ["Sources"]
