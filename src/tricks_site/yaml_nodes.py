"""What people write in YAML, read so that what is wrong has its line."""

from __future__ import annotations

from pathlib import Path

import yaml

from tricks_site.errors import SiteError
from tricks_site.files import read_text

QUOTE = "put a text with : or # in it between quotation marks"


def read(root: Path, path: Path, mend: str) -> yaml.Node | None:
    """What is in `root / path`; SiteError, with what to do, if it is no YAML.

    None for a file with nothing but comments, or that is not there.
    """
    if not (root / path).exists():
        return None
    try:
        return yaml.compose(read_text(root, path), yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        at = mark.line + 1 if mark else None
        raise SiteError(path, at, "the file is not valid YAML", mend) from None


def read_list(root: Path, path: Path, mend: str) -> list[yaml.Node]:
    """The items of the list in `root / path`; SiteError, with what to do, if it is no YAML list."""
    node = read(root, path, mend)
    if node is None:
        return []
    if not isinstance(node, yaml.SequenceNode):
        raise SiteError(path, line(node), "this is no list", mend)
    return items(node)


def items(node: yaml.Node | None) -> list[yaml.Node]:
    """What a list holds; nothing, if it is none."""
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def fields(node: yaml.Node) -> dict[str, yaml.Node]:
    """What has a name in a mapping; nothing, if it is none."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return {str(name.value): value for name, value in pairs}


def line(node: yaml.Node) -> int:
    """The line on which a node starts."""
    return int(node.start_mark.line) + 1
