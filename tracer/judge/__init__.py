"""What the differences between a claim and its passages amount to: rating, reasons, rules.

vocabulary.py   words that turn a sentence, and spellings that do not
figures.py      numbers with units, however written
shares.py       shares in words: "a quarter", "nine out of ten"
amounts.py      figures as reported speech rounds them
phrasal.py      verbs of two words
comparison.py   a claim and its passage, word beside word
edging.py       the first and last words of a quotation, written otherwise
differences.py  what each difference is: a figure, a negation, a name ..., or harmless
context.py      what surrounds a passage: what denies there, and quotation marks
edges.py        what stands just outside a quotation, and turns it
elision.py      what an ellipsis leaves out
voices.py       who the source gives its words to
copying.py      words lifted without quotation marks
independence.py which documents are one source
telling.py      where a document tells what a claim says, and how much of it
bindings.py     what a figure, a date or a name belongs to in both
conflicts.py    in what the two disagree: assertions.py, counts.py, directions.py, roles.py
retelling.py    whether a document tells a claim in other words, or otherwise
wording.py      one passage -> a wording: to the words, or to the sense
rating.py       all passages of a claim -> its finding
phrases.py      what a reason quotes of both texts
reasons.py      the sentences that say why
hops.py         which links of a chain the documents bear out
itself.py       the article against itself
overall.py      what only the whole article shows
signals.py      what is known of a source beside its words
"""

from tracer.judge.elision import may_join_voices
from tracer.judge.hops import confirm
from tracer.judge.independence import near_copies
from tracer.judge.overall import across
from tracer.judge.rating import rate
from tracer.judge.wording import Reading

__all__ = ["Reading", "across", "confirm", "may_join_voices", "near_copies", "rate"]
