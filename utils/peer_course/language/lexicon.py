"""Classes of words that rules, contexts and facts share. Lists of words only, and how to ask for a class.

What is loaded is not listed here: that is written in content/language, where tutors can change it.
"""

_CLASSES = {
    "he": "he she they",
    "them": "him her them himself herself themselves",
    "their": "his her their",
    "i": "i we me us",
    "my": "my our",
    "you": "you your",
    "it": "it its this that which these those",
    "be": "is are was were be been being 's 're am 'm seems seemed seem appears appeared appear remains "
          "remained remain becoming became become becomes gets got getting looks looked feels felt",
    "have": "has have had having 've",
    "aux": "do does did will would can could may might must shall should ca wo 'll 'd",
    "not": "not n't never neither nor without no",
    "very": "very so quite rather really extremely "
    "increasingly highly somewhat slightly too more most often "
            "totally completely just simply clearly obviously always "
            "generally usually a bit still also both "
            "again then now somehow even particularly "
            "at times sometimes frequently occasionally constantly",
    "client": "client clients patient patients pt pts person "
    "people man men woman women lady ladies gentleman "
              "gentlemen boy boys girl girls lad lads lass guy chap resident residents tenant tenants "
              "individual individuals adult adults youth teenager teen "
              "teens child children user users su member "
              "members female male mum mother dad father "
              "son daughter sister brother wife husband partner family "
              "parents parent carer carers granny uncle "
              "aunt cousin neighbour friend someone everyone anyone "
              "others persons detainee prisoner student students pupil couple customer customers fellow soul souls "
              "youngster "
              "pensioner diabetic diabetics drinker drinkers smoker offender trainee bloke inmate attender caller "
              "volunteer peer learner mate service-user they'",
    "behaviour": "behaviour behaviours behavior behaviors "
    "manner attitude attitudes presentation personality tone "
                 "outburst outbursts episode episodes tendencies traits character comments remarks "
                 "demeanour demeanor conduct ways side streak mood moods "
                 "person one traits type types language words "
                 "ideas beliefs thoughts speech appearance statements "
                 "fear fears worry worries belief reaction "
                 "reactions response responses expectations shouting "
                 "act acts conversation interaction interactions "
                 "gestures demands requests request story "
                 "stories version versions account accounts explanation "
                 "explanations excuse excuses claims symptoms "
                 "insight engagement attendance compliance adherence "
                 "hygiene affect mannerisms mannerism stare gaze smile laughter attire "
                 "tears limp threats sobbing crying "
                 "humour habit habits outlook temper remark comment choices lifestyle",
    "staff": "toddler toddlers baby babies infant grandson granddaughter grandchild grandchildren bairn bairns "
             "liaison triage crew warden wardens hostel staff nurse nurses doctor doctors dr "
    "gp psychiatrist psychologist worker workers keyworker team "
             "teams manager managers officer officers clinician clinicians consultant carers therapist ot "
             "paramedics paramedic police security tutor supervisor trainer council landlord landlady dwp "
             "jobcentre housing bank company school employer "
             "boss surgery hospital pharmacy pharmacist court "
             "judge sheriff solicitor insurer insurance "
             "airline driver government agency agencies association "
             "agent agents adviser advisers trustee trustees contractor contractors builder builders plumber "
             "electrician physio physiotherapist dentist optician conductor supplier suppliers councillor mp "
             "lecturer teacher headteacher funder funders lender lenders bailiff bailiffs surveyor locksmith "
             "interviewer interviewers assessor assessors reporter reporters "
             "department office service services society department "
             "charity board committee tribunal courier shop",
    "thing": "bus buses train trains car cars van "
    "kettle boiler computer laptop printer phone phones machine "
             "engine app website server wifi heating lift lock "
             "locks door doors window windows gate toaster cooker "
             "oven fridge washing lamp light lights bulb "
             "tap pipe pipes battery brakes system systems software "
             "form forms letter letters email emails application applications policy plan plans project "
             "weather rain snow wind storm river hill road "
             "path traffic week weeks day days month months year "
             "morning night evening afternoon time times task "
             "tasks job work journey walk question questions "
             "meeting film book play song puzzle recipe cheese "
             "soup pain wound wounds rash cough infection tumour "
             "cancer virus bacteria treatment therapy surgery dog "
             "dogs cat cats animal horse market ruling law "
             "conversation crossword exam course stairs map lung "
             "lungs kidney kidneys heart liver bowel joint bone "
             "arm leg wrist ankle knee foot hip shoulder "
             "tooth glass cup chair table machine sign link payment "
             "payments delivery parcel medicine drug drugs "
             "antibiotic antibiotics test tests results sample blood "
             "paper paint concrete metal fabric material materials "
             "jacket coat voice volcano gas chemical bill "
             "alarm radio television tv screen signal "
             "dryer hoover dishwasher freezer microwave radiator radiators "
             "plug shower toilet sink drain roof ceiling wall "
             "walls carpet sofa wheelchair scooter bike bicycle tyre tram "
             "ferry plane flight taxi minibus coach café cafe "
             "library supermarket match game series comedy novel poem "
             "sauce curry jigsaw quiz climb route path paths "
             "sea tide heat rent prices price budget deadline "
             "contract lease grant fund funding scheme rule "
             "rules rota timetable template spreadsheet database update "
             "password crowd geese goose bird birds pony horses hen "
             "hens rabbit rabbits alsatian terrier puppy kitten gull "
             "gulls seagull seagulls wasp wasps bees fox sheep "
             "cow cows swan swans hamster budgie parrot staircase "
             "lymphoma illness disease condition stain lid jar "
             "leak flood pump generator motor meter cable camera "
             "network case cases claim claims appeal "
             "clutch brake brakes valve gearbox hinge screw nut bolt castor gauge sensor thermostat urn laminator "
             "shredder projector photocopier scanner keypad satnav nav charger socket sockets fuse boards trail trails "
             "glen lay-by ford hedge hedges lawn shrub shrubs rose roses lavender peat soil compost elm oak tree trees "
             "leaf leaves snowdrop snowdrops daffodils tulips bulbs seeds seedlings seedling weeds moss ivy vine "
             "tortoise spaniel stag stags deer squirrel squirrels lapwing robin pigeons hedgehog donkey lamb lambs "
             "calf jelly custard dough batter cake stew biscuit biscuits jam marmalade tunic tunics curtain curtains "
             "drum guitar piano violin canoe kayak boat yacht tent hammock ladder scaffold scaffolding culture coli "
             "strain strains fungus mould timber wood varnish glue plaster cement tile tiles brick bricks",
    "speech": "said says say saying told tells tell telling explained explains explain described describes "
              "describe feels felt thinks thought believes "
              "believed worries worried reported reports mentioned "
              "wrote writes added calls called calling answered replied shared shares asked asks fears "
              "feared wonders wondered knows wishes wished hopes hoped agrees agreed disagrees disagreed",
    "number": "one two three four five six seven "
    "eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
              "seventeen eighteen nineteen twenty thirty forty fifty "
              "sixty hundred once twice thrice half both "
              "several dozen",
    "weekday": "monday tuesday wednesday thursday friday saturday sunday "
    "mon tue tues wed thu thur thurs fri sat "
               "mondays tuesdays wednesdays thursdays fridays saturdays sundays",
    "month": "january february march april may june july "
    "august september october november december jan feb mar apr "
             "jun jul aug sept sep oct nov dec",
    "preposition": "in of at on with from for by near "
    "to into onto over under after before about during since "
                   "until towards toward against between through "
                   "around behind beside within outside inside via throughout off along across round past upon",
    "determiner": "the a an his her their my our your this that these those some any each every another no",
    "joiner": "who and but then or so when while because if as although though yet that where whose",
    "adjective": "young old elderly little new male female middle-aged older younger new local whole autistic disabled",
}
_CREATURES = (
    "dog cat puppy kitten pony horse rabbit hamster budgie parrot terrier spaniel collie labrador "
    "alsatian greyhound whippet poodle tortoise goat donkey ferret dogs cats kittens puppies parrots "
    "budgies cockerel cockerels hen hens goose geese duck ducks swan swans heron gull gulls pigeon "
    "pigeons crow crows magpie magpies owl owls starling starlings fox foxes badger hedgehog mice rat "
    "rats squirrel squirrels goats horses ponies cow cows sheep lamb lambs pigs piglet rabbits ferrets "
    "snake lizard trout wasps bees hornets ants slugs snails aphids blackfly greenfly spiders ivy "
    "knotweed bramble brambles nettles wisteria hydrangea fern ferns dahlias willow weeds rhubarb "
    "courgettes marrows moss hedge hedges bindweed clematis jackdaw jackdaws seagull seagulls canary "
    "koi goldfish ram ewe heifer bullock stallion mare foal")
