"""Words outside a quotation, or under its ellipsis, that turn what is quoted.

Short lists of the commonest, made by hand. The kinds of turn were found by reading the dev half of
benchmarks/verdicts; docs/verdicts.md says how far they reach beyond it.
"""

from __future__ import annotations

from tracer.text import stem


def _phrases(listed: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(phrase.split()) for phrase in listed.split(","))


def _stems(listed: str) -> frozenset[str]:
    return frozenset(map(stem, listed.split()))


CONDITIONS = frozenset("if unless provided providing except excepting whether only".split())
"""Words that make what is said beside them depend on something."""
ONLY_BEFORE_THAT = frozenset(("provided", "providing"))
"""Conditions only before "that": "provided the funds" gives them."""
NOT_CONDITIONAL = frozenset("as even asked ask asks wonder wondered what not".split())
"""Before "if" or "whether": "as if", "asked if". Before "only": "not only"."""
NO_CONDITION_WITH = frozenset("any anything ever".split())
"""Behind "if": "few if any"."""
BEFORE_AN_ADJECTIVE = frozenset("the a an my your his her its our their this that".split())
"""Before "only": "the only side left" depends on nothing."""
IN_PASSING = _phrases(
    "if you ask me,if i may,if i might,if i remember,if i recall,if i'm honest,if i am honest,"
    "if you don't mind,if i say so,if you please,if truth be told,if i'm not mistaken"
)
"""An "if" that nothing depends on."""
CONDITION_PHRASES = {
    key: tuple(phrase for phrase in phrases if phrase[0] == key)
    for phrases in (
        _phrases(
            "as long as,so long as,on condition that,on the condition that,in case,in the event,"
            "in exchange for,in return for,with the exception of,apart from,aside from,other than,"
            "but for,save for,depending on,subject to,on the basis that,on the understanding that,"
            "contingent on,conditional on,on one condition,on condition,on two conditions,"
            "on the proviso,with the proviso,with the caveat,with one exception,with exceptions,"
            "in the absence of,in the case of,on the assumption that,given the right,"
            "in so far as,insofar as,to the extent that,short of"
        ),
    )
    for key in {phrase[0] for phrase in phrases}
}
"""By their first word."""
LIMITS = frozenset("until till barring pending assuming excluding supposing lest".split())
LIMITING = _phrases(
    "for now,for the moment,for the time being,so far,as yet,at first,in principle,in theory,"
    "in part,at least,up to a point,to some extent,in some cases,in most cases,most of the time"
)
"""Words and phrases right behind a quotation that take back a part of it."""
WHEN = frozenset("when once whenever".split())
"""Beside what is to come they say "if": "we will leave when they pay"."""
TO_COME = frozenset("will would can could shall".split())
CONDITIONAL_OPENINGS = frozenset(
    "should had were without absent barring assuming suppose supposing imagine pending "
    "granted".split()
)
"""A sentence that opens with one and asks nothing says "if"."""
ASKING = frozenset(
    "do does did is are was were am can could will would shall should have has had may might why "
    "how what who isn't aren't don't doesn't didn't won't wouldn't can't".split()
)
"""What a question opens with."""
UNDOING = _phrases(
    "failed to,fails to,fail to,failing to,failure to,unable to,unlikely to,ruled out,rules out,"
    "ruling out,rule out,far from,instead of,rather than,stopped short of,stops short of,"
    "stop short of,too late to,too early to,declined to,declines to,decline to,as if,as though,"
    "stopping short of,unwilling to,refuse to,refuses to,refused to,refusing to,not about to,"
    "anything but,nothing like,short of,neglected to,forgot to,omitted to,ceased to,no longer,"
    "struggle to,struggles to,struggled to,have yet to,has yet to,pretend to,pretends to,"
    "pretended to,supposed to,meant to,reluctant to,stopped from,prevented from,banned from,"
    "barred from,kept from,yet to,used to"
)
"""Phrases that deny what follows them, and have no "not"."""
NOT_DOUBTED = frozenset("doubt question secret surprise wonder denying".split())
"""Behind "no" these assert: "there is no doubt that"."""
FALSE = _stems(
    "wrong wrongly false falsely untrue incorrect incorrectly mistaken mistakenly misleading "
    "erroneous erroneously myth misconception fallacy lie hoax nonsense rubbish absurd "
    "ridiculous ludicrous preposterous unfair unfairly baseless unfounded unproven illusion "
    "pretence pretense fantasy fiction doubt doubted reject rejected refute refuted dismiss "
    "dismissed dispute disputed deny denied quash quashed scotch scotched debunk debunked "
    "disprove disproved rubbished ridiculed scoff contradict contradicted disagree disagreed "
    "discount discounted downplay downplayed mock mocked rubbishing refuting rejecting "
    "dismissing denying disputing spurious fanciful fabricated fabrication fake groundless "
    "invented invention laughable farcical fictional fallacious delusion delusional propaganda "
    "slander smear smears libel libellous inaccurate inaccurately overblown exaggerated "
    "exaggeration exaggerate distortion repudiate repudiated disavow disavowed disown disowned "
    "retract retracted withdrew naive simplistic inconceivable unthinkable impossible"
)
"""What is said to be so by them is said not to be so. By stem."""
UNSURE = _stems(
    "possible possibility chance risk danger rumour rumor speculation suspicion unclear uncertain "
    "conceivable hypothesis whether"
)
"""What is said to be so by them may be so. By stem."""
HEDGES = frozenset(
    "almost nearly virtually practically perhaps maybe possibly probably presumably allegedly "
    "reportedly supposedly apparently seemingly potentially arguably conceivably doubt doubts "
    "doubted".split()
)
"""Words that weaken what they stand right before."""
PARTS = frozenset("some most many few several half part".split())
"""How many a sentence speaks of, if it opens with one."""
CLAIMING = _stems(
    "accusation accuse accused allegation allege argue argued argument assert assertion assume "
    "assumption belief believe charge claim conclude conclusion fear hear idea imagine "
    "impression imply implied notion perception pretend report say speculate story suggest "
    "suggestion talk theory think thought view reports claims rumour rumor suggestions feel "
    "felt hope hoped expect expected presume presumed suppose supposed criticism theme "
    "narrative proposition premise"
)
"""What may stand between one of those words and what it is about, by stem."""
SAYING = frozenset(
    "say says said claim claims claimed argue argues argued allege alleges alleged insist insists "
    "insisted believe believes believed think thinks thought assume assumes assumed".split()
)
"""Verbs by which a speaker gives the words that follow to somebody else."""
OWN_VIEW = frozenset("view belief opinion argument point guess hope feeling sense".split())
"""Behind "my" or "our" what is the speaker's own view."""
OWN = frozenset("i we i'm i've i'd i'll we're we've we'd we'll me us".split())
"""The speaker himself or herself: what "I think" leads into is the speaker's own."""
OWN_CLAUSE = frozenset(
    "although though whether while whilst whereas because as and but so since after before when "
    "where who which whose whom".split()
)
"""What a clause opens with that says something of its own."""
ALLEGING = _stems(
    "allege alleged alleges allegedly accuse accused accuses suspect suspects suspected claim "
    "claims claimed allegation allegations accusation accusations rumour rumor"
)
"""Beside reported speech they make of a fact what somebody says. By stem."""
MAYBE = frozenset("may might could would should must ought".split())
"""Before a verb they say that it has not happened."""
BEHIND_MAYBE = frozenset(
    "have be been to also well still even just easily then like liked love loved want wanted "
    "prefer preferred".split()
)
"""What may stand between one of those and the verb."""
RESTRICTING = frozenset("who whose whom which".split())
"""Right behind a word, with no comma, they say which of all are meant."""
