"""Hold a content file against the shape it should have, and say in plain words what is amiss.

Works on the nodes that PyYAML composes, since only they know the line and how a text was written.
Never imported on a learner's path.
"""

import datetime
import difflib
from dataclasses import MISSING, Field, dataclass, fields

import yaml

ID = "abcdefghijklmnopqrstuvwxyz0123456789-"


@dataclass(frozen=True)
class Problem:
    """Something an author has to mend: the file, the line (0: the whole file) and a sentence."""

    file: str
    line: int
    say: str

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{where}: {self.say}"


class Reader:
    """Turns nodes into plain data; collects problems, and the line of everything it has read."""

    def __init__(self, file: str):
        self.file = file
        self.problems: list[Problem] = []
        self.lines: dict[tuple, int] = {}

    def complain(self, node, say: str):
        """Note a problem at a node."""
        self.problems.append(Problem(self.file, node.start_mark.line + 1 if node is not None else 0, say))

    def entries(self, node, path: tuple) -> list[tuple[str, object]]:
        """Return the keys and value nodes of a mapping; complain of anything else and of doubles."""
        if not isinstance(node, yaml.MappingNode):
            self.complain(node, "here should be names with values, each on a line of its own: `name: value`.")
            return []
        seen: dict[str, object] = {}
        for key, value in node.value:
            if key.value in seen:
                self.complain(key, f"`{key.value}` stands here twice. Keep one of them.")
            seen[key.value] = value
            self.lines[(*path, key.value)] = key.start_mark.line + 1
        return list(seen.items())

    def read(self, node, shape: type, path: tuple = ()) -> dict:
        """Return the data of one thing of the given shape."""
        known = {f.name: f for f in fields(shape) if f.metadata.get("as") != "given"}
        found = dict(self.entries(node, path))
        data = {}
        for name, value in found.items():
            if name not in known:
                self.complain(value, f"I do not know `{name}` here{_nearest(name, known)}")
                continue
            data[name] = self.value(value, known[name], (*path, name))
        for name, f in known.items():
            if name not in found and f.default is MISSING and f.default_factory is MISSING:
                self.complain(node, f"`{name}` is missing here.")
        return data

    def value(self, node, f: Field, path: tuple):
        """Return the data of one field."""
        return getattr(self, "_" + f.metadata["as"])(node, f, path)

    def _prose(self, node, f, path):
        return self.prose(node, path, optional=f.default is not MISSING)

    def prose(self, node, path: tuple, optional: bool = False) -> str:
        """Return a text that people read; it must be a block scalar, so that nothing is cut or changed."""
        name = path[-1]
        if _is_null(node) and optional:
            return ""
        if not isinstance(node, yaml.ScalarNode):
            self.complain(node, f"`{name}` should be a text.")
            return ""
        if node.style not in ("|", ">"):
            self.complain(node, f"please start the text on the line after `{name}: |-`, a little indented. "
                                "(Texts on the same line can lose what follows a #, or turn into something else.)")
        if not node.value.strip() and not optional:
            self.complain(node, f"the text of `{name}` is empty.")
        return node.value.strip("\n")

    def _word(self, node, f, path):
        word = node.value if isinstance(node, yaml.ScalarNode) else ""
        options = f.metadata.get("one_of") or ()
        if not word or set(word) - set(ID):
            self.complain(node, f"`{path[-1]}` should be one word of small letters, digits and hyphens.")
        elif options and word not in options:
            self.complain(node, f"`{path[-1]}` can be {_or(options)}, not `{word}`.")
        return word

    def _date(self, node, f, path):
        if _is_null(node):
            return ""
        try:
            return datetime.date.fromisoformat(node.value).isoformat()
        except (ValueError, TypeError):
            self.complain(node, f"`{path[-1]}` should be a date such as 2027-01-31, or null.")
            return ""

    def _number(self, node, f, path):
        try:
            return int(node.value)
        except (ValueError, TypeError):
            self.complain(node, f"`{path[-1]}` should be a whole number.")
            return 0

    def _flag(self, node, f, path):
        if getattr(node, "value", None) not in ("true", "false"):
            self.complain(node, f"`{path[-1]}` should be true or false.")
        return getattr(node, "value", None) == "true"

    def _words(self, node, f, path):
        if not isinstance(node, yaml.SequenceNode) or not all(isinstance(n, yaml.ScalarNode) for n in node.value):
            self.complain(node, f"`{path[-1]}` should be a list: [one, two] or one a line after `- `.")
            return []
        return [n.value for n in node.value]

    def _prose_by_id(self, node, f, path):
        return {name: self.prose(value, (*path, name)) for name, value in self.entries(node, path)}

    def _part(self, node, f, path):
        return self.read(node, f.metadata["shape"], path)

    def _parts(self, node, f, path):
        if not isinstance(node, yaml.SequenceNode):
            self.complain(node, f"`{path[-1]}` should be a list, each entry after `- `.")
            return []
        if len(node.value) < f.metadata["at_least"]:
            self.complain(node, f"`{path[-1]}` needs at least {f.metadata['at_least']} entries.")
        read = []
        for i, entry in enumerate(node.value):
            self.lines[(*path, i)] = entry.start_mark.line + 1
            read.append(self.read(entry, f.metadata["shape"], (*path, i)))
        self._same_id_twice(node, read, path)
        return read

    def _same_id_twice(self, node, read: list[dict], path):
        seen = set()
        for i, one in enumerate(read):
            if one.get("id") and one["id"] in seen:
                self.problems.append(Problem(self.file, self.lines[(*path, i)], f"the id `{one['id']}` is used twice."))
            seen.add(one.get("id"))

    def free(self, node, path: tuple = ()):
        """Return the data of a file without a shape here: mappings, lists, texts, whole numbers, true and false."""
        if isinstance(node, yaml.MappingNode):
            return {name: self.free(value, (*path, name)) for name, value in self.entries(node, path)}
        if isinstance(node, yaml.SequenceNode):
            return [self.free(value, (*path, i)) for i, value in enumerate(node.value)]
        if not node.style and _is_null(node):
            return None
        if not node.style and node.value in ("true", "false"):
            return node.value == "true"
        if not node.style and node.value.isdigit():
            return int(node.value)
        return node.value.strip("\n") if node.style in ("|", ">") else node.value


def _is_null(node) -> bool:
    return isinstance(node, yaml.ScalarNode) and not node.style and node.value in ("", "null", "~")


def _nearest(name: str, known) -> str:
    near = difflib.get_close_matches(name, list(known), 1)
    return f"; did you mean `{near[0]}`?" if near else f". Known here: {', '.join(known)}."


def _or(options) -> str:
    return ", ".join(options[:-1]) + " or " + options[-1] if len(options) > 1 else options[0]
