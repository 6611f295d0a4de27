"""Word lists of the named contexts: law, titles, body, play, benefits, places, plans. Lists only."""

from peer_course.language.tokens import word_set

LAW = word_set("court courts tribunal solicitor lawyer legal legally statutory act law laws charge charged "
             "convicted conviction sheriff procurator judge trial prosecution prosecutor sentence advance "
             "directive rights criminal injuries compensation insurance policy injury damages sued lawsuit "
             "safeguarding investigation investigated allegation hearing")
TITLES = word_set("team teams service services clinic unit group groups anonymous act society association "
                "foundation project scale inventory policy course training study studies trial research "
                "network uk scotland forum centre center charity department programme workshop helpline "
                "questionnaire index leaflet guideline guidelines conference strategy order bill award hearing "
                "diagnosis support prevention awareness fund trust house street road avenue lane centre hub college "
                "school library hall charter panel forum hotline shop award prize hostel theatre register protocol "
                "framework")
SURE_TITLES = TITLES - word_set("support prevention awareness")
PLAIN_TITLES = word_set("questionnaire scale inventory study trial research policy leaflet guideline guidelines act "
                         "anonymous training course workshop helpline order bill index society")
BEFORE_SURNAME = word_set("mr mrs ms miss mx dr prof professor nurse sister sir lady councillor rev")
BODY = word_set("smear smears biopsy mammogram laceration lacerations forearm abrasion abrasions ultrasound cervical "
              "colposcopy thumb finger fingers toe toes heel shin elbow cornea retina platelets haemoglobin glucose "
              "venous insufficiency obstructive pulmonary ulcer ulcers eczema psoriasis constipation bronchitis "
              "anaemia vein veins thyroid pancreas gout sinus throat stomach bladder prostate spine tendon temp "
              "heart kidney kidneys renal liver lung lungs cardiac respiratory bowel joint bone fracture "
                 "fractured "
              "wound wounds rash skin chest pain breathing breath blood pressure pulse infection antibiotic "
              "antibiotics tumour cancer arm leg wrist ankle hip knee tooth eye eyes sight vision hearing "
              "oxygen lactose gluten insulin cough asthma copd arthritis migraine kidney stroke x-ray scan "
              "hepatitis urine temperature bp saturation pneumonia bronchitis vital signs ecg organ")
PLAY = word_set("villain cinderella hamlet macbeth aladdin puppet puppets skit sketch musical concert gig judo "
                 "karate taekwondo tennis hockey squash fencing basketball cricket bowls referee striker "
                  "goalkeeper bingo laser paintball nativity mystery audition charades wrestling chess film films "
                  "play "
                  "novels thriller thrillers paperback comic comics superhero narrator heroine sitcom musical cartoon "
              "vampire storybook audiobook podcast novella actress ep "
              "theatre drama stage actor choir match football game film novel "
              "song songs album book rugby army boxing goal film programme rehearsal crossword puzzle opera "
                  "panto pantomime carnival costume")
STAGE = word_set("theatre drama actor rehearsal rehearsals panto pantomime opera improv playwright auditions")
ON_STAGE = PLAY | STAGE
BENEFIT = word_set("backdated claimant entitlement pension benefit benefits insurance pip dwp expenses refund "
                    "allowance credit compensation housing "
                 "disability payment payments form forms tax warranty expense travel appeal mileage carer's")
PLACE = word_set("hospital ward a&e accident intensive icu unit infirmary hospice care clinic hdu bed psychiatric "
               "overnight emergency royal general ward's medical stroke surgical")
MEET = word_set("see meet met seeing meeting talk talking speak speaking visit visiting ring call phone try trying "
              "start starting begin read reading go come coming sing singing once look check asked ask review "
              "thanks thank enjoy enjoyed enjoying home smile smiling laugh laughing able cook cooking walk "
              "walking work working swim swimming paint painting never play playing volunteer hope write "
              "writing well join dance feel happy together happen repeat say said open")
POLICY = word_set("please staff must policy should always procedure remember ensure checklist guidance everyone "
                "lock sign wash doors keys visitors fire")
OCCASIONS = word_set("monday tuesday wednesday thursday friday saturday sunday times occasions twice thrice days "
                   "january february march april may june july august september october november december "
                   "weeks nights mornings evenings visits calls pm am")
REASON = word_set("because explained explaining saying reason reasons")
REASON_IF_CLAUSE = word_set("as since so")
# What a dispute or an office is about, also in the sentence beside; LAW holds within one sentence only.
MATTERS_OF_LAW = word_set(
    "court courts tribunal solicitor solicitors barrister breach breached bail landlord landlord's tenancy "
    "lease deposit arrears eviction possession theft fraud assault trespass nuisance offence trial magistrates "
    "sheriff adjudication prosecution charged convicted caution cautioned injunction mediation ombudsman "
    "insurer insurers insurance liability dismissal litigation lawsuit appeal appeals appealing claimant "
    "defendant witness evidence statute clause contract invoice receipt dvla dwp pip asylum visa council "
    "employer firm acas custody arrested police allowance benefit benefits pension expenses refund warranty "
    "mileage dla uc compensation damages costs negligence contempt hearing alleges alleged claim licence")
