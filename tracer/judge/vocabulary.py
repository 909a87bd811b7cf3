"""Words that turn what a sentence says, and words that do not.

Short lists of the commonest, made by hand; none was fitted to labelled data.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from tracer.contractions import written_out
from tracer.judge.spellings import AMERICAN, VARIANTS
from tracer.text import FUNCTION_WORDS, stem

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


def expanded(key: str) -> str:
    """A contraction in full ("don't" -> "do not"); any other word as it is."""
    return written_out(key)[0]


@lru_cache(maxsize=1 << 14)
def spelling(key: str) -> str:
    """The same for British and American spellings of one word, with and without accents. Only
    for comparing: the result need not be a word."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", key) if not unicodedata.combining(c))
    plain = AMERICAN.get(plain, plain)
    for pattern, american in VARIANTS:
        plain = pattern.sub(american, plain)
    return plain


def name_root(key: str) -> str:
    """What a name and its adjective have in common: China, China's, Chinese."""
    root = key.removesuffix("'s").removesuffix("'")
    for ending in ("y", "ese", "ish", "an"):
        if root.endswith(ending) and len(root) - len(ending) >= 4:
            root = root.removesuffix(ending)
    return root.rstrip("aeio") if len(root) > 4 else root


_STRONG_VERBS = (
    "admit admitted admitting,ban banned banning,be am is are was were been being,"
    "beat beaten,begin began begun,break broke broken,bring brought,build built,buy bought,"
    "catch caught,child children,choose chose chosen choice choices,come came,cost,"
    "cut cutting,deal dealt,die dying death deaths dead,do does did done,draw drew drawn,"
    "drive drove driven,drop dropped dropping,eat ate eaten,fall fell fallen,feel felt,"
    "fight fought,find found,fly flew flown,forbid forbade forbidden,"
    "forget forgot forgotten,freeze froze frozen,get got gotten getting,give gave given,"
    "go went gone,grow grew grown growth,half halves,have has had having,hear heard,"
    "hide hid hidden,hit hitting,hold held,keep kept,know knew known,lead led,"
    "leave left,lend lent,let letting,lie lay lain,life lives,lose lost loss losses,"
    "make made,man men,mean meant,meet met,pay paid,permit permitted permitting,"
    "person people,plan planned planning,quit quitting,read,ride rode ridden,"
    "ring rang rung,rise rose risen,rob robbed robbing,run ran running,say said,"
    "see saw seen,seek sought,sell sold sale sales,send sent,shake shook shaken,"
    "shoot shot,show shown,shrink shrank shrunk shrunken,shut shutting,sing sang sung,"
    "sink sank sunk sunken,sit sat,sleep slept,slip slipped slipping,speak spoke spoken,"
    "spend spent,stand stood,steal stole stolen,stop stopped stopping,"
    "strike struck stricken,swear swore sworn,swim swam swum,take took taken,"
    "teach taught,tear tore torn,tell told,think thought,throw threw thrown,"
    "understand understood,wear wore worn,wife wives,win won winning,woman women,"
    "write wrote written"
)
_BASE = {form: forms.split()[0] for forms in _STRONG_VERBS.split(",") for form in forms.split()}
_INFLECTED: dict[str, tuple[str, ...]] = {
    forms.split()[0]: tuple(forms.split()) for forms in _STRONG_VERBS.split(",")
}


@lru_cache(maxsize=1 << 15)
def root(key: str) -> str:
    """What the forms of one word have in common: shrinks, shrank, shrunk; labour, labor."""
    plain = spelling(key.removesuffix("'s"))
    return stem(_BASE.get(plain, plain))


_NOUNS = frozenset(
    "choice choices death deaths dead growth half halves life lives loss losses sale sales "
    "children people men women wives".split()
)
_UNCHANGED = frozenset("beat cost cut hit let put quit read set shut".split())
"""Verbs whose past looks like their present."""


def is_past(key: str) -> bool:
    """Whether a word looks like a verb in the past: "lent", "sued"."""
    strong = _BASE.get(key, key) != key and not key.endswith("ing") and key not in _NOUNS
    return key.endswith("ed") or strong or key in _UNCHANGED


LIGHT = frozenset(
    map(
        root,
        "be have do make take get give go come put bring say tell add announce report "
        "according also still already again then there however while during within into onto "
        "upon across toward include enough".split(),
    )
)
"""Roots that lend a sentence little: a paraphrase may bring them along."""


@lru_cache(maxsize=1 << 15)
def is_content(key: str) -> bool:
    """Whether a word says what a sentence is about."""
    return not all(
        word in FUNCTION_WORDS or word in NEGATIONS or word in MODALITY
        for word in expanded(key).split()
    )


