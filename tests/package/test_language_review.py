"""The review finds loaded words and leaves plain facts alone. All notes here are invented."""

import pytest
from peer_course.language import first_five, review
from peer_course.model.language import LEVELS


def serious(text):
    return [f for f in review(text) if f.level != "notice"]


NOTES = [
    ("Aila refused breakfast again, no insight whatsoever.",
     "Aila decided not to have breakfast on Monday and Tuesday. She said porridge makes her feel sick. "
     "She will ask the kitchen for toast."),
    ("Bram kicked off about nothing and had to be removed from the hall.",
     "Bram heard that his outing was cancelled. He shouted and threw a magazine on the floor. Nobody was hurt. "
     "He walked outside with a member of staff, and said he had looked forward to it for a week."),
    ("Manipulative: rang four workers about his bus pass.",
     "Con rang four workers about his bus pass. Two of them had told him different dates. "
     "The office will write to him by Friday."),
    ("Paranoid and suspicious about the post.",
     "Dell said he thinks that his letters are opened before he gets them, and he worries about it at night. "
     "Two letters came late last week. He would like to collect them himself."),
    ("Superficial self-harm, attention seeking.",
     "Effie told me at nine that she had self-harmed. The nurse dressed the injury. "
     "She said she felt alone after the visit. I told the nurse in charge at 9.10."),
    ("DNA x2, disengaged, close.",
     "Finn did not come on 5 and 12 March. He texted on the 13th that he starts work at eight. "
     "We have not offered an evening time yet; closing is on hold until we have."),
    ("Drug-seeking frequent flyer.",
     "Gia came to A&E on 2, 6 and 9 April with toothache. She asked for stronger pain relief. "
     "She says no dentist has a place before June."),
    ("Claims her brother took her bank card, supposedly on Sunday.",
     "Hana said her brother took her bank card on Sunday. She has not had the card since. "
     "I told my supervisor at noon, and Hana knows that I did."),
    ("A chronic schizophrenic who is low functioning.",
     "Iain was given a diagnosis of schizophrenia in 2011. He bakes, plays the fiddle and wants help with letters."),
    ("Bone idle, lies in bed all day, unmotivated.",
     "Joss got up at two today and on Thursday. He said the evening tablet makes mornings “like walking in glue”. "
     "He would like to meet at three."),
    ("Inappropriate with visitors.",
     "Keir asked a visitor three times where she lived. She said no and moved to another table. "
     "He said sorry to her before tea."),
    ("Non-compliant and hostile at his review.",
     "At the review Lewis said that nobody had shown him the plan. He spoke loudly and left after five minutes. "
     "He disagrees with two points. New date 9 May with his advocate."),
    ("Threatened suicide to get a bed for the night.",
     "Mirren said that she was thinking about ending her life. I asked, and she said she had a plan. "
     "I stayed with her and told the duty doctor at 19.20; she knew that I would."),
    ("Pleasant and settled, no bother.",
     "Nuno made pancakes, wrote to his aunt and slept from ten to six. He said he was looking forward to the choir."),
    ("Her story keeps changing, clearly hiding something.",
     "On Tuesday Orla said she had eaten at noon; on Friday she said she had not eaten since Monday. "
     "I told her I had heard both, and asked how she would like it written."),
    ("Had to be restrained as he was aggressive.",
     "At 21.05 Piotr hit the door with his hand and shouted “let me ring her”. Two staff held his arms for three "
     "minutes. His wrist was bruised; a doctor saw him at 21.30. He said he had waited all day for the phone."),
    ("Relapsed because of his own poor choices.",
     "Rab has been drinking since 3 August after eleven weeks without. He said his hours were cut that week. "
     "He rang today."),
    ("Rambling, poor historian.",
     "Mrs Sato talked for half an hour, moving between years. She asked for her son to help. "
     "An interpreter is booked for the next visit."),
]


@pytest.mark.parametrize(("note", "rewrite"), NOTES)
def test_a_biased_note_is_flagged_and_its_plain_rewrite_is_not(note, rewrite):
    assert serious(note)
    assert serious(rewrite) == []


def test_a_label_with_a_cosy_word_is_flagged_twice():
    assert {f.rule for f in serious("Aila is non-adherent but lovely.")} == {"non-adherent", "pleasant"}


