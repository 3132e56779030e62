"""The source of a function as a page shows it: its name, arguments and body."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path

PACKAGE = "training_tricks"


@dataclass(frozen=True)
class Function:
    """A function of the package: its file (relative to the project), line, and text to show."""

    path: Path
    line: int
    text: str


def read_function(root: Path, name: str) -> Function:
    """The function with this dotted name, say `training_tricks.initializers.he_normal`.

    Raises LookupError, which says what cannot be found.
    """
    module, _, function = name.rpartition(".")
    path = Path("src", *module.split(".")).with_suffix(".py")
    if module.split(".")[0] != PACKAGE or not (root / path).is_file():
        raise LookupError(f"there is no module {module or name!r}")
    # Read as bytes: Python itself knows the encoding and the line ends of its files.
    source = (root / path).read_bytes()
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        raise LookupError(f"{path}:{error.lineno} is not Python: {error.msg}") from None
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == function:
            return Function(path, node.lineno, _shown(node, source.decode().splitlines()))
    raise LookupError(f"{path} has no function {function!r}")


def _shown(node: ast.FunctionDef, lines: list[str]) -> str:
    """The function without decorators, docstring and type annotations; its comments stay."""
    documented = ast.get_docstring(node, clean=False) is not None
    start = node.body[1 if documented and len(node.body) > 1 else 0].lineno - 1
    # A comment above the first statement belongs to it.
    while lines[start - 1].strip().startswith("#"):
        start -= 1
    return "\n".join([_signature(node), *lines[start : node.end_lineno]])


def _signature(node: ast.FunctionDef) -> str:
    """`def name(…):`, which a phone can show, since annotations are for tools."""
    arguments = node.args
    for argument in (
        *(*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs),
        *(extra for extra in (arguments.vararg, arguments.kwarg) if extra),
    ):
        argument.annotation = None
    return f"def {node.name}({ast.unparse(arguments)}):"
