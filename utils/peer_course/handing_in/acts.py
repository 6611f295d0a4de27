"""What a learner can do with a task: fetch it, hand it in, take it back, get feedback.

Every act ends in one plain sentence, and none of them ever overwrites or deletes what the learner wrote.
"""

import shutil
from dataclasses import dataclass
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path

from .. import handover
from . import records
from .commands import nbgrader
from .records import Sent
from .sentences import say
from .standing import fetched_pages, is_open
from .writing import cells_of, preview


@dataclass(frozen=True)
class Outcome:
    """How an act went: whether it is done, the sentence for the learner, and what belongs to it.

    `path` is the notebook or the feedback page, `text` the feedback as plain text, `sent` what was handed in.
    `log` is nbgrader's own report, for a tutor who is asked for help.
    """

    done: bool
    say: str
    path: Path | None = None
    text: str = ""
    sent: Sent | None = None
    log: str = ""


def fetch(task: str) -> Outcome:
    """Get a copy of a task; a copy that is there is kept as it is, one that cannot be read is set aside."""
    path = handover.notebook(task)
    if path.exists() and cells_of(path) is not None:
        return Outcome(True, say("there_already"), path)
    if handover.has_tutor() and not is_open(task):
        return Outcome(False, say("not_open"))
    try:
        aside = _set_aside(path) if path.exists() else ""
        log = _copied_alone(task) if not handover.has_tutor() else _fetched(task)
    except OSError as e:
        return Outcome(False, say("fetched_not"), log=str(e))
    if cells_of(path) is None:
        return Outcome(False, say("fetched_not"), log=log)
    ready = "fetched" if handover.has_tutor() else "fetched_alone"
    return Outcome(True, say("set_aside", file=aside) if aside else say(ready), path, log=log)


def hand_in(task: str, untouched: bool = False) -> Outcome:
    """Send the task as it lies on disk; the words stay in the learner's page whatever happens.

    `untouched` sends a page without a word of the learner's as well: somebody who saw that it is
    empty and hands it in tells their tutor that they pass, or would like to talk.
    """
    if not handover.has_tutor():
        return Outcome(False, say("alone"))
    now = preview(task)
    if not now.readable or not (now.written or untouched):
        return Outcome(False, now.notes[0] if not now.readable else say("unsaved"))
    before = {one.copy for one in records.sent(task)}
    ran = nbgrader("submit", task)
    new = [one for one in records.sent(task) if one.copy not in before]
    if not ran.done or not new:
        return Outcome(False, say("not_sent", todo=say(ran.todo or "do_again")), log=ran.log)
    try:
        records.keep_record(task, new[0])
    except OSError as e:
        said = say("handed_in_no_receipt", reason=e.strerror or str(e))
        return Outcome(True, said, sent=new[0], log=ran.log)
    return Outcome(True, say("handed_in"), sent=new[0], log=ran.log)


def take_back(task: str) -> Outcome:
    """Take what was handed in and not yet collected out of the exchange."""
    sent = records.sent(task)
    waiting = [one for one in sent if one.known_as and not one.collected]
    if not waiting:
        return Outcome(False, say(_why_not(sent)))
    try:
        for one in waiting:
            _remove(records.inbound(one.known_as))
            records.note_taken_back(task, one)
            shutil.rmtree(one.copy)
    except OSError as e:
        return Outcome(False, say("not_taken_back"), log=str(e))
    return Outcome(True, say("taken_back" if len(waiting) == len(sent) else "older_collected"))


def feedback(task: str) -> Outcome:
    """Get the newest feedback: the page and its words; asks nbgrader only when some is waiting."""
    log = ""
    if any(records.feedback_ready(one, task) for one in records.sent(task)):
        log = nbgrader("fetch_feedback", task).log
    pages = fetched_pages(task)
    if pages:
        return Outcome(True, say("feedback"), pages[0], text=_words(pages[0]), log=log)
    return Outcome(False, say("feedback_not" if log else "no_feedback"), log=log)


def _fetched(task: str) -> str:
    # With a folder there (feedback in it, say) nbgrader brings only what is missing.
    replace = ["--replace"] if (handover.work() / task).is_dir() else []
    return nbgrader("fetch_assignment", task, *replace).log


def _copied_alone(task: str) -> str:
    folder = handover.work() / task
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(handover.root() / "release" / task / f"{task}.ipynb", folder / f"{task}.ipynb")
    return ""


def _set_aside(path: Path) -> str:
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S")
    # Not a notebook's name, so that it is not handed in with the new copy.
    aside = path.with_name(f"{path.stem}.damaged-{stamp}.txt")
    path.rename(aside)
    return aside.name


def _why_not(sent: list[Sent]) -> str:
    if not sent:
        return "nothing_to_take_back"
    return "collected" if any(one.collected for one in sent) else "cannot_name"


def _remove(folder: Path) -> None:
    # Out of collect's sight in one step, so that nobody gets half of it.
    hidden = folder.with_name("." + folder.name)
    folder.rename(hidden)
    shutil.rmtree(hidden)


class _Text(HTMLParser):
    def __init__(self):
        super().__init__()
        self.words: list[str] = []
        self.outside = 0

    def handle_starttag(self, tag, attrs):
        self.outside += tag in ("style", "script", "title")
        self.words += ["\n"] * (tag in ("p", "h1", "h2", "h3", "h4", "li", "br", "div", "section"))

    def handle_endtag(self, tag):
        self.outside -= tag in ("style", "script", "title")

    def handle_data(self, data):
        if not self.outside:
            self.words.append(data.replace("\n", " "))


def _words(page: Path) -> str:
    parser = _Text()
    parser.feed(page.read_text(encoding="utf-8", errors="replace"))
    lines = [" ".join(line.split()) for line in "".join(parser.words).split("\n")]
    return "\n".join(line for line in lines if line)
