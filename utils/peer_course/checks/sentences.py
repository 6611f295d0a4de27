"""The agreement between the code and content/words.yml: which sentences are asked for, with which gaps.

A tutor may change every sentence; taking a name or a gap away would leave a hole in a learner's page.
"""

import re
from pathlib import Path

from ..library.paths import PACKAGE
from ..library.shape import Problem

GAP = re.compile(r"\{(\w+)\}")
FILE = "content/words.yml"
AGREED = PACKAGE / "checks" / "sentences.txt"


def names(data: dict, path: tuple = ()) -> dict[str, str]:
    """Return every sentence by its dotted name."""
    found = {}
    for key, value in data.items():
        found |= names(value, (*path, key)) if isinstance(value, dict) else {".".join((*path, key)): value}
    return found


def agreed() -> dict[str, set[str]]:
    """Return the names that the code asks for, each with the gaps it fills."""
    lines = AGREED.read_text(encoding="utf-8").splitlines()
    return {line.split()[0]: set(line.split()[1:]) for line in lines if line and not line.startswith("#")}


def problems(words: dict, lines: dict[tuple, int]) -> list[Problem]:
    """Return sentences that are missing, unknown, or have a gap that nothing fills."""
    here, known = names(words), agreed()
    found = [Problem(FILE, 0, f"the sentence `{name}` is missing. Its name must stay; only its text may change.")
             for name in known if name not in here]
    for name, text in here.items():
        line = lines.get(tuple(name.split(".")), 0)
        if name not in known:
            found.append(Problem(FILE, line, f"nothing asks for a sentence called `{name}`. Was another name changed?"))
            continue
        strange = set(GAP.findall(text)) - known[name]
        if strange:
            gaps = ", ".join(sorted("{" + gap + "}" for gap in known[name])) or "none"
            found.append(Problem(FILE, line, f"nothing can be filled into {{{sorted(strange)[0]}}} here. "
                                             f"Gaps of this sentence: {gaps}."))
    return found


def write(words: dict, path: Path = AGREED) -> None:
    """Write the agreement anew from the sentences as they are: for developers who added one."""
    lines = [" ".join([name, *sorted(set(GAP.findall(text)))]) for name, text in sorted(names(words).items())]
    path.write_text("# name, then its gaps\n" + "\n".join(lines) + "\n", encoding="utf-8", newline="\n")
