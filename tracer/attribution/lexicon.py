"""The words that the rules go by.

The cues are the commonest of PolNeAR's training half (Newell, Margolin and Ruths 2018), by
count, sorted by what may follow them; the other lists are closed classes of English.
"""

from __future__ import annotations

from typing import Literal

CueClass = Literal["say", "tell", "to", "call", "quote"]
"""say: a clause or a quotation follows · tell: somebody who is told, then the same ·
to: an infinitive follows · call: a name for something follows · quote: whoever is quoted follows"""

_IRREGULAR = {
    "say": "says said saying",
    "tell": "tells told telling",
    "write": "writes wrote written writing",
    "think": "thinks thought thinking",
    "find": "finds found finding",
    "show": "shows showed shown showing",
    "feel": "feels felt feeling",
    "know": "knows knew known knowing",
    "forget": "forgets forgot forgetting",
    "swear": "swears swore sworn swearing",
    "read": "reads read reading",
    "foresee": "foresees foresaw foreseen foreseeing",
    "understand": "understands understood understanding",
    "mean": "means meant meaning",
    "hold": "holds held holding",
    "put": "puts put putting",
    "seek": "seeks sought seeking",
    "deny": "denies denied denying",
    "reply": "replies replied replying",
    "imply": "implies implied implying",
    "testify": "testifies testified testifying",
    "clarify": "clarifies clarified clarifying",
    "quip": "quips quipped quipping",
    "admit": "admits admitted admitting",
    "concede": "concedes conceded conceding",
    "plan": "plans planned planning",
    "worry": "worries worried worrying",
}
_LEMMAS: dict[CueClass, str] = {
    "say": """say write add note suggest report announce argue explain acknowledge claim state
        insist declare predict recall reply respond conclude stress emphasize emphasise admit
        confirm deny reveal assert allege tweet observe remark comment caution concede complain
        joke estimate maintain testify contend reiterate clarify indicate believe think fear
        know feel suspect find show continue recount proclaim disclose boast lament quip
        shout exclaim ask wonder imply warn urge demand recommend forecast worry
        stipulate speculate hint learn understand counter retort interject muse
        concur affirm foresee opine agree""",
    "tell": "tell inform assure remind convince advise notify",
    "to": """hope plan want vow promise refuse pledge threaten intend seek decline offer expect
        agree prefer wish""",
    "call": "call describe label brand dub term deem consider",
    "quote": "quote cite",
}


def _forms(lemma: str) -> list[str]:
    if lemma in _IRREGULAR:
        return [lemma, *_IRREGULAR[lemma].split()]
    stem = lemma[:-1] if lemma.endswith("e") else lemma
    third = lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x")) else "s")
    return [lemma, third, f"{stem}ed", f"{stem}ing"]


CUES: dict[str, CueClass] = {
    form: kind
    for kind, lemmas in _LEMMAS.items()
    for lemma in lemmas.split()
    for form in _forms(lemma)
}
"""Every inflected form of every cue verb, and its class."""


