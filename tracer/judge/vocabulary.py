"""Words that turn what a sentence says, and words that do not.

Short lists of the commonest, made by hand; none was fitted to labelled data.
"""

from __future__ import annotations

import re
import unicodedata

NEGATIONS = frozenset(
    "not no never none nobody nothing neither nor nowhere without cannot hardly scarcely barely "
    "denied denies deny denying refused refuses refuse rejected".split()
)

_MODAL_CLASSES = {
    "firm": "will shall would going",
    "possible": "may might could possibly perhaps maybe potentially",
    "likely": "likely probably expected",
    "due": "must should ought",
    "alleged": "alleged allegedly reportedly suspected apparently supposedly claimed purported "
    "accused unconfirmed",
    "all": "all every always entire everyone everybody each both",
    "some": "some sometimes several many few most often part partly mostly",
    "only": "only merely just solely",
    "almost": "almost nearly roughly approximately",
}
MODALITY: dict[str, str] = {
    word: name for name, members in _MODAL_CLASSES.items() for word in members.split()
}
"""What kind of certainty or quantity a word lends; a change of kind is a change of modality."""

_OPPOSITES = (
    (
        "rise rises rose risen rising increase increases increased increasing grow grows grew "
        "grown growing gain gains gained climb climbs climbed jump jumps jumped surge surged "
        "soar soared up higher more upward improved improve",
        "fall falls fell fallen falling decrease decreases decreased decreasing decline declines "
        "declined declining drop drops dropped lose loses lost plunge plunged slump slumped shrink "
        "shrank down lower less fewer downward worsened worsen",
    ),
    ("above over exceeding exceeded", "below under"),
    ("before earlier ahead", "after later following"),
    ("win wins won winning winner", "lose loses lost losing loser"),
    ("accept accepts accepted", "reject rejects rejected"),
    (
        "support supports supported supporting back backs backed for",
        "oppose opposes opposed opposing against",
    ),
    (
        "buy buys bought buyer import imports imported",
        "sell sells sold seller export exports exported",
    ),
    ("open opens opened opening", "close closes closed closing shut"),
    ("first beginning start starts started begin began", "last end ends ended finish finished"),
    ("best better largest biggest highest most", "worst worse smallest lowest least"),
    (
        "allow allows allowed permit permits permitted",
        "ban bans banned forbid forbidden prohibit prohibited",
    ),
    ("legal lawful", "illegal unlawful"),
    ("guilty convicted", "innocent acquitted"),
    ("true right correct", "false wrong incorrect"),
    ("possible able likely", "impossible unable unlikely"),
    ("safe", "unsafe dangerous"),
    ("north northern", "south southern"),
    ("east eastern", "west western"),
    ("left", "right"),
    ("to", "from"),
    ("confirm confirms confirmed", "deny denies denied"),
    ("join joins joined enter entered", "leave leaves left quit"),
)
POLES: dict[str, frozenset[int]] = {}
"""For each word that has a direction, its poles: n and -n are opposites."""
for _number, (_one, _other) in enumerate(_OPPOSITES, start=1):
    for _pole, _members in ((_number, _one), (-_number, _other)):
        for _word in _members.split():
            POLES[_word] = POLES.get(_word, frozenset()) | {_pole}

CONDITIONS = frozenset("if unless provided except whether only".split())
"""Words just outside a quotation that make what it says depend on something."""
ONLY_BEFORE_THAT = frozenset(("provided",))
"""Conditions only before "that": "provided the funds" gives them."""
NOT_CONDITIONAL = frozenset("as even asked ask asks wonder wondered what not".split())
"""Before "if" or "whether": "as if", "asked if". Before "only": "not only"."""

MONTHS = {
    name: number
    for number, names in enumerate(
        "january jan,february feb,march mar,april apr,may,june jun,july jul,august aug,"
        "september sept sep,october oct,november nov,december dec".split(","),
        start=1,
    )
    for name in names.split()
}
WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())

_CONTRACTIONS = {
    "can't": "can not",
    "cannot": "can not",
    "won't": "will not",
    "shan't": "shall not",
    "let's": "let us",
    "it's": "it is",
    "that's": "that is",
    "there's": "there is",
    "he's": "he is",
    "she's": "she is",
    "what's": "what is",
    "i'm": "i am",
}
_CONTRACTED = {"n't": " not", "'re": " are", "'ve": " have", "'ll": " will", "'d": " would"}

_SPELLINGS = {
    "mister": "mr",
    "doctor": "dr",
    "professor": "prof",
    "governor": "gov",
    "senator": "sen",
    "representative": "rep",
    "grey": "gray",
    "licence": "license",
    "defence": "defense",
    "offence": "offense",
    "programme": "program",
    "programmes": "programs",
    "centre": "center",
    "theatre": "theater",
    "metre": "meter",
    "kilometre": "kilometer",
    "kilometres": "kilometers",
    "cheque": "check",
    "tyre": "tire",
    "tonne": "ton",
    "whilst": "while",
    "amongst": "among",
    "towards": "toward",
    "okay": "ok",
}


def expanded(key: str) -> str:
    """A contraction in full ("don't" -> "do not"); any other word as it is."""
    if key in _CONTRACTIONS:
        return _CONTRACTIONS[key]
    for ending, full in _CONTRACTED.items():
        if key.endswith(ending) and len(key) > len(ending):
            return key.removesuffix(ending) + full
    return key


_VARIANTS = (
    (re.compile(r"(?<=[a-z]{2})our(?=s$|ed$|ing$|ite|able|hood|$)"), "or"),
    (re.compile(r"(?<=[a-z]{3})is(?=e[sdr]?$|ing$|ation|able)"), "iz"),
    (re.compile(r"(?<=[a-z]{2})ys(?=e[sdr]?$|ing$)"), "yz"),
    (re.compile(r"(?<=[a-z]{3})ll(?=ed$|ing$|ers?$)"), "l"),
    (re.compile(r"(?<=[a-z]{3})ogue(?=s?$)"), "og"),
)


def spelling(key: str) -> str:
    """The same for British and American spellings of one word, with and without accents. Only
    for comparing: the result need not be a word."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", key) if not unicodedata.combining(c))
    plain = _SPELLINGS.get(plain, plain)
    for pattern, american in _VARIANTS:
        plain = pattern.sub(american, plain)
    return plain


def name_root(key: str) -> str:
    """What a name and its adjective have in common: China, China's, Chinese."""
    root = key.removesuffix("'s").removesuffix("'")
    for ending in ("y", "ese", "ish", "an"):
        if root.endswith(ending) and len(root) - len(ending) >= 4:
            root = root.removesuffix(ending)
    return root.rstrip("aeio") if len(root) > 4 else root
