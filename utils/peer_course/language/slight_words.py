"""Words that say too little to be a fact, or are part of a loaded phrase. Lists, and how to ask them."""

from peer_course.language.tokens import word_set

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
    "consultation attender mood eye exaggerate minded fine nothing sounded breached worse hold uses quit screen "
    "gave give gives tell tells stay stays seen know knows brought took date mrs mr ms miss upsetting filled "
    "handed carried passed picked cannot normal new ago done one late lives live eve key around making put puts "
    "goes went got get like going peer upstairs approached attempted continued managed appeared seemed used "
    "needed tried decided noted presented remained looked showed turned started based supposed followed received "
    "happened wanted liked allowed caused involved according required regarding offered given made had led stayed "
    "became kept felt said explained reported mentioned stated described believed added replied answered "
    "disclosed confirmed insisted claimed denied admitted alleged agreed planned booked arranged scheduled asked "
    "told talked discussed observed encouraged supported reassured engaged settled calmed informed advised "
    "prompted assisted declared considered named aged related need indeed hundred bed red speed fed wed led "
    "concerned unable interested confused unsettled distressed agitated upset listed increased reduced expected "
    "ended tended learned lived distracted redirected deescalated tired unkempt bored mixed limited advanced "
    "detailed repeated unrelated escalated located intended opened closed proceeded processed supposed rushed "
    "managed linked hoped wished worried preferred enjoyed suggested")

SLIGHT = word_set(
    "plan plans planned chatted talked talk talks spoke talking shouting-at came come comes coming arrived "
    "arrives arriving arrival present asked asks ask asking want wants wanted help helps helped helping works "
    "quiet quietly alone worried worries anxious angry anger sorry visiting failed fails fail")
"""Words of a family too weak to be missed alone, although "came" keeps "attended"."""

FIGURATIVE = word_set(
    "hit use threaten fear ask cry fight break stop fail push abuse complain argue laugh fall fire sick clean run "
    "wake sad anger anxious quiet pain schizophrenia bipolar psychosis stop wait miss")
"""Families that do not count where the word is part of a loaded one: kicked off, drug-seeking."""


def empty_at(words: list[str], i: int) -> int:
    """The length of a figure of speech or loaded phrase at word i, of which no word is a fact; 0 when there is none."""
    return next((len(parts) for parts in _EMPTY.get(words[i], ()) if words[i:i + len(parts)] == parts), 0)


def is_dull(word: str) -> bool:
    """Words that say too little to be a fact by themselves."""
    return word in _VAGUE or word in _DULL_DEEDS
