"""Which words say the same in other words: families ("decide", "decision"), common synonyms of
the news ("buy", "acquire", "takeover"), and the names of one country.

Two tables: the families here, made by hand from general knowledge, and those of WordNet 3.1 in
synonyms.txt beside this file (made by benchmarks/paraphrases/synonyms.py; WordNet's licence, which
allows it, stands at its head). That two words may stand for each other decides nothing alone.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

from tracer.judge.vocabulary import name_root, root

_FAMILIES = """
accept acceptance agree agreement approve approval consent endorse endorsement
approve approval back backing blessing endorse endorsement support
accuse accusation allege allegation blame charge claim
acquire acquisition bought buy buyer buyout purchase takeover
act action measure step move
admit admission acknowledge concede confess
advise advice adviser counsel recommend recommendation
afraid fear worry concern anxious anxiety
agency body authority regulator watchdog
aid help assist assistance support
aim goal target objective
aircraft airplane plane jet
airline carrier
allow permit let permission authorise authorisation
announce announcement declare declaration
annual yearly
answer reply respond response
appeal plea urge
appear testify
appoint appointment name nominate made
area region district zone
argue argument contend maintain insist
army troop soldier military force
arrest detain detention custody
ask request call demand urge
assault attack raid strike hit bombing
assess assessment evaluate evaluation review judge
attempt try effort bid
avert avoid prevent
ballot vote poll
ban prohibit prohibition bar outlaw forbid
bank lender
bankrupt bankruptcy insolvency insolvent
battle fight war conflict
begin beginning start launch open commence onset
benefit gain advantage
big large huge major great sizeable substantial
boost lift raise increase
border frontier
boss chief head leader chairman executive president
build building construct construction erect
business company firm corporation enterprise group
cancel scrap abandon drop
candidate contender nominee hopeful
car vehicle automobile auto
carry hold contain
cash money fund
cease stop halt end suspend suspension
chairman chair
chance odds probability likelihood
change alter alteration shift
cheap low inexpensive
child kid youngster
choose choice select selection pick opt
city town
clash fight
clear exonerate exoneration acquit acquittal
client customer consumer
close shut closure
coalition alliance
commission panel committee board
compete competition rival competitor
complain complaint grievance
conclude conclusion find finding
condition conditional provided unless
consider consideration think mull weigh
construct build
contract deal agreement accord pact treaty
control command
convict conviction guilty
cost price charge
country nation state
court judge tribunal
create creation set establish establishment form formation
crew staff
crisis emergency turmoil
critic criticism criticise criticize attack
crude oil petroleum
cut reduce reduction trim slash lower decrease
damage harm
danger risk threat hazard
dead death die kill killed fatality
deadline date
debate discuss discussion talk
debt loan owe borrow borrowing
decide decision rule ruling determine determination resolve
decline drop fall decrease fell dip slide shrink plunge slump tumble sank sink
defeat beat loss
defend defence
delay postpone postponement
deliver delivery hand
demand want require
deny denial
depart departure leave quit
destroy destruction
develop development
die death dead
different difference differ
difficult difficulty hard trouble problem
disagree disagreement
disappoint disappointment
disclose disclosure reveal revelation
dismiss sack fire dismissal
dispute row conflict
dividend payout
doctor physician
dollar buck
dominate dominance
donate donation gift
draft drafting write
earn earnings profit income
economy economic
elect election poll
employ employee worker staff workforce job employment
end finish conclude close
enemy foe
enough sufficient adequate
enter entry join
environment environmental
error mistake fault flaw
estimate estimation reckon
evidence proof
exceed surpass top overtake above
expand expansion growth grow
expect expectation anticipate forecast
expense expensive spend spending
expire end
explain explanation
export exporter
extend extension stretch
fail failure
fair fairly
family relative
farm farmer
fast quick rapid speedy
father dad
film movie picture
final last
fine penalty
fire blaze
firm company
flee escape
flight fly
flood flooding
food meal
forecast predict prediction project projection
foreign overseas abroad external
form create
found set
freeze frozen
fuel petrol gasoline gas
fund finance financing funding pay
gain win
game match
give grant hand
go leave
government administration state cabinet
grow growth rise
guarantee assurance assure
gun weapon firearm
happen occur
head leader lead
hire recruit recruitment
holder owner shareholder own ownership
holiday vacation
hospital clinic
house home housing property
hurt injure injury wound
idea plan proposal
image picture photograph photo
import importer
improve improvement better
inform tell learn
initial initially first early
inquiry investigation probe investigate
insult abuse
insure insurance
interest stake
interview question
invade invasion
invent invention
invest investment investor
island isle
issue matter question
jail prison imprison imprisonment
job post position work
join entry
journalist reporter
judge magistrate
kill murder death
know aware known
lack shortage
land territory
large big
launch start introduce introduction
law legislation legal act bill
lawsuit sue suit
lawyer attorney solicitor counsel defence
lead leader
leave quit depart exit resign
lend loan lender
lie deceive
like alike similar
limit restrict restriction cap ceiling
link connect connection tie
list register
listen hear
live life living
locate location
lose loss losing
main chief principal key
make produce manufacture production maker manufacturer producer
manage management manager
many numerous
march demonstration protest
marry marriage wedding
mean means
medicine drug substance
meet meeting talks
merge merger combine combination
minister secretary
money cash
motive reason
murder kill
need require necessary must
negotiate negotiation talk talks
new fresh extra additional further more
note remark comment
novel book
number figure
object objection oppose opposition opposed
offer bid propose proposal
often frequent
oil crude
old former ex previous
operate operation run
opinion view
order command
output production
own owner possess ownership belong
part share portion
pass passage
pay payment paid paying payout
peak high
people public citizen
percentage percent
picture image
plan scheme project intend intention
plant factory
play part role
police officer
politics political
poor poverty
popular popularity
possess possession
postpone delay
power energy
pregnant pregnancy
prepare preparation
press media
prevent stop block
price cost
print publish
problem trouble
produce production output
profit earnings
promise pledge vow
promote promotion
proof prove
property estate
propose proposal suggest suggestion
protect protection
protest demonstrate demonstration
publish publication
push drive
put set
qualify qualification
quick fast
rate pace
reach achieve
ready prepare
real actual
rebel insurgent
receive get receipt
recover recovery
refer reference
refuse refusal reject rejection decline rebuff turned
regulate regulation regulator
relation relationship
release free
rely reliance depend dependence
remain stay keep continue
remove removal
rent lease
replace replacement succeed successor
reply answer
report account
represent representative representation
resign resignation quit
resist resistance
rest remainder
result outcome
retire retirement pension
reveal show disclose
revenue sales turnover income
review study
revise revision change
rich wealthy wealth
rise increase grow climb gain jump surge soar growth rose higher up
rival competitor opponent
robber robbery rob
rule govern
run operate
sack dismiss
safe safety
sale sell sold seller disposal dispose
save saving
say said statement state
scheme plan plot
science scientific scientist research researcher
search seek
seat seats
secret confidential classified
security secure
seek sought look
seem appear
send sent
serious severe grave
serve service
settle settlement
share stock equity stake shareholding interest
shelter shield protect
ship vessel
shoot shot shooting
shop store retailer retail outlet
short brief
show demonstrate reveal
shrink shrank contract contraction
sick ill illness disease
sign signature signed
slow slowdown
small little tiny
soldier troop
solve solution
speak speech spoke
speed accelerate acceleration fast
spend spending
split divide division
staff employee
stage phase
stake share
start begin
steal theft stolen thief
stock reserve stockpile inventory
stop end halt
storm hurricane
street road
strike walkout stoppage
strong strength
student pupil
study research survey
succeed success
suggest suggestion
supply provide provision
support back
survey poll study
survive survival survivor
suspect suspicion
suspend suspension
take took taken
talk discussion negotiation
tax taxation taxman levy duty
teach teacher
team side squad
television tv
temporary provisional tentative
terror terrorism terrorist
test trial
thank gratitude
think believe belief thought feel
threat threaten
tough hard
tradition traditional
travel trip journey visit
treat treatment
trial prosecution
truck lorry
trust confidence
try seek
turnover revenue sales
unemployment unemployed jobless workless
use user used usage
vaccine vaccination
value worth valuation
victory win triumph
violence violent
voter electorate
wage pay salary
wait await
want wish desire seek
war conflict
warn warning
weak weakness
weapon arm
win won winner victory
woman female
work worker labour
world global worldwide
worry concern
write wrote written author
wrong mistaken incorrect false
year annual
young youth
"""
"""One line a family; a word may be in several."""

_PLACES = """
uk britain british briton britons united-kingdom
us usa america american americans washington united-states
russia russian moscow kremlin
china chinese beijing
germany german berlin
france french paris
japan japanese tokyo
italy italian rome
spain spanish spaniard madrid
iran iranian tehran teheran
iraq iraqi baghdad
israel israeli jerusalem
india indian delhi
pakistan pakistani islamabad
netherlands dutch hague
ireland irish dublin
scotland scottish scot
wales welsh
england english
greece greek athens
turkey turkish ankara
switzerland swiss
sweden swedish stockholm
denmark danish copenhagen
norway norwegian oslo
finland finnish helsinki
poland polish warsaw
ukraine ukrainian kiev kyiv
syria syrian damascus
egypt egyptian cairo
lebanon lebanese beirut
canada canadian ottawa
mexico mexican
brazil brazilian
argentina argentine
australia australian canberra
europe european eu
afghanistan afghan kabul
belgium belgian brussels
portugal portuguese lisbon
"""


_SYNONYMS = Path(__file__).with_name("synonyms.txt")


@cache
def _table() -> dict[str, frozenset[int]]:
    """For each root the numbers of its families, those of WordNet after the ones above."""
    kin: dict[str, set[int]] = {}
    lines = _SYNONYMS.read_text(encoding="utf-8").splitlines()
    wordnet = [line for line in lines if not line.startswith("#")]
    for number, line in enumerate([*_FAMILIES.strip().splitlines(), *wordnet]):
        for word in line.split():
            kin.setdefault(root(word), set()).add(number)
    return {key: frozenset(numbers) for key, numbers in kin.items()}


_PLACE = {
    name_root(name): line.split()[0]
    for line in _PLACES.strip().splitlines()
    for name in line.split()
}


@lru_cache(maxsize=1 << 15)
def kin(key: str) -> frozenset[str | int]:
    """What a word shares with those that may stand for it: its root and its families."""
    own = root(key)
    return _table().get(own, frozenset()) | {own}


@lru_cache(maxsize=1 << 14)
def name_kin(key: str) -> str:
    """The same for all words of one name: Britain, British, UK."""
    own = name_root(key)
    return _PLACE.get(own, own)
