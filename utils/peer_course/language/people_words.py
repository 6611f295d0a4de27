"""Words for people, places and saying, and which of them mean the same or more: mum and mother, a nurse is staff.

Word lists only; deeds and things are in fact_words.
"""

from peer_course.language.tokens import word_set

# Each line: words for the same person or place. The first one names it; after ">" come wider words it answers for.
_PERSONS = """
nurse nurses > staff
doctor doctors gp gps dr psychiatrist psychiatrists consultant consultants registrar > staff
psychologist therapist counsellor > staff
staff > worker
keyworker worker workers > staff
manager managers > staff
warden wardens > staff
supervisor supervisors
tutor tutors
police officer officers policeman policewoman pc sergeant cop cops
paramedic paramedics
advocate advocates
interpreter interpreters translator
solicitor solicitors lawyer lawyers
landlord landlords landlady
neighbour neighbours neighbor
mother mum mums mam mummy mothers > parents family
father dad dads daddy fathers > parents family
parents parent > family
son sons > children family
daughter daughters > children family
children child kids kid > family
sister sisters > family
brother brothers > family
wife > family
husband > family
partner partners > family
boyfriend
girlfriend
friend friends mate mates pal
aunt auntie > family
uncle > family
grandmother granny gran nan nana grandma > family
grandfather grandad grandpa > family
cousin cousins > family
niece > family
nephew > family
carer carers
family relatives relative
team teams crew
therapist therapists
visitor visitors
pharmacist pharmacists chemist
judge judges magistrate sheriff
teacher teachers
boss bosses employer
baby
resident residents
flatmate housemate roommate
midwife midwives > staff
dentist
receptionist receptionists > staff
porter porters > staff
bailiff bailiffs
guard guards security
volunteer volunteers
chaplain vicar priest imam minister rabbi
stranger strangers
colleague colleagues
driver drivers
tenant tenants
assistant assistants assistants hca hcas > staff
facilitator facilitators
sponsor
stepfather stepdad > father family
stepmother stepmum > mother family
grandson > family
granddaughter > family
twin > family
lodger
contractor
boys > children
lads
engineer
guest
plumber
referee
caterer
nephew
owner
vet
clerk
counsellor
surgeon > doctor staff
trainer
coach
optician
librarian
councillor
inspector
caretaker
cleaner cleaners
ex
student students
cpn cpns > nurse staff
ot > staff
amhp
physiotherapist
dietitian dietician
witness witnesses
"""
_SPOTS = """
a&e casualty ed
hospital
ward wards
clinic
kitchen
bathroom toilet toilets loo
bedroom > room
room rooms
lounge > room
dayroom > room
garden yard
hall landing corridor hallway corridors
stairs stairwell staircase
office offices
library
church chapel
mosque
temple
park
carpark
shop shops store
supermarket tesco lidl aldi asda co-op sainsbury's morrisons
pharmacy
school
college
university uni
court
cafe café
pub
home > house
flat > home
house > home
hostel
shelter
laundry
refuge
centre
station
street
reception foyer
canteen
gym
pool
town
community
surgery practice
unit
prison jail
cell
bank
jobcentre
market
balcony
allotment
gate
bridge
beach
river
annexe
hospice
factory
shipyard
farm
warehouse
garage
hotel
restaurant
bakery
nursery
playground
field
site
lift
carpark
"""


def _groups(listed: str) -> tuple[dict[str, str], dict[str, frozenset[str]]]:
    names, wider = {}, {}
    for line in listed.strip().splitlines():
        words, _, after = line.partition(" > ")
        first = words.split()[0]
        names |= {word: first for word in words.split() if word not in names}
        wider[first] = frozenset(after.split())
    return names, wider


ROLES, _WIDER_ROLES = _groups(_PERSONS)
PLACES, _WIDER_PLACES = _groups(_SPOTS)
WIDER = _WIDER_ROLES | _WIDER_PLACES
KIN = frozenset(ROLES) - word_set(
    "interpreter advocate interpreters advocates translator tenant resident residents student")
"""Whoever is named so speaks for themselves, not for the person the note is about."""

PLACE_ENDS = word_set(
    "ward street road house lane court park avenue centre clinic hall close drive school hospital station surgery "
    "lodge terrace square gardens unit hostel library")
NUMBERED = word_set("section ward room flat bay bed floor form page cell")
NOT_WHO = word_set(
    "calpol section weds act urdu polish punjabi arabic somali gaelic french spanish bengali cantonese mandarin "
    "turkish romanian universal credit council zoom teams facebook whatsapp clozapine sertraline olanzapine "
    "quetiapine lorazepam lithium haloperidol diazepam depot methadone paracetamol mental health housing benefit "
    "citizens advice samaritans mind review plan next ward quran bible christmas easter ramadan eid diwali "
    "methodist muslim catholic jewish british irish english")
SAYS = word_set(
    "said says say saying told tells telling explained explains reported reports reporting mentioned mentions "
    "claims claimed claiming insists insisted insisting admits admitted denies denied denying alleges alleged "
    "complains complained states stated stating replied answered described describes thinks thought believes "
    "believed feels felt added adds disclosed confirmed confirms reckons reckoned recalled recalls wrote writes "
    "maintains maintained whispered swears disputes disputed disagrees disagreed according per")
DOUBTED = word_set(
    "claims claimed claiming insists insisted insisting admits admitted denies denied denying alleges alleged "
    "complains complained maintains maintained swears")
OWN_VOICE = (SAYS - DOUBTED - word_set("according per reporting telling")) | word_set(
    "prefers prefer preferred wants wanted would like hopes hoped decided chose agreed agrees disagrees disagreed "
    "wishes wished worries worried enjoyed wrote suggested plans planned asked asks love loves loved hates hated "
    "finds enjoys misses missed likes liked wonders wondered disputes disputed chooses decides apologised "
    "remembers")
"""Verbs after which a person's own view, reason or choice stands."""
