"""What the hand-in says to a learner. Words only; when each is said is decided elsewhere.

Never says correct, wrong, score, fail or error; always says what happened to the words and what to do next.
"""

SENTENCES = {
    "alone": (
        "There is no tutor to hand in to here. You can write for yourself, and read your work with "
        "the checklist and the examples."
    ),
    "not_open": "Your tutor has not opened this task yet. There is nothing you need to do.",
    "fetched": "Your copy is ready. Nobody sees it until you hand it in.",
    "there_already": "Your copy was here already, with everything you wrote. Nothing was changed.",
    "set_aside": (
        "The file could not be read as a page. It is kept as {file}, and a fresh copy is ready "
        "beside it. Your tutor can help to get the words out of the old one."
    ),
    "fetched_not": "The task did not arrive. Please try again in a minute, or tell your tutor.",
    "missing": "There is no copy of this task here yet. Get it first; what you handed in earlier is kept.",
    "damaged": (
        "{file} cannot be read as a page at the moment. Nothing was changed in it. Get the task "
        "again: the old file is kept under another name."
    ),
    "no_boxes": (
        "The places to write in are no longer in this page. Please tell your tutor; your words are "
        "still in the file."
    ),
    "box_lost": "The place to write for “{label}” is no longer in your page. You can hand in without it.",
    "box_doubled": "“{label}” is in your page more than once. Everything in it will be sent together.",
    "handed_in": "Handed in. Below is exactly what was sent.",
    "handed_in_no_receipt": (
        "Handed in. Your own record of it could not be kept here ({reason}); your page still has "
        "your words."
    ),
    "not_sent": "Not sent yet. Your words are safe in your page. {todo}",
    "do_again": "Please try again in a few minutes. If it stays like this, tell your tutor.",
    "do_tell_full": "The shared disk is full: please tell your tutor.",
    "do_tell_closed": "The place for handing in is closed at the moment: please tell your tutor.",
    "do_tell_setup": "The program for handing in is missing here: please tell your tutor.",
    "do_wait": (
        "It took too long, so it was stopped. Please look here again in a minute before you try "
        "once more."
    ),
    "unsaved": "Nothing was written yet, so nothing was sent. You may also pass: that is fine.",
    "taken_back": "Taken back. Your tutor can no longer get it. Your words are still in your page.",
    "nothing_to_take_back": "There is nothing waiting to be collected, so there is nothing to take back.",
    "collected": (
        "Your tutor has collected this already, so it cannot be taken back here. If you would "
        "rather they did not read it, please tell them: they can delete it."
    ),
    "older_collected": "The newer one is taken back. An earlier one was collected before.",
    "cannot_name": (
        "This was handed in another way, so it cannot be taken back from here. Please tell your "
        "tutor."
    ),
    "not_taken_back": "It could not be taken back just now. Please try again, or tell your tutor.",
    "no_feedback": "There is no feedback yet. It appears here when your tutor sends it.",
    "feedback": "Here is what your tutor wrote.",
    "feedback_not": "The feedback is there but did not arrive. Please try again in a minute.",
}


def say(name: str, **fields: str) -> str:
    """Give one sentence with its gaps filled."""
    return SENTENCES[name].format(**fields)
