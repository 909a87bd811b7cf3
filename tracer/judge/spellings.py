"""Spellings and abbreviations that stand for one word. Made by hand; none was fitted to labelled
data."""

from __future__ import annotations

import re

_PAIRS = (
    "aeroplane airplane,aeroplanes airplanes,mister mr,"
    "doctor dr,professor prof,governor gov,senator sen,representative rep,general gen,"
    "sergeant sgt,lieutenant lt,captain capt,colonel col,reverend rev,president pres,"
    "corporation corp,incorporated inc,limited ltd,brothers bros,department dept,government govt,"
    "association assn,international intl,versus vs,kilometers km,kilograms kg,television tv,"
    "feet ft,hours hrs,minutes mins,seconds secs,years yrs,approximately approx,mount mt,"
    "grey gray,licence license,licences licenses,defence defense,offence offense,pretence pretense,"
    "programme program,programmes programs,centre center,centres centers,theatre theater,"
    "theatres theaters,metre meter,metres meters,kilometre kilometer,kilometres km,"
    "litre liter,litres liters,fibre fiber,fibres fibers,calibre caliber,sombre somber,"
    "meagre meager,spectre specter,lustre luster,kilogrammes kg,grammes grams,cheque check,"
    "cheques checks,tyre tire,tyres tires,kerb curb,plough plow,draught draft,sceptic skeptic,"
    "sceptics skeptics,sceptical skeptical,scepticism skepticism,storey story,storeys stories,"
    "pyjamas pajamas,mould mold,moulds molds,smoulder smolder,smouldering smoldering,cosy cozy,"
    "whisky whiskey,adviser advisor,advisers advisors,learnt learned,burnt burned,spelt spelled,"
    "dreamt dreamed,leapt leaped,spoilt spoiled,practise practice,practised practiced,"
    "practising practicing,mum mom,mums moms,artefact artifact,artefacts artifacts,axe ax,"
    "marvellous marvelous,woollen woolen,instalment installment,instalments installments,"
    "enrolment enrollment,fulfil fulfill,fulfils fulfills,enrol enroll,skilful skillful,"
    "wilful willful,jewellery jewelry,aluminium aluminum,judgement judgment,judgements judgments,"
    "ageing aging,acknowledgement acknowledgment,manoeuvre maneuver,manoeuvres maneuvers,"
    "gaol jail,disc disk,enquiry inquiry,enquiries inquiries,speciality specialty,sulphur sulfur,"
    "likeable likable,sizeable sizable,yoghurt yogurt,tonne ton,tonnes tons,whilst while,"
    "amongst among,towards toward,afterwards afterward,backwards backward,forwards forward,"
    "upwards upward,downwards downward,okay ok,alright allright,usa us,moslem muslim,"
    "moslems muslims,qaida qaeda,hizbollah hezbollah,hizbullah hezbollah,koran quran,kiev kyiv,"
    "mon monday,tue tuesday,tues tuesday,thu thursday,thur thursday,thurs thursday,fri friday,"
    "calif california,colo colorado,conn connecticut,fla florida,ariz arizona,minn minnesota,"
    "mich michigan,okla oklahoma,tenn tennessee,tex texas,wis wisconsin,wyo wyoming,neb nebraska,"
    "nev nevada,kan kansas,mont montana,gonna goingto,wanna wantto,gotta gotto,til until,till until"
)
AMERICAN = {pair.split()[0]: pair.split()[1] for pair in _PAIRS.split(",")}
"""One spelling of a word -> the one it is compared by."""

VARIANTS = (
    (re.compile(r"(?<=[a-z]{2})our(?=s$|ed$|ing$|ite|able|hood|ful|less|$)"), "or"),
    (re.compile(r"(?<=[a-z]{3})is(?=e[sdr]?$|ing$|ation|able)"), "iz"),
    (re.compile(r"(?<=[a-z]{2})ys(?=e[sdr]?$|ing$)"), "yz"),
    (re.compile(r"(?<=[a-z]{3})ll(?=ed$|ing$|[eo]rs?$)"), "l"),
    (re.compile(r"(?<=[a-z]{3})ogue(?=s?$)"), "og"),
    (re.compile(r"(?<=[a-z])[ao]e(?=[dmnst][a-z]{3})"), "e"),
)
"""Endings, and the vowels of "paediatric", that whole families of words spell in two ways."""

ABBREVIATED = {
    "co": "company",
    "st": "saint",
    "no": "number",
    "ms": "miss",
    "lb": "pounds",
    "lbs": "pounds",
    "mph": "milesperhour",
    "kph": "kilometersperhour",
    "1": "one",
    "sq": "square",
    "p": "pence",
    "c": "cents",
}
"""What a word may be short for; it may be that word itself, too."""
