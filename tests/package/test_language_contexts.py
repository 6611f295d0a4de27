"""The same word is loaded in one place and fine in another. Each pair is invented."""

import pytest
from peer_course.language import review


def serious(text):
    return [(f.rule, f.words) for f in review(text) if f.level != "notice"]


PAIRS = {
    "quoted": ("He is lazy.", "“People called him lazy, and it stuck,” his aunt told us."),
    "reported": ("She is needy.", "She says she is needy when the nights are long."),
    "staff said it": ("Staff said that he was lazy.", "He said that he was lazy as a boy."),
    "first-person": ("He refused the lift.", "I refused the lift, because I like to walk."),
    "self-chosen": ("She is a nutter.", "She calls herself a nutter and laughs."),
    "about-the-word": ("She is manipulative.", "The word manipulative made her want to hide."),
    "negated": ("He was aggressive.", "He was never aggressive."),
    "legal": ("She denied it.", "In court she denied the charge."),
    "a matter of law beside": ("She denies it. Tea at four.", "The landlord says she broke the lease. She denies it."),
    "a benefit beside": ("Refused. Tea at four.", "His PIP form is back. Refused."),
    "put right": ("Heard at handover that he was rude.", "Heard at handover that he was rude. He was not, with me."),
    "put right with what was seen": ("I was told that she is aggressive.", "I was told that she is aggressive. I saw none of it."),
    "title": ("Challenging behaviour at noon.", "The Challenging Behaviour Team rang."),
    "diagnosis-field": ("Paranoid about the post.", "Diagnosis: paranoid schizophrenia."),
    "body": ("Resistant to help.", "The infection was resistant to two antibiotics."),
    "about-a-thing": ("A difficult man.", "A difficult crossword."),
    "about-a-listed-thing": ("A difficult and rude man.", "A difficult and long week."),
    "another-subject": ("He refused to open the door.", "The landlord refused to open the door."),
    "coordinated subject": ("He came in and refused to pay.", "The landlord came in and refused to pay."),
    "about-us": ("She failed to ring.", "We failed to ring."),
    "performance": ("Acting out at tea.", "They were acting out a scene on stage."),
    "benefit-claim": ("He claims he is ill.", "He claims Universal Credit."),
    "to-hospital": ("She admitted taking it.", "She was admitted to hospital."),
    "plain-plan": ("He was late again.", "He would like to meet again on Tuesday."),
    "policy": ("She never locks her door.", "Staff must never leave the cupboard open."),
    "counted": ("She constantly rings.", "She rang constantly: six times on Monday and twice on Tuesday."),
    "machine": ("He keeps breaking things off.", "The kettle keeps switching itself off."),
    "committed to": ("Her son committed suicide.", "He committed to two walks a week."),
    "rule-named": ("He is not permitted near the kettle.", "Licence condition 5: he is not permitted near the school."),
    "owned-up": ("I made her wait.", "I made her wait ten minutes and apologised."),
    "own account": ("She is stubborn.", "By her own account she is stubborn about two things."),
    "as they put it": ("She was kicking off.", "As she puts it, she was kicking off because nobody listened."),
    "an office says": ("He failed to attend.", "The DWP says he failed to attend; he has the hospital letter."),
    "asked and answered": ("Moody today.", "Asked how she was, Mags said moody."),
    "struck out": ("A frequent flyer.", "Poster idea: cross out frequent flyer."),
    "asked not to be used": ("He kicked off at tea.", "Please don't write kicked off; say what happened."),
    "what others called her": ("She is manipulative.", "She was called manipulative in 2014 and still thinks of it."),
    "one wording for another": ("She says she is “in pain”.", "Autistic, not “with autism”: Kit asked for the change."),
    "service user": ("A chaotic service user.", "A chaotic service, and we are sorry."),
    "a part of a thing": ("She is difficult.", "The difficult bit of the song is the second verse."),
    "within-a-sentence": ("Inept with the forms.", "I am slow and inept with forms."),
    "defended word": ("He is a junkie.", "We talked about stigma and the word junkie."),
}


@pytest.mark.parametrize("name", PAIRS)
def test_a_context_tells_the_loaded_sentence_from_the_harmless_one(name):
    loaded, harmless = PAIRS[name]
    assert serious(loaded), loaded
    assert serious(harmless) == [], harmless


def test_a_reason_that_is_given_lowers_the_weight():
    assert [f.level for f in review("She refused breakfast.")] == ["talk-about-it"]
    assert [f.level for f in review("She refused breakfast because it had meat in it.")] == ["notice"]


def test_a_doubting_pair_of_marks_is_no_quotation():
    assert serious("She says she is \"in pain\".") == [("doubted-words", "in pain")]
    assert serious("She said, “I am in pain.”") == []


def test_a_quotation_may_run_over_paragraphs():
    text = "She wrote: “I was lazy then.\n\n“I was rude too,” and smiled."
    assert serious(text) == []


def test_marks_around_the_whole_note_are_no_quotation():
    assert serious("“Morag was rude and lazy.”")


def test_what_follows_but_is_the_writers_again():
    assert serious("She says she is fine but she is manipulative.") == [("manipulative", "manipulative")]


@pytest.mark.parametrize("fact", [
    "Two staff held her arms for four minutes; her wrist was bruised.",
    "He took an overdose on Friday and was in A&E by ten.",
    "She was detained under the Mental Health Act on 3 May.",
    "Tam shouted and hit the table; nobody was hurt.",
    "He said he was thinking about ending his life, and I told the duty doctor.",
    "The police came at noon and took a statement.",
    "A child was alone in the house; I rang the duty line at once.",
])
def test_hard_plain_facts_stay_unflagged(fact):
    assert serious(fact) == []


def test_a_matter_of_law_two_sentences_away_changes_nothing():
    assert serious("She denies drinking. We had tea. She likes it sweet. The solicitor rang about her aunt's house.")


def test_what_is_put_right_needs_somebody_who_said_it():
    assert serious("He is a difficult, aggressive man. I saw none of the others.")


@pytest.mark.parametrize("text", ["The cockerel by the gate is aggressive.", "Beware of the goose, she's dangerous.",
                                  "We saw an aggressive swan at the pond.", "Mrs Ode's cat is needy."])
def test_what_is_said_of_an_animal_stays_quiet(text):
    assert serious(text) == []


@pytest.mark.parametrize("text", ["Mrs Fox is aggressive.", "He fed the cat and was aggressive to staff.", "She is as lazy as a cat."])
def test_an_animal_beside_a_person_excuses_nothing(text):
    assert serious(text) != []


@pytest.mark.parametrize("text", ["He fed the goose and was aggressive.", "He is as aggressive as a goose."])
def test_where_likeness_takes_a_person_for_an_animal_the_word_is_shown_all_the_same(text):
    assert "aggressive" in [f.rule for f in review(text)]


def test_a_word_of_a_thriller_stays_quiet():
    assert serious("We read a thriller about a lazy detective.") == []
