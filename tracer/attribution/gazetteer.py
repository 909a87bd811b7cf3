"""What is known of names before any text is read: given names, places, peoples, seats of power.

Written by hand from common knowledge, for news in English; whatever a text itself says of a bearer
("Mr", "her", "the company") counts for more.
"""

from __future__ import annotations


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _lines(names: str) -> frozenset[str]:
    return frozenset(name.strip() for name in names.split(","))


FEMALE = _set(
    """abigail ada adele agatha agnes aisha aishah alana alexandra alexandria alice alicia alina
    alison allison alma alyssa amanda amber amelia amina amira amy ana anastasia andrea angela
    angelina angie anika anita ann anna annabel anne annegret annette annie anya april ariana
    arlene ashley astrid audrey aung ava ayesha barbara beatrice beatriz becky belinda bella
    bernadette bernice bertha beth bethany betsy betty beverly bianca birgit bonnie brenda briana
    bridget brigitte britney brittany brooke camila camilla camille candace carla carly carmen carol
    carole carolina caroline carolyn carrie cassandra catalina catherine cathy cecilia celeste
    celia chantal charlotte chelsea cheryl chiara chloe christina christine cindy claire clara
    clarissa claudia colleen condoleezza connie constance cora corinne courtney cristina crystal
    cynthia daisy dana danielle daphne dawn deborah debra deirdre delia delphine denise diana diane
    dilma dolores donna dora doreen doris dorothy ebony edith edna eileen elaine eleanor elena
    eleni elina elisa elisabeth elise eliza elizabeth ella ellen ellie elsa elsie emilia emily emma
    erica erika erin erna esther ethel eugenia eunice eva evelyn faith farah fatima felicia fiona
    flora florence fran frances francesca freda freya frida gabriela gabriele gabrielle gail
    gemma geneva genevieve georgia georgina geraldine gertrude gillian gina ginny giorgia gisele
    giulia glenda gloria golda grace greta gretchen gudrun gwen gwendolyn hannah harriet hazel
    heather heidi helen helena helene henrietta hilary hilda hillary hiroko holly huma ida ilana
    ines inga inge ingrid irene irina iris isabel isabella isabelle ivana ivanka ivy jacinda
    jackie jacqueline jane janelle janet janice jasmine jean jeanette jeanine jeanne jenna jennifer
    jenny jessica jill jo joan joanna joanne jocelyn jodi johanna josefina josephine joy joyce
    juana juanita judith judy julia juliana julie juliet june justine kaitlin kamala karen karin
    karina karla kate katerina katharina katharine katherine kathleen kathryn kathy katie katja
    katrina katya kayla kellyanne kimberly kirsten kristen kristin kristina kristine laila lara
    larissa latoya laura lauren laurie layla lea leah leila lena leonie leticia lidia liliana
    lillian
    lily linda lindsay lisa liv liz liza lois lola lorena loretta lori lorraine louisa
    louise lucia lucille lucinda lucy ludmila luisa luz lydia lynn mabel mackenzie madeleine
    madison maggie magdalena maia maja malala malia mandy manuela marcia margaret margarita
    margot marguerite maria mariam marian mariana marianne marie marilyn marina marine marisa
    marissa marjorie marlene marsha marta martha martina mary maryam matilda maud maureen mavis
    maxine maya megan meghan melania melanie melinda melissa mercedes meredith mia michaela
    michele michelle mildred milena mindy miranda miriam moira molly mona monica monique muriel
    myra myrtle nadia nadine nancy naomi natalia natalie natasha nellie nicola nicole nicky nigella
    nikki nina noelle noor nora norma octavia olena olga olive olivia oksana oprah ottilie paige
    pamela patricia patsy patti paula pauline pearl peggy penelope penny petra philippa phoebe
    phyllis pilar polly priscilla priti priya rachel ramona rania rebecca regina renata renee rhoda
    rhonda rita roberta rochelle rosa rosalind rosalyn rosamund rose rosemary rosie roxanne ruby
    ruth sabina sabine sabrina sadie sally salma samantha sandra sara sarah sasha savannah selena
    selma shannon shari sharon sheila shelley sheryl shirley sienna sigrid silvia simone siobhan
    sofia sonia sonja sonya sophia sophie stacey stella stephanie sue suella susan susanna
    susanne suzanne svetlana sylvia tabitha tamara tammy tania tanya tara tatiana tatyana teresa
    tess
    tessa thelma theresa therese tiffany tina tracey tracy tricia trudy uma ursula valentina
    valerie vanessa vera verena veronica vicky victoria viktoria viola violet virginia vivian
    vivienne wanda wendy whitney wilhelmina wilma winifred ximena yasmin yolanda yulia yvette
    yvonne zainab zara zoe zoey mindy renee rachael hilary debbie sonia nicola"""
)
MALE = _set(
    """aaron abdul abdullah abel abraham adam adolf adrian ahmad ahmed aidan alain alan albert
    alberto alejandro aleksandr alessandro alex alexander alexandre alexei alexis alfonso alfred
    alfredo ali alistair allan allen alonso alvaro amir amit anatoly anders andre andreas andrei
    andrew andrey andrzej andy angelo angus anil antoine anthony antonio antony anton archie
    ariel armando arne arnold artem arthur arturo ashraf aslan augusto austin axel babatunde
    barack barry bart bashar basil ben benedict benjamin bernard bernardo bernd bernie bert bill
    billy bjorn blake bob bobby boris brad bradley brandon brendan brent brett brian bruce bruno
    bryan byron caleb calvin carl carlo carlos cedric cesar chad charles charlie chester chico
    chris christian christoph christophe christopher chuck clarence claude claudio clement cliff
    clifford clint  clive colin conor conrad corey craig curtis cyril cyrus damian damien
    dan daniel danny darren dave david dean dennis denis derek dermot desmond diego dieter dietmar
    dimitri dirk dmitri dmitry dominic dominique don donald donnie douglas doug dougie duncan dustin
    dwayne dwight dylan earl ed eddie edgar eduardo edward edwin eli elias elijah elliot elmer elon
    emanuel emil emilio emmanuel emmett enrique eric erich erik ernest ernesto ernst esteban ethan
    eugene evan evgeny fabian fabio fadi faisal felipe felix ferdinand fernando fidel filip floyd
    francesco francis francisco francois françois frank franklin franz fred freddie frederic
    frederick friedrich
    fyodor gabriel gareth gary gavin gennady geoff geoffrey george georges gerald gerard gerd
    gerhard gerry giancarlo gianni gilbert giles gino giorgio giovanni giuseppe glen glenn gonzalo
    gordon graham grant greg gregor gregory guillaume guillermo gunther gus gustavo guy hal hamid
    hamza hank hans harold harry harvey hassan hector heinrich helmut henri henrik henry herbert
    herman hiroshi horst howard hubert hugh hugo hussein ian ibrahim igor ilya imran isaac ismail
    ivan ivo jack  jacob jacques jaime jair jake jakob jamal james jan janos jared jason
    javier jay jeff  jeffrey jens jeremy jerome jerry jesper jesus jim jimmy joachim joao
    joaquin joe joel joerg johan johann johannes john johnny jon jonah jonas jonathan jorge jose
    josef joseph josh joshua juan juergen julian julio jurgen justin kareem karl karsten keith ken
    kenneth kenny kent kevin khalid khizr kiriakos klaus kofi kurt kyle kwasi lance larry lars
    laurence lawrence lee leo leon leonard leonardo leonid leopold leroy  lester lewis liam
     lionel lloyd lorenzo lou louis luca lucas ludwig luigi luis luiz lukas luke luther
    magnus mahmoud malcolm manfred manuel marc marcel marcelo marco marcos marcus mario mark marko
    martin marty marvin massimo mateo mateusz matt matteo matthew matthias mauricio maurice max
    maxim maximilian mehmet melvin michael michel miguel mikael mike mikhail milan miles milos
    milton
    mitch mitchell mitt mo mohamed mohammad mohammed  moritz morton moses muhammad murray
    mustafa narendra nathan nathaniel neal ned neil nelson newt nicholas nick nicolas nicos niels
    nigel nikita nikola nikolai noah noel norbert norman oleg oliver olivier omar orlando orrin
    oscar osama oskar otto owen pablo paolo pascal patrick paul paulo pavel pedro per percy pete
    peter petr philip philippe phil pierre pieter piotr prakash quentin rafael rafiq rahul
    rainer raj
    rajiv ralph ramesh ramon rand randy raoul rashid raul ravi ray raymond recep reggie reinhard
    reinhold rene rex reza ricardo richard rick ricky rob robbie robert roberto rod roderick
    rodney rodrigo roger roland rolf roman ron ronald ronnie rory ross roy ruben rudolf rudolph
    rudy rupert russell rusty ryan sadiq salman salvador salvatore sam samir samuel sanjay santiago
    scott sean sebastian seamus serge sergei sergey sergio seth shane shaun sheldon shinzo sidney
    silvio simon slobodan sohail soren spencer stan stanley stefan stefano stephen stephane steve
    steven stewart stuart sunil sven syed ted terence terry theo theodore thierry thomas tiago tim
    timothy tobias toby todd tom tomas tommy tony trevor tristan tyler tyrone ulrich umar uwe vaclav
    valentin valery vance vernon victor vijay viktor vince vincent vincenzo vitali vitaly vivek
    vladimir volker volodymyr wade  waldemar walid wallace walt walter warren wayne wendell
    werner wesley wilbur wilfred wilhelm will willem william willie winston wolfgang woodrow xavier
    yannis yasser yitzhak yoshihide yuri yusuf yves zac zach zachary zbigniew jean-marie jean-claude
    jean-luc jean-pierre jean-marc morton viktor"""
)
GIVEN = (
    FEMALE
    | MALE
    | _set(
        """alex ashley casey chris dale drew francis jamie jan jordan kelly kerry kim lee leslie
        lynn marion nikita pat quinn robin rowan sam sandy sidney stacy taylor terry toby tracy val
        wei xi li wang zhang liu chen yang zhao huang wu kim park lee nguyen tran"""
    )
)
"""Whatever opens a person's name; not each is a man's or a woman's."""

