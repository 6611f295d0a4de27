"""The ledger of released ids: an id that learners' answers may hold never vanishes without a word."""

from pathlib import Path

import yaml

from ..library.shape import Problem

FILE = "content/released-ids.yml"
HEAD = """# The ids that have been released: learners' saved answers refer to them. `peer-course tidy` adds new ones.
# When an id must go, move it from `released` to `retired` with a line that says what becomes of old answers.
"""


def present(data: dict) -> dict[str, list[str]]:
    """Return the ids of every exercise as it is now."""
    return {name.removeprefix("exercises/"): _ids(one) for name, one in sorted(data.items())
            if name.startswith("exercises/")}


def missing(root: Path, data: dict) -> list[Problem]:
    """Return released ids that are gone without a line under `retired`, and ids not yet in the ledger."""
    ledger, now = _ledger(root), present(data)
    found = []
    for slug, ids in ledger["released"].items():
        gone = [f"{slug}/{i}" for i in ids if i not in now.get(slug, ())]
        found += [Problem(FILE, 0, f"`{name}` was released and is gone. Bring it back, or move it to `retired` "
                          "with a line that says what becomes of old answers.")
                  for name in ([slug] if slug not in now else gone)
                  if name not in ledger["retired"] and slug not in ledger["retired"]]
    new = [slug for slug, ids in now.items() if set(ids) - set(ledger["released"].get(slug, ()))]
    if new:
        found.append(Problem(FILE, 0, f"new ids in {', '.join(new)} are not in the ledger yet. Run: peer-course tidy"))
    return found


def record(root: Path, data: dict) -> bool:
    """Add new ids to the ledger and tell whether it changed; nothing is ever taken out."""
    ledger = _ledger(root)
    before = yaml.safe_dump(ledger)
    for slug, ids in present(data).items():
        known = ledger["released"].setdefault(slug, [])
        known += [i for i in ids if i not in known]
    ledger["released"] = dict(sorted(ledger["released"].items()))
    text = HEAD + yaml.safe_dump(ledger, sort_keys=False, allow_unicode=True, width=100)
    if yaml.safe_dump(ledger) == before and (root / FILE).is_file():
        return False
    (root / FILE).write_text(text, encoding="utf-8", newline="\n")
    return True


def _ledger(root: Path) -> dict:
    path = root / FILE
    held = yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return {"released": (held or {}).get("released") or {}, "retired": (held or {}).get("retired") or {}}


def _ids(one) -> list[str]:
    found = []
    if isinstance(one, dict):
        found = [one["id"]] if isinstance(one.get("id"), str) else []
        found += [i for value in one.values() for i in _ids(value)]
    if isinstance(one, list):
        found = [i for value in one for i in _ids(value)]
    return list(dict.fromkeys(found))
