"""What the shape of a content file cannot say: ids that must exist, rules that must not contradict."""

from graphlib import CycleError, TopologicalSorter


def unsound(name: str, data) -> list[tuple[tuple, str]]:
    """Return what does not hold within one content file, each with the path to the place and a sentence."""
    folder, _, stem = name.rpartition("/")
    if folder == "exercises":
        return CHECKS.get(data["kind"], lambda _: [])(data)
    if folder == "rubrics":
        return _rubric(data, stem)
    return _course(data) if name == "course" else []


def _sort(data: dict) -> list:
    places = {p["id"] for p in data["places"]}
    found = []
    for i, item in enumerate(data["items"]):
        if not item["fits"]:
            found.append((("items", i), f"`{item['id']}` needs at least one place under `fits`, with a reason."))
        for place in item["fits"]:
            if place not in places:
                found.append((("items", i, "fits", place), f"there is no place `{place}` in this exercise."))
    return found


def _order(data: dict) -> list:
    ids = {item["id"] for item in data["items"]}
    found = [(("rules", i, end), f"there is no item `{rule[end]}` in this exercise.")
             for i, rule in enumerate(data["rules"]) for end in ("first", "then") if rule[end] not in ids]
    graph: dict[str, set] = {}
    for rule in data["rules"]:
        graph.setdefault(rule["then"], set()).add(rule["first"])
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as e:
        found.append((("rules",), "these rules contradict each other: " + " before ".join(e.args[1]) + "."))
    return found


def _rewrite(data: dict) -> list:
    return [(("notes", i, "facts", j), f"`look_for` of `{fact['id']}` is empty.")
            for i, note in enumerate(data["notes"]) for j, fact in enumerate(note["facts"]) if not fact["look_for"]]


CHECKS = {"sort": _sort, "order": _order, "rewrite": _rewrite}


def _rubric(data: dict, stem: str) -> list:
    found = [] if data["task"] == stem else [(("task",), f"`task` should be `{stem}`, as the file is named.")]
    levels = {level["id"] for criterion in data["criteria"] for level in criterion["levels"]}
    for i, example in enumerate(data["examples"]):
        if example["level"] not in levels:
            found.append((("examples", i, "level"), f"no criterion has a level `{example['level']}`."))
    return found


def _course(data: dict) -> list:
    sessions = {s["slug"] for s in data["sessions"]}
    return [(("tasks", i, "session"), f"there is no session `{task['session']}` on the map.")
            for i, task in enumerate(data.get("tasks", [])) if task["session"] not in sessions]
