"""Imports point downwards only, so that the meaning of an exercise never depends on how it is shown."""

import ast
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "utils" / "peer_course"
LAYERS = [
    {"model"},
    {"library"},
    {"language"},
    {"kinds"},
    {"answers"},
    {"canonical"},
    {"handover"},
    {"nbgrader_settings", "exchange", "ngshare", "notebooks", "releasing", "navigation", "marking"},
    {"handing_in"},
    {"widgets", "lab"},
    {"checks"},
    {"review_command", "cli_marking", "cli_data", "cli_cohort", "cli_hub", "hub"},
    {"verbs", "cli", ""},
]
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}


def part(module: str) -> str:
    """`peer_course.library.paths` → `library`."""
    return module.split(".")[1] if "." in module else ""


def imported(path: Path) -> set[str]:
    here = ["peer_course", *path.relative_to(PACKAGE).with_suffix("").parts]
    if here[-1] == "__init__":
        here = [*here[:-1], "__init__"]
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = here[: -node.level]
            names = [node.module] if node.module else [alias.name for alias in node.names]
            found |= {".".join([*base, name]) for name in names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("peer_course"):
            names = [""] if node.module != "peer_course" else [alias.name for alias in node.names]
            found |= {f"{node.module}.{name}".rstrip(".") for name in names}
    return found


def test_every_module_has_a_layer():
    names = {p.stem if p.is_file() else p.name for p in PACKAGE.iterdir()
             if p.suffix == ".py" or (p / "__init__.py").exists()}
    assert names - set(LEVEL) == {"__init__"}


def test_imports_point_downwards_only():
    upwards = []
    for path in PACKAGE.rglob("*.py"):
        own = path.relative_to(PACKAGE).parts[0].removesuffix(".py").replace("__init__", "")
        upwards += [f"{path.relative_to(PACKAGE)} imports {name}" for name in imported(path)
                    if LEVEL[part(name)] > LEVEL[own]]
    assert upwards == []


def test_only_the_compiler_and_the_checks_read_yaml():
    readers = {str(p.relative_to(PACKAGE)) for p in PACKAGE.rglob("*.py")
               if any(line.split()[:2] == ["import", "yaml"] for line in p.read_text(encoding="utf-8").splitlines())}
    assert readers <= {"library/compile.py", "library/shape.py", "checks/ids.py"}
