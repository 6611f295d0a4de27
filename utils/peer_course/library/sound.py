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
            for i, note in enumerate(data["notes"]) for j, fact in enumerate(note.get("facts", ()))
            if not fact["look_for"]]


def _match(data: dict) -> list:
    targets = {t["id"] for t in data["targets"]}
    return [(("items", i, "fits", target), f"there is no target `{target}` in this exercise.")
            for i, item in enumerate(data["items"]) for target in item["fits"] if target not in targets] + [
            (("items", i), f"`{item['id']}` needs at least one target under `fits`, with a reason.")
            for i, item in enumerate(data["items"]) if not item["fits"]]


def _blend(data: dict) -> list:
    return [] if len(data["views"]) == 3 else [(("views",), "a blend has exactly three views.")]


def _scenario(data: dict) -> list:
    """Every step leads somewhere, every scene can be reached, and every way can come to an end."""
    onward = {scene["id"]: [option.get("then") for option in scene["options"]] for scene in data["scenes"]}
    found = [(("scenes", i, "options", j, "then"), f"there is no scene `{option['then']}` in this exercise.")
             for i, scene in enumerate(data["scenes"]) for j, option in enumerate(scene["options"])
             if option.get("then") and option["then"] not in onward]
    found += [(("scenes", i, "options", j), f"`{option['id']}` goes on with `then`, so it cannot have `stops_here`.")
              for i, scene in enumerate(data["scenes"]) for j, option in enumerate(scene["options"])
              if option.get("then") and option.get("stops_here")]
    if found:
        return found
    reached, waiting = set(), [data["scenes"][0]["id"]]
    while waiting:
        here = waiting.pop()
        if here not in reached:
            reached.add(here)
            waiting += [then for then in onward[here] if then]
    ends = {scene for scene, then in onward.items() if not all(then)}
    while (more := {s for s, then in onward.items() if s not in ends and ends.intersection(then)}):
        ends |= more
    return [(("scenes", i), f"nothing leads to the scene `{scene['id']}`.")
            for i, scene in enumerate(data["scenes"]) if scene["id"] not in reached] + [
            (("scenes", i), f"from the scene `{scene['id']}` no way comes to an end.")
            for i, scene in enumerate(data["scenes"]) if scene["id"] not in ends]


CHECKS = {"sort": _sort, "order": _order, "rewrite": _rewrite, "match": _match, "blend": _blend, "scenario": _scenario}


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
