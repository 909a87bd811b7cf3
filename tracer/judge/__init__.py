"""What the differences between a claim and its passages amount to: rating, reasons, rules.

vocabulary.py   words that turn a sentence, and spellings that do not
figures.py      numbers with units, however written
comparison.py   a claim and its passage, word beside word
differences.py  what each difference is: a figure, a negation, a name ..., or harmless
context.py      what surrounds a passage: ellipses, edges, quotation marks
voices.py       who the source gives its words to
wording.py      one passage -> a wording: to the words, or to the sense
rating.py       all passages of a claim -> its finding
reasons.py      the sentences that say why
hops.py         which links of a chain the documents bear out
overall.py      what only the whole article shows
"""

from tracer.judge.hops import confirm
from tracer.judge.overall import across
from tracer.judge.rating import rate
from tracer.judge.wording import Reading

__all__ = ["Reading", "across", "confirm", "rate"]
