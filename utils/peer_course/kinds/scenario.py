"""Walk through a situation that branches: choose, see how the other person reacts, go on, or take it back."""

from ..model.answering import Scenario
from ..model.replies import Line, Reply, Section
from . import paper


def view(exercise: Scenario, words) -> dict:
    scenes = [{"id": s.id, "scene": s.scene,
               "options": [{"id": o.id, "text": o.text, "then": o.then} for o in s.options]} for s in exercise.scenes]
    return {"person": exercise.person, "scenes": scenes, "words": words.group("scenario")}


def empty(exercise: Scenario) -> dict:
    return {"path": [], "at": ""}


def walked(exercise: Scenario, answer: dict) -> list[tuple]:
    """Return the (scene, option) pairs of a path, as far as the exercise still knows them."""
    scenes = {s.id: s for s in exercise.scenes}
    found = []
    for step in answer.get("path") or ():
        scene = scenes.get(step.get("scene")) if isinstance(step, dict) else None
        option = next((o for o in scene.options if o.id == step.get("option")), None) if scene else None
        if option is None:
            break
        found.append((scene, option))
    return found


def is_complete(exercise: Scenario, answer: dict) -> bool:
    """One whole way through is enough, whichever it was."""
    path = walked(exercise, answer)
    return bool(path) and not path[-1][1].then


def reply(exercise: Scenario, answer: dict, words, past=()) -> Reply:
    path = walked(exercise, answer)
    if not path:
        return Reply(words("scenario.none"))
    # Somebody who took a step back looks at that step, not at the one they came from.
    place = next((n for n, (scene, _) in enumerate(path) if scene.id == answer.get("at")), len(path) - 1)
    path = path[:place + 1]
    _, option = path[-1]
    lines = (Line(option.reaction, mark=words("scenario.reaction", person=exercise.person)),
             Line(option.say, mark=words("scenario.why")))
    if option.then:
        return Reply(words("scenario.chosen"), (Section(option.text, lines),))
    ways = tuple(Line(o.text) for _, o in path)
    end = (Section(words("scenario.way"), ways),)
    close = (Section(words("scenario.close"), (Line(exercise.close),)),) if exercise.close else ()
    summary = words("scenario.stopped" if option.stops_here else "scenario.end")
    return Reply(summary, (Section(option.text, lines), *end, *close))


def told(exercise: Scenario, answer: dict) -> list[tuple[str, str]]:
    return [(scene.scene, option.text) for scene, option in walked(exercise, answer)]


def printable(exercise: Scenario, words) -> str:
    numbers = {s.id: n for n, s in enumerate(exercise.scenes, 1)}
    rows = []
    for scene in exercise.scenes:
        options = "".join(f"<li>{paper.BOX} {paper.escape(o.text)}{_onward(o, numbers, words)}</li>"
                          for o in scene.options)
        rows.append(f"<li>{paper.paragraphs(scene.scene)}<ul>{options}</ul></li>")
    return f"<ol>{''.join(rows)}</ol>"


def _onward(option, numbers: dict, words) -> str:
    """Where a way leads; on paper nothing else tells that it has ended, or that it is not a safe end."""
    if option.then:
        where = words("scenario.go_to", number=numbers[option.then])
    else:
        where = words("scenario.paper_stopped" if option.stops_here else "scenario.paper_end")
    return f" ({paper.escape(where)})"
