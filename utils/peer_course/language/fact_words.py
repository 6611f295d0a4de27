"""Families of words that state the same plain fact, so that "rang" in a rewrite keeps "phoned" of a note.

Word lists, and how to ask them. A family is named by its first word; `*` stands for any ending.
"""

from functools import lru_cache

from peer_course.language.people_words import PLACES, ROLES
from peer_course.language.tokens import word_set
from peer_course.language.traces import stem

_FAMILIES = """
tablets tablet prn medication medications meds medicine medicines pill pills dose doses
injection inject* depot im | im injection
decline refus* declin* | decided not | said no | says no | chose not | not take* | not want*
decline | n't take | n't want | not eat | n't eat | not let | n't let
decline | turned down | will not | would not | would n't | preferred not | prefers not
absent dna dnas missed no-show | not come | n't come | not attend* | n't attend* | not turn up | n't turn up
absent | not arrive | n't arrive | did n't show | not show up | failed to attend | no show
attend attend* came come comes coming present arriv* | turn* up | show* up | got here
shout shout* yell* scream* loud loudly | raised his voice | raised her voice | raised their voice
throw threw throws throwing thrown hurl*
hit hits hitting punch* kick* slap* struck | struck out
push push* shov*
spit spat spit*
hurt injur* bruis* wound* hurts harm harmed bleed* bled
cry cries cried crying wept weep* tears tearful sobb* sob
leave left leaves leaving walked walk* | went out | went home
leave-pass leave
phone phoned phon* rang ring rings ringing call calls called calling text texted texts message* voicemail
restrain restrain* | held down | held him down | held her down | held them down | pinned
restrain | held his arms | held her arms | held their arms
remove remov* escort* evict* | put out
seclude seclu* isolat* lock* locked
self-harm selfharm* | self harm* | harmed herself | harmed himself | harmed themselves | hurt herself | hurt himself
overdose overdos* od | over dos*
suicide suicid* | end* his life | end* her life | end* their life | took her life | kill* himself | kill* herself
detain detain* sectioned section | held under
police
drink relaps* drank drunk drinking drinks alcohol beer beers vodka wine cider whisky
sober abstin* abstain* | without a drink | not drunk
use used drugs drug heroin cannabis cocaine weed
sleep sleepy slept sleeping sleeps asleep bed | fell asleep | falls asleep insomnia | got up | woke up
wake woke wakes waking awake
eat ate eats eating meal meals food fed
wash wash* shower* bath* bathed
pain pains painful ache aches aching sore headache*
voices | heard voices | hears voices | hearing voices
diagnosis diagnos*
schizophrenia schizophreni*
bipolar
psychosis psychos* psychotic
discharge discharg*
admit admission admitted readmitted readmi*
appointment appointments appt appts
review reviews reviewed rev
assess assess*
plan plans planned
visit visit* visitor visitors
cancel cancel* | called off
money cash
rent
debt arrears debts owes owed owe
wages wage pay paid payment payments salary payday pays paying
benefits benefit pip esa | universal credit
housing house* tenancy homeless flat | no fixed abode
job work works worked working shift shifts employment
bus buses train trains taxi taxis transport lift
door doors
window windows
cup cups mug mugs plate plates glass
story account accounts version versions
assault assault* attack* | beat up | beaten
rape raped raping | sexual* assault*
abuse abus*
threaten threat*
fall fell falls falling fallen
fire fires
knife knives
smoke smok* cigarette cigarettes vape*
lost lose* losing
miss misses missing miss
group groups choir class classes
move moved moving moves
interpret interpret*
complain complain* complaint complaints grievance
apologise apolog* sorry
ask asked asks asking request* demand* want wants wanted
fear afraid scared frighten* fears fearful terrified
dizzy dizz* faint* | passed out
sick vomit* sick* nausea* | threw up
tired tired* exhaust* sleepy drows*
letter letters
form forms
benefit-stop sanction* | benefits stopped | money stopped
bill bills
key keys
dress dress* | got dressed
laugh laugh* giggl*
swear swore swear* curs*
argue argu* quarrel* row rows disagreement disagreements dispute
fight fight* fought
break broke broken breaks smash* damage*
steal stole stolen theft
sell sold sells selling
buy bought buys buying shopping
cook cook* soup
clean clean* tidied tidy
write wrote writes written
read reads reading
sit sat sits sitting
wait waited waiting waits | kept waiting
run ran runs running | ran off
drive drove drives driving driven
sedate sedat* lorazepam haloperidol diazepam tranquil*
blood bloods
wound dressing wounds stitch* sutur* sutures
help helps helped helping
pregnant pregnan*
birth born baby
die dying died dies death dead bereave* passed | passed away
school-exam exam exams
course courses
dog dogs
cat cats
divorce divorc* separat* | split up
marry married wedding
sack sacked dismiss* fired redundan* | lost his job | lost her job | lost their job
arrest arrest*
prison prison jail
charge charged charges
prescription prescri* script scripts
temperature temp
reference ref-number
cost costs
chat chatt* talked talk talks talking rambl* spoke
tear-up tore torn ripped
grab grabb*
bully bulli* bullying
swallow swallow*
lie-told liar lied lying
stopped stop stopp* stops
sign signed signs signature
search search*
strip stripped
handcuff handcuff* cuffs
side-effects | side effects | side effect
weight weigh* stone
sing sang sings singing sung
dance danc*
pray pray* prayer
knock knock*
bite bit bites bitten biting
scratch scratch*
touch touch* grop*
kiss kiss*
risk-plan | safety plan | crisis plan
hospital-bed | a bed
fail failed fails
referral refer* ref refs
ambulance ambulance*
translate translat*
isolation-lonely lonel* alone
anxious anxi* worr*
sad sad sadness
angry anger angrily furious cross livid
panic panic* | panic attack
asthma asthma* | asthma attack
heart | heart attack
buzz buzz*
held-in held
operation op operated
domestic
hang-up | hung up | rang off | put the phone down
return return* | came back | brought back
scan scans mri
find found finds finding
lend lent lends lending loan* borrow*
bar barred bar* banned ban bans excluded
deaf deafness
forget forgot forgets forgotten
music songs
drag dragg*
banging bang bangs banged
exaggeration exaggerat*
consult consultation consultations
belong belongings
follow followed follows following
warn warn*
deliver deliver*
lift lifted lifts lifting
open open*
close closed closing closes
give-birth labour
theft rob* burgl*
smell smell* smelt
quiet quiet quietly
"""