LOADED_WITHOUT_A_LIST_WORD = [
    "He only comes for the free lunch.",
    "She did it to wind us up.",
    "He will never change.",
    "She will probably be back by Christmas.",
    "We made her take a bath.",
    "Allowed him ten minutes outside.",
    "Bed 9 wants a drink.",
    "It is only a matter of time.",
    "She knows exactly what she is doing.",
    "He could manage if he wanted to.",
]


@pytest.mark.parametrize("text", LOADED_WITHOUT_A_LIST_WORD)
def test_loaded_sentences_without_a_loaded_word_are_seen(text):
    assert serious(text)


FITTING = [
    ("Poor eye contact.", "eye-contact"), ("No eye contact.", "eye-contact"), ("She was guarded.", "closed-up"),
    ("Self-inflicted injuries.", "self-inflicted"), ("De-escalated with support.", "de-escalated"),
    ("Wee soul.", "wee-soul"), ("An unsuccessful attempt in May.", "failed-attempt"),
    ("A bed-blocker.", "bed-blocker"), ("She is a handful.", "bad-patient"), ("Toileted at six.", "handled-in-care"),
    ("He is mad.", "called-mad"), ("An alcoholic.", "drinker"), ("Poor hygiene.", "poor-hygiene"),
    ("Service resistant.", "service-resistant"), ("His life is chaotic.", "chaotic-life"),
]


@pytest.mark.parametrize(("text", "rule"), FITTING)
def test_a_word_gets_an_explanation_that_fits_it(text, rule):
    assert [f.rule for f in review(text)] == [rule]


@pytest.mark.parametrize("text", [
    "She had a failed attempt.", "He tried to kill himself and failed.", "I ignored it and she soon got over it.",
    "Unlikely to ever work.", "Treated and sent home.", "Staff told her to buck up.",
    "She reflected on her choices and apologised appropriately."])
def test_what_a_reader_found_missing_is_seen(text):
    assert serious(text)


@pytest.mark.parametrize("text", [
    "She kept ringing because nobody answered.", "The dog was treated and sent home.",
    "We had a failed attempt to repair the boiler.", "He soon got over the flu.", "Eye contact with the camera was poor.",
    "She said that eye contact is hard for her."])
def test_a_reason_or_another_sense_is_left_alone(text):
    assert serious(text) == []


def test_one_phrase_is_one_finding():
    assert [f.words for f in review("Kept changing her tune.")] == ["Kept changing her tune"]


def test_findings_stand_in_reading_order_and_never_overlap():
    found = review("Manipulative, lazy and rude; refused lunch again, as usual. Clearly a difficult patient.")
    assert len(found) > 5
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))


def test_the_first_five_are_the_most_serious():
    found = review("Refused tea. Claims to be ill. Agitated. Lazy. Manipulative. Hysterical. Childish. Moody.")
    first = first_five(found)
    assert len(first) == 5
    assert {f.level for f in first} == {"please-change"}
    assert first == sorted(first, key=lambda f: f.start)


def test_a_finding_explains_itself():
    finding = review("He is lazy.")[0]
    assert finding.level in LEVELS
    assert finding.why and finding.ask and finding.topic and finding.instead
    assert len(finding.moves) == len(finding.instead)


def test_empty_text_has_no_findings():
    assert review("") == [] and review(" \n ") == [] and review("…“”") == []


@pytest.mark.parametrize("spelling", ["non-compliant", "non compliant", "noncompliant", "Non\u2011compliant",
                                      "NON-COMPLIANT", "non\u00adcompliant", "non\u2010compliant"])
def test_every_spelling_of_a_hyphen_is_the_same_word(spelling):
    text = f"İİ ß 😀 she is {spelling}, they said."
    finding = next(f for f in review(text) if f.rule == "non-compliant")
    assert text[finding.start:finding.end] == finding.words == spelling


@pytest.mark.parametrize("mark", ["'", "\u2019", "\u02bc"])
def test_every_apostrophe_is_the_same(mark):
    text = f"He can{mark}t be bothered."
    assert [f.rule for f in serious(text)] == ["failed-to"]


def test_the_doors_stay_functions_whatever_was_imported_before():
    import peer_course.language
    import peer_course.language.comparing
    import peer_course.language.reviewing

    assert callable(peer_course.language.review) and callable(peer_course.language.compare)
