"""The source of a function as a page shows it: without decorators and docstring."""

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
    """The lines of the function from `def` on, but for those of its docstring."""
    assert node.end_lineno is not None
    hidden = range(0)
    if ast.get_docstring(node, clean=False) is not None:
        docstring = node.body[0]
        assert docstring.end_lineno is not None
        hidden = range(docstring.lineno, docstring.end_lineno + 1)
    shown = [lines[n - 1] for n in range(node.lineno, node.end_lineno + 1) if n not in hidden]
    # A blank line may stand between docstring and body.
    while len(shown) > 1 and hidden and not shown[hidden.start - node.lineno].strip():
        del shown[hidden.start - node.lineno]
    return "\n".join(shown)