PLACES = _lines(
    """afghanistan, albania, algeria, america, andorra, angola, argentina, armenia, australia,
    austria, azerbaijan, bahrain, bangladesh, belarus, belgium, bolivia, bosnia, botswana, brazil,
    britain, bulgaria, burma, cambodia, cameroon, canada, chad, chile, china, colombia, congo,
    costa rica, croatia, crimea, cuba, cyprus, czech republic, denmark, dominican republic, ecuador,
    egypt, el salvador, england, eritrea, estonia, ethiopia, finland, france, gaza, georgia,
    germany, ghana, great britain, greece, greenland, guatemala, guinea, haiti, honduras, hong kong,
    hungary, iceland, india, indonesia, iran, iraq, ireland, israel, italy, ivory coast, jamaica,
    japan, jordan, kashmir, kazakhstan, kenya, kosovo, kuwait, kyrgyzstan, laos, latvia, lebanon,
    liberia, libya, lithuania, luxembourg, macedonia, madagascar, malawi, malaysia, mali, malta,
    mauritius, mexico, moldova, monaco, mongolia, montenegro, morocco, mozambique, myanmar,
    namibia, nepal, netherlands, new zealand, nicaragua, niger, nigeria, north korea,
    northern ireland, norway, oman, pakistan, palestine, panama, paraguay, peru, philippines,
    poland, portugal, puerto rico, qatar, romania, russia, rwanda, saudi arabia, scotland, senegal,
    serbia, sierra leone, singapore, slovakia, slovenia, somalia, south africa, south korea,
    south sudan, spain, sri lanka, sudan, sweden, switzerland, syria, taiwan, tanzania, thailand,
    tibet, tunisia, turkey, uganda, ukraine, united arab emirates, united kingdom, united states,
    united states of america, uruguay, us, usa, uk, uae, venezuela, vietnam, wales, yemen, zambia,
    zimbabwe, europe, asia, africa, latin america, south america, north america, middle east,
    central america, scandinavia, balkans, caribbean, west bank, western europe, eastern europe,
    alabama, alaska, arizona, arkansas, california, colorado, connecticut, delaware, florida,
    hawaii, idaho, illinois, indiana, iowa, kansas, kentucky, louisiana, maine, maryland,
    massachusetts, michigan, minnesota, mississippi, missouri, montana, nebraska, nevada,
    new hampshire, new jersey, new mexico, new york, north carolina, north dakota, ohio, oklahoma,
    oregon, pennsylvania, rhode island, south carolina, south dakota, tennessee, texas, utah,
    vermont, virginia, washington, west virginia, wisconsin, wyoming, district of columbia,
    ontario, quebec, alberta, british columbia, new south wales, queensland, tasmania,
    new york city, los angeles, san francisco, san diego, chicago, houston, dallas, austin, boston,
    philadelphia, phoenix, seattle, denver, detroit, atlanta, miami, orlando, cleveland, baltimore,
    las vegas, new orleans, st louis, minneapolis, cincinnati, pittsburgh, milwaukee, manhattan,
    brooklyn, queens, bronx, harlem, hollywood, silicon valley, portland, sacramento, columbus,
    charlotte, nashville, memphis, louisville, salt lake city, tampa, toronto, montreal, vancouver,
    ottawa, london, manchester, birmingham, liverpool, leeds, sheffield, bristol, newcastle,
    glasgow, edinburgh, cardiff, belfast, dublin, oxford, cambridge, paris, lyon, marseille,
    brussels, antwerp, amsterdam, rotterdam, the hague, hague, berlin, hamburg, munich, frankfurt,
    cologne, dresden, leipzig, vienna, zurich, geneva, bern, rome, milan, naples, turin, venice,
    florence, madrid, barcelona, seville, valencia, lisbon, porto, athens, istanbul, ankara, cairo,
    tel aviv, jerusalem, beirut, damascus, baghdad, tehran, riyadh, doha, dubai, abu dhabi, kabul,
    islamabad, karachi, lahore, delhi, new delhi, mumbai, kolkata, bangalore, chennai, dhaka,
    colombo, beijing, shanghai, shenzhen, guangzhou, taipei, tokyo, osaka, kyoto, seoul, pyongyang,
    bangkok, hanoi, jakarta, manila, kuala lumpur, sydney, melbourne, brisbane, perth, canberra,
    auckland, wellington, moscow, st petersburg, kiev, kyiv, minsk, warsaw, krakow, prague,
    budapest, bucharest, sofia, belgrade, zagreb, sarajevo, stockholm, gothenburg, oslo, bergen,
    copenhagen, helsinki, reykjavik, tallinn, riga, vilnius, lagos, abuja, nairobi, johannesburg,
    cape town, pretoria, accra, addis ababa, khartoum, tripoli, algiers, rabat, casablanca, tunis,
    mexico city, havana, caracas, bogota, lima, santiago, buenos aires, rio de janeiro, sao paulo,
    brasilia, yorkshire, kent, essex, sussex, surrey, cornwall, devon, lancashire, norfolk, suffolk,
    normandy, bavaria, saxony, catalonia, siberia, sicily, tuscany, sichuan, xinjiang, guangdong"""
)
"""Countries, states and large towns, as word keys."""
_PEOPLE = _set(
    """american british english scottish welsh irish french german italian spanish portuguese dutch
    belgian swiss austrian swedish norwegian danish finnish icelandic polish czech slovak hungarian
    romanian bulgarian greek turkish russian ukrainian belarusian serbian croatian bosnian albanian
    estonian latvian lithuanian israeli palestinian lebanese syrian iraqi iranian saudi emirati
    qatari kuwaiti yemeni egyptian libyan tunisian algerian moroccan sudanese ethiopian kenyan
    nigerian ghanaian ugandan rwandan somali south african zimbabwean pakistani indian afghan
    bangladeshi nepali armenian azerbaijani georgian kazakh chinese taiwanese japanese korean
    vietnamese thai cambodian burmese
    malaysian indonesian filipino singaporean australian canadian mexican cuban brazilian
    argentine argentinian chilean colombian venezuelan peruvian bolivian european asian latin
    arab kurdish jewish muslim christian catholic islamic hispanic latino western eastern
    northern southern
    democratic republican conservative liberal socialist communist independent federal national
    royal iowan texan californian jordanian cypriot maltese congolese senegalese ivorian tanzanian
    zambian namibian liberian haitian jamaican honduran guatemalan salvadoran nicaraguan panamanian
    ecuadorian paraguayan uruguayan dominican mongolian bahraini omani uzbek tajik kyrgyz chechen
    catalan basque bavarian"""
)
PEOPLES = _PEOPLE
"""Adjectives with a capital that name nobody: "the Chinese firm"."""
GROUPS = _set(
    """republicans democrats conservatives liberals socialists communists tories independents
        greens catholics christians protestants evangelicals muslims jews hindus sikhs mormons
        islamists latinos hispanics arabs kurds britons scots poles danes swedes finns turks
        serbs croats czechs slovaks spaniards afghans uzbeks tajiks pakistanis israelis iraqis
        saudis filipinos nazis"""
) | frozenset(f"{word}s" for word in _PEOPLE if word.endswith(("an", "o", "i", "ek", "ne")))
"""Several people by one name."""
SEATS = _lines(
    """white house, downing street, kremlin, pentagon, whitehall, scotland yard, capitol hill,
    buckingham palace, kensington palace, elysee, wall street, vatican, holy see, hamas, hezbollah,
    taliban, islamic state, al-qaeda, congress, parliament, senate, house of commons,
    house of lords, house of representatives, supreme court, high court, bundestag, knesset, duma,
    treasury, interpol, nato, fbi, cia, nsa, nasa, epa, fda, cdc, un, eu, nhs, mi5, mi6, imf, opec,
    wto, unesco, unicef, doj, dhs, fema, ftc, fcc, irs, labour, labor"""
)
"""Bodies called by a building, a street or letters; none of them is a company."""
