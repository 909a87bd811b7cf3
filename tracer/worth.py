"""How worth checking some words are, read off the words alone.

Fact-checkers look for figures, dates, names, events, comparisons and quotations, and pass over
opinions, promises, questions and talk to the listener. Each such sign has a weight, and their
sum goes through the logistic function. The weights are set by hand, in round numbers, and are
trained on nothing.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from tracer.text import words


@dataclass(frozen=True, slots=True)
class Worth:
    """How worth checking some words are, 0 to 1, and why in plain words."""

    score: float
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Sign:
    pattern: re.Pattern[str]
    weight: float
    why: str


def _sign(pattern: str, weight: float, why: str) -> _Sign:
    return _Sign(re.compile(pattern), weight, why)


# --- figures, dates and names ------------------------------------------------------------------

_UNITS = (
    r"(?:hundred|thousand|million|billion|trillion|mln|bln|per ?cent|pct|percentage|dollar|dlr"
    r"|cent|tonne|barrel|mile|point)s?"
)
_NUMBERS = (
    r"dozens?|half|third|quarter|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|twice|doubled?|tripled?"
)
_YEAR = r"(?:1[89]|20)\d\d"
_CALENDAR = (
    r"January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
)
_AGO = r"yesterday|(?:last|this) (?:year|month|week|quarter)|(?:years?|months?|days?) ago"
_NO_NAMES = r"I|God|American people|Americans?|Mr|Number"

# --- what happened, and how things stand -------------------------------------------------------

_PAST = (
    r"was|were|had|took|made|gave|won|lost|held|led|met|came|went|got|left|put|set|sent|spent"
    r"|built|sold|bought|paid|cut|rose|fell|grew|ran|drew|beat|broke|brought|caught|became|began"
    r"|kept|knew|said|told|wrote|found|thought|stood|stopped|quit|saw|taken|given|gone|done|been"
    r"|become|begun|shown|known|seen|written|broken|fallen|risen|grown|driven|chosen"
    r"|(?<!\bbe )(?!(?:need|indeed|united|hundred|speed)\b)\w{2,}ed"
)
_ACTS = (
    r"vote[ds]?|veto(?:ed|es)?|sign(?:ed|s)|pass(?:ed|es)|enact\w*|ban(?:s|ned)|elect(?:ed|s)"
    r"|appoint(?:ed|s)|nominate[ds]|sue[ds]|charge[ds]|arrest\w*|convict(?:ed|s)|indict(?:ed|s)"
    r"|kill(?:ed|s)|die[ds]|invade[ds]|attack(?:ed|s)|approve[ds]|oppose[ds]|support(?:ed|s)"
    r"|raise[ds]|cut|reject(?:ed|s)|announce[ds]|endorse[ds]|resign\w*|acquire[ds]|founded"
    r"|launch(?:ed|es)|introduce[ds]|sponsor(?:ed|s)|negotiate[ds]|promise[ds]|propose[ds]|rule[ds]"
)
_DEEDS = (
    r"created|added|built|spent|gave|took|lost|won|reduced|increased|doubled|balanced|established"
    r"|funded|helped|sent|lowered|eliminated|opened|closed|changed|fought"
)
_COUNTED = (
    r"jobs?|tax(?:es)?|deficits?|debt|budget|unemployment|inflation|spending|wages?|incomes?"
    r"|salar(?:y|ies)|imports?|exports?|revenues?|profits?|sales|prices?|costs?|rates?|crimes?"
    r"|poverty|laws?|bills?|legislation|treaty|amendment|court|polls?|surveys?|stud(?:y|ies)"
    r"|reports?|shares?|population|insurance|troops|weapons"
)
_TRENDS = (
    r"more|less|fewer|higher|lower|larger|smaller|bigger|longer|faster|than|up from|down from"
    r"|increas\w+|decreas\w+|declin\w+|rose|risen|rise|fell|fallen|grew|grown|growth|dropped"
    r"|gained|reduc\w+|doubled|tripled|compared"
)
_EXTREMES = (
    r"the (?:only|first|last|most|least|best|worst|\w{3,}est)|largest|biggest|highest|lowest"
    r"|fastest|oldest|youngest|record|never|no other|number one|nobody|none of"
)
_CAUSES = r"because|caused?|led to|due to|as a result|therefore|mean that"
_SAYS = (
    r"said|says|told|tells|according to|adds|added|reports|reported|wrote|argued|claims|claimed"
    r"|denied|warned|insisted|admitted|tweeted|believes|suggested"
)
_ACTOR = (
    r"he|she|they|who|(?:[Pp]resident|[Gg]overnor|[Ss]enator|[Mm]inister|[Cc]ongressman"
    r"|[Ss]ecretary)(?: [A-Z]\w+)?|[Aa]dministration|[Cc]ongress|[Gg]overnment|[Cc]ompany"
    r"|[Dd]emocrats|[Rr]epublicans"
)
_HELPERS = r"also|never|has|have|had|ha(?:s|ve)n['’]t|did|didn['’]t|just"

# --- opinion, and talk to a listener -----------------------------------------------------------

_SPEAKER = r"\b(?:I|me|[Mm]y|mine|myself)\b"
_LISTENER = r"\b(?i:you|your|yours)\b"
_GROUP = r"\b(?:[Ww]e|us|[Oo]urs?)\b"
_VIEWS = r"think|believe|feel|hope|guess|want|wish|love|like|know|mean|agree|understand|suppose"
_HEDGES = r"\w+ly|do|just|don['’]t"
_ADVICE = r"should|ought|must|needs? to|ha(?:ve|s) (?:got )?to|got to|gotta|let(?:['’]s| us)"
_CALLS = (
    r"be|reduce|go|take|give|make|keep|stop|get|remember|tell|ask|think|imagine|consider|try|use"
    r"|look|do|don['’]t"
)
_COMING = r"['’]ll| will|['’](?:m|re|s) going to| (?:am|are|is) going to|['’]d like"
_GUESSES = r"if|would|could|might|may|maybe|perhaps|hopefully|probably"
_JUDGEMENTS = (
    r"important|interesting|wonderful|terrible|great|good|bad|wrong|right|beautiful|sad|proud"
    r"|shame|remarkable|amazing|sense|matters?|nice|tough|strong|fair|disaster|disgrace"
    r"|ridiculous|values?|dream|hope|believe|faith|courage|honou?r|heart"
)
_OPENERS = (
    r"thanks?|well|yes|yeah|no|okay|ok|please|welcome|good (?:evening|morning|night|afternoon)"
    r"|look|you know|let me|let['’]s|excuse me|listen|hello|hi|sure|right|so|sir|here['’]s"
    r"|here is|just|imagine"
)
_POINTERS = r"that|this|it|there|these|those|here|what|which"
_LINKS = (
    r"https?://|www\.|\S@\S|(?<!\w)@\w|^\[[^\]]*\]$"
    r"|^\W*(?i:follow|click|read more|sign up|subscribe|share this)\b"
)

_QUOTED = re.compile(r"^[^\"“”«»„]*[,.!?…][\"”»]|[\"“«„][^\"“”«»„]*(?:[\"”»]|$)")
"""Words in quotation marks, also where the marks open or close in another sentence."""

_SIGNS = (
    _sign(
        rf"(?i)[$£€]\s?\d|\d\s?%|\b{_UNITS}\b|\d{_UNITS}\b|\b(?!{_YEAR}s?\b)\d{{3,}}|\d[.,]\d",
        1.6,
        "it gives an amount",
    ),
    _sign(rf"\b(?!{_YEAR}s?\b)\d|\b(?i:{_NUMBERS})\b", 0.9, "it gives a figure"),
    _sign(rf"\b(?:{_CALENDAR}|{_YEAR}s?|(?i:{_AGO}))\b", 0.8, "it gives a date"),
    _sign(
        rf"(?<!^)(?<![.!?\"“] )\b(?!(?:{_NO_NAMES})\b)[A-ZÀ-ÞА-Я][\w’'-]*\w",
        0.9,
        "it names somebody or something",
    ),
    _sign(r"[\"“”«»„]", 2.2, "it quotes"),
    _sign(rf"(?<!\bI )(?<!\bI['’]ve )\b(?i:{_SAYS})\b", 0.6, "it says who said so"),
    _sign(
        rf"(?i)\b(?:{_EXTREMES})\b",
        0.5,
        "it says that something is the most, the only or the first",
    ),
    _sign(rf"(?i)\b(?:{_TRENDS})\b", 0.6, "it compares or says that something changed"),
    _sign(rf"(?i)\b(?:{_CAUSES})\b", 0.3, "it gives a cause"),
    _sign(rf"(?i)\b(?:{_PAST})\b", 0.6, "it tells of something that happened"),
    _sign(rf"(?i)\b(?:{_ACTS})\b", 0.6, "it tells of a deed that is on record"),
    _sign(rf"(?i)\b(?:{_COUNTED})\b", 0.5, "it is about something that is counted or on record"),
    _sign(
        rf"\b(?:{_ACTOR}) (?:(?:{_HELPERS}) )*(?:{_PAST}|{_ACTS}|wants?|plans?)\b",
        0.6,
        "it says what somebody did or wants",
    ),
    _sign(
        rf"\b(?:I|[Ww]e)(?:['’]ve| have| also)* (?:{_ACTS}|{_DEEDS})\b",
        0.7,
        "the speaker tells of deeds of his or her own",
    ),
    _sign(rf"^(?!(?s:.*)(?:{_SPEAKER}|{_LISTENER}|{_GROUP}))", 0.8, "it tells of others"),
    _sign(
        r"^[A-Z'‘](?=.*\b(?:[a-z]+s|to|is|are|by|after|over)\b)[^.!?:;]{15,}[\w'’]$",
        0.8,
        "it reads like a headline",
    ),
    _sign(r"\?[\"”’)]*$", -4.0, "it is a question"),
)
_TALK = (
    _sign(_SPEAKER, -1.1, "the speaker speaks of himself or herself"),
    _sign(_LISTENER, -1.0, "it addresses somebody"),
    _sign(_GROUP, -0.5, "the speaker speaks for a group"),
    _sign(
        rf"\bI (?:(?:{_HEDGES}) )?(?:{_VIEWS})\b|\b(?i:in my (?:opinion|view|judge?ment))\b",
        -0.8,
        "it is an opinion or a wish",
    ),
    _sign(rf"(?i)\b(?:{_ADVICE})\b|^\W*(?:{_CALLS})\b", -1.0, "it says what should be done"),
    _sign(
        rf"(?i)\b(?:I|we|you|they|he|she)(?:{_COMING})\b",
        -0.8,
        "it promises or foretells",
    ),
    _sign(rf"(?i)\b(?:{_GUESSES})\b", -0.6, "it supposes"),
    _sign(rf"(?i)\b(?:{_JUDGEMENTS})\b", -0.7, "it passes judgement"),
    _sign(
        rf"(?i)^\W*(?:(?:and|but)\s+)?(?:{_OPENERS})\b",
        -0.8,
        "it talks to somebody rather than tells",
    ),
    _sign(
        r"(?i)\b(?:tonight|this (?:debate|question|program|campaign|election|race))\b",
        -0.6,
        "it is about the talk itself",
    ),
    _sign(
        rf"(?i)^\W*(?:(?:and|but|so|or|because|now),?\s+)*(?:{_POINTERS})\b(?!\s+\w+\s+(?:of|in)\b)",
        -0.7,
        "it points to what was said before",
    ),
    _sign(_LINKS, -3.0, "it is a link or boilerplate"),
    _sign(r":$|[-–—.…]{2}[\"”’)\s]*$", -0.8, "it breaks off or leads over"),
)
_BIAS = -1.6
"""From here about fourteen words that tell of others reach one half without another sign. Set on
290 sentences of BBC, Reuters and PolNeAR news and of web pages, read for it, where nearly nine in
ten are worth checking; in a debate, where it is one in four, too much passes."""
_PER_WORD, _MOST_WORDS = 0.06, 20


def worthiness(text: str) -> Worth:
    """How worth checking ``text`` is, from the words in it alone.

    That somebody judges or talks of himself counts against it outside quotation marks only:
    whatever is quoted can be checked against its source.
    """
    told = _QUOTED.sub(" ", text)
    signs = [sign for sign in _SIGNS if sign.pattern.search(text)]
    signs += [sign for sign in _TALK if sign.pattern.search(told)]
    count = len(words(text))
    z = _BIAS + sum(sign.weight for sign in signs) + _PER_WORD * min(count, _MOST_WORDS)
    shown = [s for s in signs if (s.weight > 0) == (z >= 0)]
    score = 1 / (1 + math.exp(-z)) if count else 0.0
    return Worth(round(score, 3), tuple(sign.why for sign in shown))
