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
AUXILIARIES = _set(
    "has have had is are was were be been being will would may might can could should must do does "
    "did 's 've 'd 'll"
)
ADVERBS = _set(
    "also later then still now often recently repeatedly once already even just only again "
    "previously earlier reportedly publicly privately simply always never further initially "
    "clearly openly merely not n't"
)
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
    "ad spot commercial documentary film data figures statistics research polls studies "
    "surveys reports papers editorial column story "
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
NAME_PARTICLES = _set("de da van von bin al der la del della dello di dos du ter")
"""Small words inside a name."""
ADJECTIVES = _set("new first second third last next old young former local")
"""Adjectives that are part of many names, but no name at the start of a sentence."""
COMMON_NOUNS = PERSON_NOUNS | VAGUE_NOUNS | BODY_NOUNS | DOCUMENT_NOUNS | OUTLET_NOUNS
"""Nouns that are no name even with the capital of a sentence's first word."""

# --- what the names and mentions of a text are read by -------------------------------------------

ABBREVIATED = _set(
    "mr mrs ms dr prof sen sens rep reps gov govs gen col capt sgt lt rev st hon supt insp atty jr "
    "sr cpl maj adm messrs cmdr brig ret"
)
"""Titles and parts of names that a full stop may follow."""
BODY_WORDS = ORGANISATION_WORDS | _set(
    "organization organisation organizations capital management partners pharmaceuticals pharma "
    "fund funds investments securities energy airways communications media entertainment studios "
    "pictures records sciences health healthcare medical project initiative coalition alliance "
    "campaign institutes centers centres ministries reserve treasury exchange press republic "
    "unions workers teachers engineers commons lords representatives tribunal nations "
    "enterprises bros brothers solutions software electronics semiconductor automotive aerospace "
    "rail railways ferries roads works hotels foods stores supermarkets insurance financial "
    "guild guard forum corps consulting analytics research strategies summit conference "
    "convention act cup open prize"
)
"""Words of which a name with one of them is a body's, or a thing's, and no person's."""
COMPANY_WORDS = _set(
    "inc ltd plc corp corporation company co group holdings capital management partners "
    "pharmaceuticals pharma technologies international industries systems motors airlines airways "
    "communications media entertainment studios enterprises software electronics energy "
    "securities investments financial insurance ag sa gmbh llc lp llp nv"
)
"""Words that a company's name may leave out."""
RANKS = _set(
    "prime vice deputy senior former acting assistant chief foreign defence defense justice home "
    "interior finance health education trade transport energy environment labor labour treasury "
    "security affairs culture housing commerce agriculture state majority minority executive "
    "managing associate "
    "principal general national presidential congressional joint shadow cabinet first press "
    "communications campaign retired presumptive honorary emeritus lead co ex then attorney "
    "district police"
)
"""Words in front of an office that are part of it, and name no body."""
SAME_ROLES: tuple[frozenset[str], ...] = (
    LEADERS | _set("chief-executive chairperson president"),
    SPOKES - _set("lawyer attorney representative") | _set("spokespeople"),
    _set("lawyer attorney solicitor barrister counsel"),
    _set("senator sen lawmaker politician candidate nominee contender hopeful front-runner"),
    _set("representative rep congressman congresswoman lawmaker politician candidate nominee"),
    _set("governor gov politician candidate nominee contender hopeful"),
    _set("candidate nominee contender hopeful front-runner frontrunner challenger rival"),
    _set("republican democrat candidate nominee senator congressman governor"),
    _set("mp lawmaker politician backbencher legislator parliamentarian"),
    _set("minister secretary politician"),
    _set("president leader politician"),
    _set("premier minister leader politician"),
    _set("billionaire businessman businesswoman mogul tycoon developer investor magnate"),
    _set("doctor dr physician surgeon neurosurgeon paediatrician pediatrician"),
    _set("professor prof academic scholar researcher scientist lecturer historian economist"),
    _set("economist analyst strategist"),
    _set("striker forward footballer midfielder defender goalkeeper winger player captain"),
    _set("coach manager boss"),
    _set("officer policeman policewoman sergeant detective constable inspector chief sheriff"),
    _set("judge justice"),
    _set("suspect defendant accused gunman attacker"),
    _set("author writer novelist columnist journalist reporter correspondent editor"),
    _set("actor actress star"),
    _set("singer musician rapper star songwriter"),
    _set("athlete runner swimmer champion player star"),
    _set("activist campaigner organizer organiser"),
    _set("son daughter child"),
    _set("wife husband spouse widow widower"),
)
"""Nouns for what one person may be, each set for one walk of life."""
FAMILY = _set(
    "son daughter wife husband mother father sister brother widow widower cousin nephew niece aunt "
    "uncle friend neighbour neighbor supporter ally rival opponent partner girlfriend boyfriend"
)
"""Nouns that bind a person to another one, and to no body."""
OFFICES_OF_FIRMS = _set("chairman chairwoman ceo spokesman spokeswoman spokesperson")
"""Offices that go with the body just spoken of where none is named with them."""
TEAM_ROLES = _set(
    "coach manager boss captain skipper player striker forward midfielder defender goalkeeper "
    "winger prop lock flanker hooker fly-half scrum-half lineman quarterback pitcher"
)
"""Those who belong to a team, which may be called by its town: "Liverpool manager"."""
OFFICES_OF_PLACES = _set(
    "mayor governor president minister premier king queen chancellor senator secretary sheriff "
    "ambassador bishop archbishop prince princess leader"
)
"""Nouns of those who belong to the place that is named with them; others only live there."""
FEMALE_NOUNS = FEMALE_TITLES | _set(
    "spokeswoman chairwoman businesswoman woman girl mother daughter wife sister widow actress "
    "aunt niece grandmother policewoman councilwoman assemblywoman waitress duchess girlfriend "
    "anchorwoman saleswoman baroness"
)
MALE_NOUNS = MALE_TITLES | _set(
    "spokesman businessman man boy father son husband brother widower actor uncle nephew "
    "grandfather policeman councilman assemblyman waiter duke boyfriend anchorman baron"
)
MORE_PERSON_NOUNS = _set(
    "spokesperson chairperson lecturer lawmaker legislator mp mep official suspect defendant "
    "victim "
    "gunman striker midfielder defender goalkeeper forward footballer captain champion swimmer "
    "runner athlete actress musician rapper pilot nurse surgeon neurosurgeon physician "
    "pediatrician dentist solicitor barrister counsel sergeant constable inspector detective "
    "policeman policewoman soldier general colonel veteran chairperson treasurer trustee "
    "backbencher speaker whip premier ruler monarch bishop archbishop priest imam rabbi pastor "
    "developer investor entrepreneur tycoon magnate trader banker broker accountant auditor "
    "architect designer artist painter sculptor photographer filmmaker producer novelist poet "
    "playwright journalist presenter host anchor broadcaster blogger pollster organizer organiser "
    "contender hopeful challenger front-runner frontrunner incumbent commentator whistleblower "
    "biologist physicist chemist psychologist sociologist geologist epidemiologist astronomer "
    "ecologist climatologist meteorologist virologist academic scholar dean principal headteacher "
    "headmaster mediator negotiator envoy diplomat commander chief-of-staff administrator "
    "committeeman committeewoman councillor councilman councilwoman assemblyman assemblywoman "
    "alderman mayor-elect president-elect voter resident shopper tourist passenger survivor "
    "worker employee colleague neighbour neighbor friend supporter opponent rival critic sister "
    "brother uncle aunt cousin widow grandfather grandmother boy girl teenager pensioner mum dad "
    "gynecologist activist aide undersecretary ceo cfo coo cto deputy attacker accused "
    "coordinator co-ordinator vice-president "
    "vice-chairman member webmaster owner-operator midwife vet ranger keeper curator librarian "
    "fisherman fisherwoman quarterback linebacker pitcher skipper fly-half scrum-half frontman "
    "guitarist drummer bassist vocalist"
)
ROLE_NOUNS = PERSON_NOUNS | MORE_PERSON_NOUNS
"""Nouns for one person."""
SAID_IN = DOCUMENT_NOUNS | _set(
    "ad advert advertisement spot commercial documentary film op-ed essay blog blogpost "
    "affidavit testimony memoir autobiography book note message text "
    "newsletter communique communiqué advisory bulletin tally average tweets posts letters papers "
    "filings documents emails decision order opinion verdict judgment judgement petition motion "
    "notice dossier white-paper brief manifesto findings finding estimate estimates forecast "
    "projection projections index questionnaire posting postings results chart video podcast "
    "thread disclosure cable"
)
"""Nouns for what words stand in."""
POSTED_ON = _set(
    "twitter facebook instagram youtube linkedin tiktok telegram weibo snapchat reddit mastodon "
    "bluesky threads whatsapp tumblr pinterest vk substack x"
)
"""Where people publish their own words: a document, not an outlet."""
TALKS = _set(
    "interview interviews programme program show broadcast podcast conversation remarks comments"
)
"""Nouns for what an outlet has with whoever is quoted."""
PLURAL_GENERIC = VAGUE_NOUNS | _set(
    "respondents delegates attendees participants commentators editorialists pundits leaders "
    "countries investigators users customers visitors tourists passengers survivors viewers "
    "listeners readers shoppers parents women men girls boys children youths gays members backers "
    "detractors skeptics sceptics onlookers bystanders guests veterans soldiers troops rebels "
    "militants protesters protestors demonstrators donors lobbyists bankers brokers managers "
    "owners landlords tenants donors nurses medics surgeons patients academics biologists "
    "engineers designers developers companies firms groups organizations organisations parties "
    "unions nations governments agencies banks editors reporters journalists bloggers candidates "
    "hopefuls republicans democrats americans senators congressmen mayors governors ministers "
    "presidents chairmen directors executives bosses chiefs heads headteachers principals "
    "prosecutors lawyers attorneys judges jurors jury pollsters voters percent half majority "
    "minority everyone everybody nobody anyone anybody none both each all those another one "
    "attackers suspects"
)
CARRYING = SAID_IN - _set(
    "ad spot commercial documentary film data figures statistics research order notice "
    "opinion decision text brief index thread "
    "cable finding findings records record "
    "results average tally estimate estimates forecast projection projections chart verdict "
    "judgment "
    "judgement review analysis"
)
"""Nouns for what somebody's words reached the article in, where it is told in passing."""
SAME_DOCUMENTS: tuple[frozenset[str], ...] = (
    _set("report study paper research analysis findings review investigation document audit"),
    _set("poll survey questionnaire study polling"),
    _set("lawsuit complaint suit filing papers documents petition indictment motion affidavit"),
    _set("article story report piece column editorial op-ed essay"),
    _set("email e-mail message letter memo note emails"),
    _set("statement release press-release communique"),
    _set("tweet post tweets posts"),
)
"""Nouns for what one document may be called."""
OUTLET_REPORTS = _set("report article story piece editorial column paper newspaper account")
"""Nouns by which an outlet's own reporting is meant."""
PUBLIC_WORDS = _set(
    "bank ministry department university court party union council committee commission agency "
    "college school church police army parliament senate congress government administration "
    "bureau authority office house federation nations institute academy republic tribunal guild "
    "association foundation charity trust society league museum hospital"
)
"""Words of bodies that are no companies."""
COMPANY_NOUNS = _set(
    "bank lender company firm giant maker manufacturer carrier retailer operator airline "
    "start-up startup "
    "corporation chain conglomerate supplier brand business employer group carmaker automaker "
    "drugmaker insurer brewer supermarket"
)
"""Nouns for a body that does business."""
MEDIA = _set(
    "newspaper magazine journal broadcaster newswire weekly daily tabloid broadsheet newscast"
)
"""Nouns beside a name that make it an outlet's."""
TOPICS = _set(
    "study analysis review examination poll profile investigation history book film documentary"
)
"""Documents of which "of" names what they are about, and not who wrote them."""
GOING_ON = _set("added adds adding continued continues concluded went")
"""Cues of somebody who speaks on."""
