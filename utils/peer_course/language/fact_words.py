"""Families of words that state the same plain fact, so that "rang" in a rewrite keeps "phoned" of a note.

Word lists, and how to ask them. A family is named by its first word; `*` stands for any ending.
"""

from functools import lru_cache

from peer_course.language.people_words import PLACES, ROLES
from peer_course.language.tokens import word_set
from peer_course.language.traces import stem

_FAMILIES = """
tablets tablet medication medications meds medicine medicines pill pills dose doses
injection inject* depot im | im injection
decline refus* declin* | decided not | said no | says no | chose not | not take* | not want*
decline | n't take | n't want | turned down | will not | would not | would n't
attend attend* dna came come comes coming present absent arriv* | did n't show | turn* up | show* up | got here
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
restrain restrain* | held down | held his arms | held her arms | held their arms | pinned
remove remov* escort* evict* | put out
seclude seclu* isolat* lock* locked
self-harm selfharm* | self harm* | harmed herself | harmed himself | harmed themselves | hurt herself | hurt himself
overdose overdos* od | over dos*
suicide suicid* | end* his life | end* her life | end* their life | took her life | kill* himself | kill* herself
detain detain* sectioned section | held under
police
drink relaps* drank drunk drinking drinks alcohol beer beers vodka wine cans cider whisky
sober abstin* abstain* | without a drink | not drunk
use used drugs drug heroin cannabis cocaine weed
sleep slept sleeping sleeps asleep bed insomnia | got up | woke up
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
review reviews reviewed
assess assess*
plan plans planned
visit visit* visitor visitors
cancel cancel* | called off
money cash
rent arrears
debt debts owes owed
wages wage pay paid payment payments salary
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
miss miss* missing
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
argue argu* quarrel* row rows
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
wound dressing
help helps helped helping
pregnant pregnan*
birth born baby
die died dies death dead bereave* passed | passed away
school-exam exam exams
course courses
dog dogs
cat cats
divorce divorc* separat* | split up
marry married wedding
sack sacked dismiss* fired | lost his job | lost her job | lost their job
arrest arrest*
prison prison jail
charge charged
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
referral refer*
ambulance ambulance*
translate translat*
isolation-lonely lonel* alone
anxious anxi* worr*
sad sad sadness
angry anger angrily
panic panic*
quiet quiet quietly
"""

# Parts of loaded or cosy phrases and words too vague to be a fact; whoever keeps or loses them lost no fact.
_VAGUE = word_set(
    "incident incidents episode episodes issue issues difficulty difficulties situation situations matter support "
    "result way ways thing things bit lot lots need needs time times day days kind sort end case fact reason "
    "reasons part sake presentation behaviour behaviours attitude manner usual rest same point state event events "
    "problem problems moment while background context view chance piece couple few note notes number numbers week "
    "weeks month months side space area low high good bad big small long short whole full own last next other "
    "second first main whose evening today care regards basis staff-member person people client patient resident "
    "residents word words conversation chat feelings feeling choice choices engagement interaction placement "
    "member members use hours minutes name")
_LOADED_PHRASES = """
cry for help, cries for help, crying for help, getting his needs met, getting her needs met, getting their needs
met, get his needs met, get her needs met, get their needs met, kick off, kicked off, kicking off, kicks off,
cry wolf, crying wolf, crocodile tears, playing up, played up, acting out, acted out, wind up, winding up, wound
up, walk all over, hit the roof, lost the plot, lost it, threw a tantrum, throwing a tantrum, threw a wobbly,
throws his toys, threw her toys, poor me, plays the victim, playing games, pushing boundaries, pushed
boundaries, pushes boundaries, testing boundaries, pulled a fast one, in denial, song and dance, sob story,
drama queen, high maintenance, hard work, left to it, at it again, up to her old tricks, up to his old tricks,
full of it, fell out, fell for, get up to, come to light, going nowhere, in a state, at the end of the day, hard
to engage
"""
_EMPTY: dict[str, list[list[str]]] = {}
for _phrase in " ".join(_LOADED_PHRASES.split()).split(", "):
    _EMPTY.setdefault(_phrase.split()[0], []).append(_phrase.split())

_DULL_DEEDS = word_set(
    "mrs mr ms miss new ago done one late lives live eve key around making put puts goes went got get like going "
    "peer upstairs approached attempted continued managed appeared seemed used needed tried decided noted "
    "presented remained looked showed turned started based supposed followed received happened wanted liked "
    "allowed caused involved according required regarding offered given made had led stayed became kept felt said "
    "explained reported mentioned stated described believed added replied answered disclosed confirmed insisted "
    "claimed denied admitted alleged agreed planned booked arranged scheduled asked told talked discussed "
    "observed encouraged supported reassured engaged settled calmed informed advised prompted assisted declared "
    "considered named aged related need indeed hundred bed red shed speed weed seed fed feed wed led concerned "
    "unable interested confused unsettled distressed agitated upset listed increased reduced expected ended "
    "tended learned lived distracted redirected deescalated tired unkempt bored mixed limited advanced detailed "
    "repeated unrelated escalated located intended opened closed proceeded processed supposed rushed managed "
    "linked hoped wished worried preferred enjoyed suggested")

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

SLIGHT = word_set(
    "came come comes coming arrived arrives arriving arrival present asked asks ask asking want wants wanted help "
    "helps helped helping works quiet quietly alone worried worries anxious angry anger sorry visiting failed "
    "fails fail")
"""Words of a family too weak to be missed alone, although "came" keeps "attended"."""

FIGURATIVE = word_set(
    "hit use threaten fear ask cry fight break stop fail push abuse complain argue laugh fall fire sick clean run "
    "wake sad anger anxious quiet pain schizophrenia bipolar psychosis stop wait miss")
"""Families that do not count where the word is part of a loaded one: kicked off, drug-seeking."""


def phrase_at(words: list[str], i: int) -> tuple[int, str] | None:
    """The length and the family of a longer expression that begins at word i."""
    for parts, name in PHRASES.get(words[i][:3], ()):
        here = words[i:i + len(parts)]
        if len(here) == len(parts) and all(_fits(word, part) for word, part in zip(here, parts, strict=True)):
            return len(parts), name
    return None


def empty_at(words: list[str], i: int) -> int:
    """The length of a figure of speech or loaded phrase at word i, of which no word is a fact; 0 when there is none."""
    return next((len(parts) for parts in _EMPTY.get(words[i], ()) if words[i:i + len(parts)] == parts), 0)


def is_dull(word: str) -> bool:
    """Words that say too little to be a fact by themselves."""
    return word in _VAGUE or word in _DULL_DEEDS


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
