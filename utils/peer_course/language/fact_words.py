"""Families of words that state the same plain fact, so that "rang" in a rewrite keeps "phoned" of a note.

Word lists only. A family is named by its first word; `*` stands for any ending.
"""

from peer_course.language.tokens import word_set

_FAMILIES = """
tablets tablet medication medications meds medicine medicines pill pills dose doses injection depot
decline refus* declin* | decided not | said no | not take* | not want*
attend attended attends attending dna come came comes coming visit visited present absent
shout shout* yell* scream* loud loudly
throw threw throws throwing thrown
hit hits hitting punch* kick* slap* struck push* shov*
hurt injur* bruis* wound* hurts harm harmed bleed*
cry cries cried crying wept weep* tears tearful
leave left leaves leaving walked
leave-pass leave
phone phoned phon* rang ring rings ringing call calls called calling text texted texts
restrain restrain* held holding hold
remove remov* escort*
seclude seclu* isolat* lock* locked
self-harm selfharm* | self harm* | harmed herself | harmed himself | harmed themselves
overdose overdos* | over dos*
suicide suicid* | end* his life | end* her life | end* their life | took her life
detain detain* sectioned
police officer officers
drink relaps* drank drunk drinking drinks alcohol beer vodka wine
use used drugs drug heroin cannabis
sleep slept sleeping sleeps asleep bed | got up
eat ate eats eating meal meals food lunch breakfast dinner supper tea
wash wash* shower* bath*
pain pains painful ache aches
voices | heard voices | hears voices | hearing voices
diagnosis diagnos* schizophreni* bipolar borderline anorexi* psychosis
discharge discharg*
admit admission admitted readmitted
appointment appointments
review reviews
plan plans
visit visitor visitors
cancel cancel*
neighbour neighbours
money rent debt debts wages benefits
housing flat house tenancy home homeless hostel
job work works worked working
bus buses train taxi
door doors
window windows
cup cups plate
story account accounts
push push*
assault assault* attack* hit punched
threaten threat*
fall fell falls falling
fire fires
knife knives
smoke smok* cigarette cigarettes
lost miss* missed missing
group groups choir class
moved move moving
interpreter interpreters
advocate advocates
complain complain* complaint complaints
apologise apolog*
ask asked asks asking request* demand* want* wanted
fear afraid scared frighten* fears
"""

WHAT: dict[str, str] = {}
STEMS: list[tuple[str, str]] = []
PHRASES: list[tuple[tuple[str, ...], str]] = []
for _line in _FAMILIES.strip().splitlines():
    _plain, *_longer = _line.split(" | ")
    _family = _plain.split()[0]
    for _word in _plain.split():
        if _word.endswith("*"):
            STEMS.append((_word[:-1], _family))
        else:
            WHAT.setdefault(_word, _family)
    for _part in _longer:
        PHRASES.append((_part.split(), _family))

ROLES = word_set(
    "nurse nurses doctor gp psychiatrist psychologist staff keyworker supervisor tutor police officer advocate "
    "interpreter solicitor landlord neighbour neighbours mother mum father dad son daughter sister brother wife "
    "husband partner friend aunt uncle granny cousin carer social-worker worker team manager paramedic paramedics "
    "consultant therapist visitor visitors pharmacist judge teacher boss children family parents")
KIN = ROLES - word_set("interpreter advocate")
PLACES = word_set(
    "a&e hospital ward clinic kitchen bathroom bedroom room lounge garden hall corridor office library church "
    "chapel park shop shops supermarket pharmacy school college court cafe pub home flat house hostel centre "
    "station street bus reception dining-room canteen gym pool town community unit café")
RELATIVE_DAYS = word_set(
    "today yesterday tomorrow tonight morning mornings afternoon afternoons evening "
    "evenings night nights midday "
    "noon midnight lunchtime teatime bedtime breakfast weekend christmas")
PERIODS = word_set("week weeks month months year years day days hour hours minutes minute nights mornings")
_COUNT = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
          "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty")
NUMBERS = {word: str(n) for n, word in enumerate(_COUNT)} | {
    "once": "1", "twice": "2", "thrice": "3", "half": "half", "thirty": "30", "forty": "40", "fifty": "50",
    "several": "several", "dozen": "12", "hundred": "100"}
SAYS = word_set(
    "said says say saying told tells explained explains reported reports mentioned claims claimed insists insisted "
    "admits admitted denies denied alleges alleged complains complained states stated asked asks replied answered "
    "described describes thinks thought believes believed feels felt")
_DOUBTED = word_set(
    "claims claimed insists insisted admits admitted denies denied alleges alleged complains complained")
OWN_VOICE = (SAYS - _DOUBTED) | word_set(
    "prefers prefer wants wanted would like hopes hoped decided chose agreed agrees disagrees disagreed wishes "
    "worries worried enjoyed wrote suggested plans planned")
"""Verbs after which a person's own view, reason or choice stands."""


FIGURATIVE = word_set("hit use threaten fear")
"""Families that do not count where the word is part of a loaded one: kicked off, drug-seeking."""


def phrase_at(words: list[str], i: int) -> tuple[int, str] | None:
    """The length and the family of a longer expression that begins at word i."""
    for parts, name in PHRASES:
        here = words[i:i + len(parts)]
        if len(here) == len(parts) and all(_fits(word, part) for word, part in zip(here, parts, strict=True)):
            return len(parts), name
    return None


def _fits(word: str, part: str) -> bool:
    return word == part or (part.endswith("*") and word.startswith(part[:-1]))


def family(word: str) -> str | None:
    """The family a folded word belongs to, or None."""
    found = WHAT.get(word)
    if found is None:
        found = next((name for stem, name in STEMS if word.startswith(stem)), None)
    return found
