"""Which files of `training_tricks` a lab depends on, so that others may change without a run."""

from __future__ import annotations

import ast
from functools import lru_cache
from pathlib import Path

from tricks_site.snippets.source import PACKAGE


def files_used(code: str, package: Path) -> set[Path]:
    """The modules that `code` imports from the package, with those that these import in turn.

    Names that the package itself offers count as their module. The data that comes with the
    package always counts. Code that is not Python uses nothing: it fails whatever there is.
    """
    used = {
        path
        for path in package.rglob("*")
        if path.is_file() and path.suffix not in (".py", ".pyc", ".md", ".typed")
    }
    offers = (package / "__init__.py").read_text(encoding="utf-8")
    pending = set(_imported(code, offers))
    while pending:
        path = package / f"{pending.pop()}.py"
        if path.is_file() and path not in used:
            used.add(path)
            pending |= _imported(path.read_text(encoding="utf-8"), offers)
    return used


def _homes(offers: str) -> dict[str, str]:
    """Each name that the package offers, with the module that it comes from."""
    tree = ast.parse(offers)
    return {
        alias.asname or alias.name: node.module.removeprefix(f"{PACKAGE}.")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }


@lru_cache(maxsize=1000)  # `make serve` asks again and again, and labs share modules
def _imported(code: str, offers: str) -> frozenset[str]:
    """The names of the modules of the package, whose `__init__.py` is given, that code imports."""
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return frozenset()
    homes = _homes(offers)
    everything = set(homes.values())
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                top, _, module = alias.name.partition(".")
                if top == PACKAGE and module:
                    found.add(module)
                elif top == PACKAGE:
                    names = _attributes(tree, alias.asname or top)
                    found |= everything if names is None else {homes.get(n, n) for n in names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            top, _, module = node.module.partition(".")
            if top == PACKAGE and module:
                found.add(module)
            elif top == PACKAGE:
                for alias in node.names:
                    found |= (
                        everything if alias.name == "*" else {homes.get(alias.name, alias.name)}
                    )
    return frozenset(found)


def _attributes(tree: ast.AST, name: str) -> set[str] | None:
    """What follows `name.` in the code; None if the name also stands alone."""
    with_attribute = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == name
    ]
    uses = sum(isinstance(node, ast.Name) and node.id == name for node in ast.walk(tree))
    return {node.attr for node in with_attribute} if uses == len(with_attribute) else None
