"""What the differences between a claim and its passages amount to: rating, reasons, rules.

vocabulary.py   words that turn a sentence, and spellings that do not
figures.py      numbers with units, however written
comparison.py   a claim and its passage, word beside word
differences.py  what each difference is: a figure, a negation, a name ..., or harmless
context.py      what surrounds a passage: what denies there, and quotation marks
edges.py        what stands just outside a quotation, and turns it
elision.py      what an ellipsis leaves out
voices.py       who the source gives its words to
copying.py      words lifted without quotation marks
independence.py which documents are one source
wording.py      one passage -> a wording: to the words, or to the sense
rating.py       all passages of a claim -> its finding
phrases.py      what a reason quotes of both texts
reasons.py      the sentences that say why
hops.py         which links of a chain the documents bear out
itself.py       the article against itself
overall.py      what only the whole article shows
"""

from tracer.judge.elision import may_join_voices
from tracer.judge.hops import confirm
from tracer.judge.independence import near_copies
from tracer.judge.overall import across
from tracer.judge.rating import rate
from tracer.judge.wording import Reading

__all__ = ["Reading", "across", "confirm", "may_join_voices", "near_copies", "rate"]
