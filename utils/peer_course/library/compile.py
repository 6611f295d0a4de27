"""Turn what authors write (YAML) into what kernels read (JSON), refusing what is broken.

The only place that loads PyYAML; a learner's kernel starts it as a process of its own when a
file has changed, so that it never weighs on the kernel. A broken file is refused with sentences,
and the last good form stays.
"""

import hashlib
import json
import os
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from ..model.course import Course, Rubric, Source, Support
from ..model.exercises import KINDS
from . import FORMAT, paths
from .shape import Problem, Reader, _nearest
from .sound import unsound

# Seven times as quick, where PyYAML was built with it.
QUICK = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
SHAPES = {"course": Course, "support": Support}


@dataclass
class Document:
    """One content file, read: its data, the line of each part, and what is amiss."""

    name: str
    data: object = None
    problems: list[Problem] = field(default_factory=list)
    lines: dict[tuple, int] = field(default_factory=dict)


def documents(content: Path) -> list[str]:
    """Return the names of all content files, such as `exercises/sort-worldviews`."""
    return sorted(p.relative_to(content).with_suffix("").as_posix() for p in content.rglob("*.yml"))


def read(content: Path, name: str) -> Document:
    """Return one content file as plain data, with every problem in plain words."""
    file = f"content/{name}.yml"
    try:
        text = (content / f"{name}.yml").read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return Document(name, problems=[Problem(file, 0, "this file is not UTF-8 text. Save it again as UTF-8.")])
    try:
        node = _composed(text)
    except yaml.MarkedYAMLError as e:
        line = (e.problem_mark or e.context_mark).line + 1
        return Document(name, problems=[Problem(file, line, _broken(e))])
    except yaml.YAMLError:
        say = "there is a character in this file that cannot be shown. Delete it, or save the file again as plain text."
        return Document(name, problems=[Problem(file, 0, say)])
    if node is None:
        return Document(name, problems=[Problem(file, 0, "this file is empty.")])
    reader = Reader(file)
    data = _by_name(reader, node, name)
    if not reader.problems:
        reader.problems += [Problem(file, _line(reader, path), say) for path, say in unsound(name, data)]
    return Document(name, data, reader.problems, reader.lines)


def _composed(text: str):
    try:
        return yaml.compose(text, Loader=QUICK)
    except yaml.YAMLError:
        # Only this one says the same about a broken file on every computer.
        return yaml.compose(text, Loader=yaml.SafeLoader)


def _by_name(reader: Reader, node, name: str):
    folder, _, stem = name.rpartition("/")
    if folder == "exercises":
        return _exercise(reader, node)
    if folder == "rubrics":
        return reader.read(node, Rubric)
    if name == "sources":
        return {key: reader.read(value, Source, (key,)) for key, value in reader.entries(node, ())}
    if name in ("words", "glossary"):
        return _texts(reader, node, ())
    return reader.read(node, SHAPES[name]) if name in SHAPES else reader.free(node)


def _exercise(reader: Reader, node) -> dict:
    entries = dict(reader.entries(node, ())) if isinstance(node, yaml.MappingNode) else {}
    kind = getattr(entries.get("kind"), "value", "")
    if kind not in KINDS:
        reader.complain(entries.get("kind", node), f"there is no exercise of the kind `{kind}`{_nearest(kind, KINDS)}")
        return {}
    return reader.read(node, KINDS[kind])


def _texts(reader: Reader, node, path: tuple):
    if isinstance(node, yaml.MappingNode):
        return {key: _texts(reader, value, (*path, key)) for key, value in reader.entries(node, path)}
    return reader.prose(node, path)


def _line(reader: Reader, path: tuple) -> int:
    while path and path not in reader.lines:
        path = path[:-1]
    return reader.lines.get(path, 0)


def _broken(e: yaml.MarkedYAMLError) -> str:
    problem = (e.problem or "").lower()
    if "tab" in problem or "\\t" in problem:
        return "there is a tab at the beginning of this line. Use spaces instead."
    if "mapping values are not allowed" in problem:
        return "a colon in the text confuses this line. Write the text on the next line, after `name: |-`."
    return ("this line does not fit the one before it. Look for a missing space after a colon, a different "
            "indent, or a text that should begin on the next line after `name: |-`.")


def compile_document(content: Path, name: str, folders: list[Path] | None = None) -> Document:
    """Write the compiled form of one content file, unless it is broken; return what was read."""
    document = read(content, name)
    if document.problems:
        return document
    of = hashlib.sha256((content / f"{name}.yml").read_bytes()).hexdigest()
    text = json.dumps({"of": of, "format": FORMAT, "data": document.data}, ensure_ascii=False)
    blocked = None
    for folder in folders or paths.compiled_folders(content):
        try:
            _write(folder / f"{name}.json", text)
            return document
        except OSError as e:
            blocked = e
    document.problems.append(Problem(f"content/{name}.yml", 0, "its compiled form could not be written "
                                     f"({blocked.strerror}). Is the disk full or closed to you?"))
    return document


def _write(path: Path, text: str):
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(text)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise


def main(arguments: list[str]) -> int:
    """Compile the named content files, or all of them; print problems; return 1 if there are any."""
    content = paths.content()
    if not content.is_dir():
        print(f"There is no content folder at {content}.", file=sys.stderr)
        return 1
    problems = [p for name in arguments or documents(content) for p in compile_document(content, name).problems]
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