THINGS = word_set(
    "arm arms leg legs hand hands toe toes foot feet finger fingers knee knees head face eye eyes ear ears nose "
    "tooth teeth jaw neck shoulder wrist ankle hip rib ribs chest stomach tummy throat lung skin hair rats mice "
    "damp mould boiler gas electricity heating hoist frame stick crutches wheelchair coffee biscuits sugar bread "
    "fridge oven kettle sofa blanket jacket coat shoes boots bag purse wallet passport glasses hearing diary "
    "photo photos guitar piano radio television laptop computer phone email emails leaflet leaflets voucher "
    "parcel grant fine fines licence clothes gown car cars van slippers boxes insulin inhaler methadone "
    "antibiotics paracetamol codeine lithium diabetes cancer epilepsy fever infection rash seizure seizures "
    "wedding funeral birthday holiday exam football swimming gardening fishing bingo")
"""Plain nouns that state a fact wherever they stand."""

WHAT: dict[str, str] = {}
STEMS: dict[str, list[tuple[str, str]]] = {}
PHRASES: dict[str, list[tuple[list[str], str]]] = {}
for _line in _FAMILIES.strip().splitlines():
    _plain, *_longer = _line.split(" | ")
    _family = _plain.split()[0]
    for _word in _plain.split():
        if _word.endswith("*"):
            STEMS.setdefault(_word[:3], []).append((_word[:-1], _family))
        else:
            WHAT.setdefault(_word, _family)
    for _part in _longer:
        PHRASES.setdefault(_part.split()[0].rstrip("*")[:3], []).append((_part.split(), _family))

def phrase_at(words: list[str], i: int) -> tuple[int, str] | None:
    """The length and the family of a longer expression that begins at word i."""
    for parts, name in PHRASES.get(words[i][:3], ()):
        here = words[i:i + len(parts)]
        if len(here) == len(parts) and all(_fits(word, part) for word, part in zip(here, parts, strict=True)):
            return len(parts), name
    return None


def _fits(word: str, part: str) -> bool:
    return word == part or (part.endswith("*") and word.startswith(part[:-1]))


@lru_cache(maxsize=4096)
def family(word: str) -> str | None:
    """The family a folded word belongs to, or None."""
    found = WHAT.get(word)
    if found is None:
        found = next((name for start, name in STEMS.get(word[:3], ()) if word.startswith(start)), None)
    return found


@lru_cache(maxsize=4096)
def canonical(word: str) -> str:
    """One form for words of the same meaning, whichever kind of fact they are."""
    return ROLES.get(word) or PLACES.get(word) or family(word) or stem(word)