def _forms(verb: str) -> tuple[str, ...]:
    """All forms of ``verb``, the regular ones too where it has others."""
    trunk = verb.removesuffix("e")
    past = "d" if verb.endswith("e") else "ed"
    if verb.endswith("y") and verb[-2] not in "aeou":
        return (verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing")
    plural = "es" if verb.endswith(("s", "sh", "ch", "x")) else "s"
    regular = (verb, verb + plural, verb + past, trunk + "ing")
    return (*(f for f in regular if f not in _BASE or _BASE[f] == verb), *_INFLECTED.get(verb, ()))


def _all_forms(verbs: str) -> list[str]:
    return [form for verb in verbs.split() for form in _forms(verb)]


_OPPOSED_VERBS = (
    (
        "rise increase grow gain climb jump surge soar double triple treble quadruple expand "
        "strengthen improve accelerate rally rebound recover widen",
        "fall decrease decline drop lose plunge slump shrink halve contract weaken worsen slow "
        "sink tumble plummet slide slip dip dwindle narrow",
    ),
    ("win", "lose"),
    ("earn", "lose"),
    ("accept approve agree", "reject refuse decline"),
    ("support back", "oppose"),
    ("buy import", "sell export"),
    ("open", "close shut"),
    ("start begin", "end finish stop"),
    ("allow permit", "ban forbid prohibit"),
    ("convict", "acquit"),
    ("confirm admit", "deny"),
    ("join enter", "leave quit"),
    ("create add hire build", "cut destroy fire slash demolish"),
    ("raise lift", "lower cut reduce slash"),
    ("arrive", "depart"),
    ("hire", "fire dismiss"),
    ("arrest jail", "release free"),
    ("lend", "borrow"),
    ("reopen resume restart", "close shut suspend halt"),
    ("praise welcome", "criticise criticize condemn attack"),
    ("pass", "fail"),
    ("save rescue", "destroy"),
    ("defend", "attack"),
    ("appoint promote", "sack dismiss demote"),
    ("succeed", "fail"),
    ("attract", "repel deter"),
    ("include", "exclude omit"),
    ("encourage", "discourage deter"),
    ("love", "hate dislike"),
    ("trust", "distrust mistrust"),
    ("deploy", "withdraw"),
    ("borrow", "repay"),
    ("nationalise nationalize", "privatise privatize"),
)
_OPPOSED_WORDS = (
    ("up higher more upward", "down lower less fewer downward"),
    ("above over exceeding exceeds exceeded", "below under"),
    ("before earlier ahead", "after later following"),
    ("winner", "loser"),
    ("for", "against"),
    ("buyer", "seller"),
    ("first beginning", "last"),
    ("best better largest biggest highest most", "worst worse smallest lowest least"),
    ("legal lawful", "illegal unlawful"),
    ("guilty", "innocent"),
    ("true right correct", "false wrong incorrect"),
    ("possible able likely", "impossible unable unlikely"),
    ("safe", "unsafe dangerous"),
    ("north northern", "south southern"),
    ("east eastern", "west western"),
    ("left", "right"),
    ("to", "from"),
    ("profit profits", "loss losses"),
    ("rise increase growth gain", "fall decrease decline drop loss"),
    ("alive", "dead"),
    ("top", "bottom"),
    ("early earlier earliest", "late later latest"),
    ("optimistic hopeful", "pessimistic"),
    ("cheap cheaper cheapest", "expensive dearer costlier"),
    ("strong stronger strongest", "weak weaker weakest"),
    ("fast faster fastest quick quicker", "slow slower slowest"),
    ("rich richer", "poor poorer"),
    ("old older oldest", "young younger youngest new newer newest"),
    ("long longer longest", "short shorter shortest"),
    ("inside", "outside"),
    ("majority", "minority"),
    ("surplus", "deficit shortfall"),
    ("maximum ceiling", "minimum floor"),
    ("temporary provisional", "permanent"),
    ("public", "private secret"),
    ("export exports", "import imports"),
    ("husband", "wife"),
    ("ally allies", "enemy enemies"),
    ("victory win wins", "defeat defeats loss"),
    ("constitutional", "unconstitutional"),
    ("popular", "unpopular"),
    ("successful", "unsuccessful"),
    ("voluntary", "compulsory mandatory"),
    ("easy easier easily", "hard harder difficult"),
    ("confident sure certain", "worried anxious afraid uncertain unsure"),
    ("pleased happy glad satisfied", "angry unhappy displeased furious"),
    ("known", "unknown"),
    ("high", "low"),
    ("near", "far"),
    ("necessary essential", "unnecessary"),
    ("public", "secret"),
    ("full", "empty"),
    ("shortage lack", "glut surplus"),
    ("in", "out"),
)


SYNONYMS: dict[str, int] = {}
"""Words that may stand for each other in reported speech, by root, each with its group."""
for _group, _members in enumerate(
    "rise increase climb grow,fall drop decline decrease,begin start commence,end finish conclude,"
    "buy purchase acquire,build construct,big large,child kid,film movie,company firm business,"
    "show reveal,try attempt,help aid assist,doctor physician,need require,cut reduce,"
    "car automobile,shop store,quit resign,choose select pick,answer reply,let allow permit,"
    "stop halt,keep retain".split(",")
):
    for _word in _members.split():
        SYNONYMS.setdefault(root(_word), _group)

_PAIRS = [
    *((_all_forms(_one), _all_forms(_other)) for _one, _other in _OPPOSED_VERBS),
    *((_one.split(), _other.split()) for _one, _other in _OPPOSED_WORDS),
]
POLES: dict[str, frozenset[int]] = {}
"""For each word that has a direction, its poles: n and -n are opposites."""
for _number, _sides in enumerate(_PAIRS, start=1):
    for _pole, _side in zip((_number, -_number), _sides, strict=True):
        for _word in _side:
            POLES[_word] = POLES.get(_word, frozenset()) | {_pole}