_AILMENTS = ("pain pains injury limp headache headaches migraine migraines fall fit fits seizure "
             "seizures attack illness panic faint cough cold flu bug stomach back leg knee rash asthma "
             "episode episodes symptoms symptom voices virus allergy ankle tooth toothache wrist "
             "shoulder overdose")
_EXTRA_STOP = ("today yesterday tomorrow tonight now later soon here there me him us them herself himself "
               "themselves myself itself what how why than up down "
               "out off away back only such own same other "
               "another more less much many few lot lots due per "
               "not n't no yes please ok once all both either "
               "please regarding re unless whether except besides instead ever together least last next 's ")

CREATURES = frozenset(_CREATURES.split())  # animals and plants
AILMENTS = frozenset(_AILMENTS.split())

CLASSES = {name: frozenset(words.split()) for name, words in _CLASSES.items()}
CLASSES["thing"] |= CREATURES
CLASSES["person"] = CLASSES["he"] | CLASSES["client"] | CLASSES["them"]
CLASSES["writer"] = CLASSES["i"] | CLASSES["my"]
STOP = frozenset(_EXTRA_STOP.split()).union(*(CLASSES[c] for c in (
    "he", "them", "their", "i", "my", "you", "it", "be", "have", "aux", "not", "very", "preposition",
    "determiner", "joiner")))

for _ending in ("ing", "ed", "ly", "s"):
    CLASSES[_ending] = frozenset()
_TAGS: dict[str, list[str]] = {}
for _name, _words in CLASSES.items():
    for _word in _words:
        _TAGS.setdefault(_word, []).append(f"<{_name}>")


def tags(word: str) -> tuple[str, ...]:
    """Name every class a folded word belongs to, in angle brackets; a number in figures is <number>."""
    if word[:1].isdigit():
        return ("<number>",)
    ending = next((f"<{e}>" for e in ("ing", "ed", "ly", "s") if word.endswith(e) and len(word) > len(e) + 1), "")
    return (*_TAGS.get(word, ()), ending) if ending else tuple(_TAGS.get(word, ()))