PAST_FORMS = frozenset(_IRREGULAR[lemma].split()[1] for lemma in _IRREGULAR) - {"read", "put"}
"""Past forms of irregular cues: verbs wherever they stand."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


SAFE_CUES = _set(
    "said says say told tells wrote writes added adds tweeted explained insisted argued noted "
    "announced reported reports warned claimed stated replied acknowledged recalled"
)
"""Forms that report speech whatever the subject; a longer noun phrase is taken as their source."""
SHOWS = _set(
    "show shows showed shown find finds found suggest suggests suggested indicate indicates"
)
"""Forms that report something only where the subject is a document or people."""
AUXILIARIES = _set(
    "has have had is are was were be been being will would may might can could should must do does "
    "did 's 've 'd 'll"
)
BE = _set("is are was were be been being 's 're")
ADVERBS = _set(
    "also later then still now often recently repeatedly once already even just only again "
    "previously earlier reportedly publicly privately simply always never further initially "
    "clearly openly merely not n't"
)
PASSIVE_CUES = _set(
    "expected said believed thought reported considered seen understood known alleged estimated "
    "feared predicted rumoured rumored"
)
HEARSAY = _set("reportedly allegedly supposedly purportedly")
SUBJECT_PRONOUNS = _set("he she they it we i you who")
PERSON_PRONOUNS = _set("he she him her his who")
PRONOUNS = SUBJECT_PRONOUNS | PERSON_PRONOUNS | _set("them us me")
DETERMINERS = _set(
    "the a an this that these those his her its their our my your some many several most both "
    "all any no one two three four five other another"
)
CLAUSE_STARTERS = _set(
    "that which while although though because when as if but whereas where since until unless "
    "whether so than what why how and or after before yet"
)
PREPOSITIONS = _set(
    "in on at of for from with by to about over under after before during since until against "
    "among between into through within without despite amid following regarding near"
)
WEEKDAYS = _set("monday tuesday wednesday thursday friday saturday sunday")
CALENDAR = WEEKDAYS | _set(
    "january february march april may june july august september october november december"
)
TIME_WORDS = CALENDAR | _set(
    "yesterday today tonight tomorrow last this earlier later recently in on at during after when "
    "before while through via to with ago"
)
FUNCTION_WORDS = (
    DETERMINERS
    | CLAUSE_STARTERS
    | PREPOSITIONS
    | PRONOUNS
    | AUXILIARIES
    | ADVERBS
    | _set(
        "there here perhaps maybe yes well not such more less than very too like according "
        "meanwhile however moreover instead still then thus therefore furthermore nevertheless "
        "let why who whose whom each every either neither"
    )
)
TITLES = _set(
    "mr mrs ms miss dr prof professor sir dame lord lady president senator sen rep congressman "
    "congresswoman governor gov mayor judge justice minister secretary chancellor general gen "
    "colonel col major captain capt sergeant sgt lieutenant lt admiral pope king queen prince "
    "princess rev reverend bishop archbishop father sheriff ambassador commissioner detective "
    "officer chief coach"
)
FEMALE_TITLES = _set("mrs ms miss dame lady queen princess congresswoman")
MALE_TITLES = _set("mr sir lord king prince congressman pope")

LEADERS = _set(
    "boss chief head founder co-founder cofounder president chairman chairwoman chair ceo director "
    "executive leader owner manager"
)
SPOKES = _set("spokesman spokeswoman spokesperson representative lawyer attorney")
OFFICE_HOLDERS = _set(
    "minister senator governor mayor judge secretary chancellor ambassador commissioner professor "
    "doctor author economist analyst researcher scientist reporter correspondent editor columnist "
    "candidate nominee congressman congresswoman lawmaker prosecutor officer coach player actor "
    "singer writer teacher student farmer driver man woman mother father son daughter wife husband "
    "billionaire businessman mogul politician democrat republican ex-president engineer lecturer "
    "historian expert fellow partner adviser advisor strategist consultant campaigner activist"
)
PERSON_NOUNS = LEADERS | SPOKES | OFFICE_HOLDERS
VAGUE_NOUNS = _set(
    "source sources official officials critics critic expert experts analysts analyst observers "
    "insiders insider people person somebody someone others aide aides allies ally supporters "
    "opponents residents witnesses witness neighbours neighbors locals researchers scientists "
    "economists lawmakers traders investors diplomats diplomat executives employees workers voters "
    "activists campaigners historians some many few lawyers advisers advisors strategists fans "
    "families relatives friends colleagues rivals politicians spokesmen spokespeople scholars "
    "doctors teachers students farmers police authorities operatives"
)
NAMED_BODIES = _set("police authorities")
BODY_NOUNS = _set(
    "company firm giant group organisation organization agency ministry department government "
    "administration campaign party committee commission council court bank university institute "
    "team club union association charity foundation church army military force board panel "
    "regulator watchdog airline maker manufacturer carrier retailer operator office network "
    "platform start-up startup hospital school think-tank"
)
DOCUMENT_NOUNS = _set(
    "report study survey poll paper statement document documents article book analysis review "
    "filing lawsuit complaint indictment memo letter email e-mail emails transcript record records "
    "data figures statistics research polls studies surveys reports papers editorial column story "
    "press-release release post tweet ruling audit investigation"
)
OUTLET_NOUNS = _set("newspaper paper magazine broadcaster website site channel outlet daily weekly")
OUTLET_WORDS = _set(
    "times post gazette herald tribune journal news chronicle courier observer telegraph star mail "
    "express daily weekly press radio tv television broadcasting magazine review examiner bulletin "
    "mercury dispatch reporter echo argus advertiser standard inquirer enquirer ledger sentinel "
    "globe monitor today newswire wire"
)
ORGANISATION_WORDS = _set(
    "inc ltd plc corp corporation company group holdings university college school institute "
    "department ministry bank party union council committee commission agency association "
    "foundation court house senate congress parliament government administration office bureau "
    "authority board service services police army navy force forces center centre hospital church "
    "museum society club federation league network international technologies systems industries "
    "airlines motors trust fund society laboratory lab academy"
)
HELD_BY_PEOPLE = _set(
    "interview statement email e-mail speech tweet letter report memo message post note"
)
NAME_PARTICLES = _set("de da van von bin al der la del di dos du ter")
"""Small words inside a name."""
ADJECTIVES = _set("new first second third last next old young former local")
"""Adjectives that are part of many names, but no name at the start of a sentence."""
HEARERS = _set("reporters journalists parliament congress lawmakers jurors viewers readers")
"""Nouns that may stand alone for whoever is told something."""
COMMON_NOUNS = PERSON_NOUNS | VAGUE_NOUNS | BODY_NOUNS | DOCUMENT_NOUNS | OUTLET_NOUNS
"""Nouns that are no name even with the capital of a sentence's first word."""
