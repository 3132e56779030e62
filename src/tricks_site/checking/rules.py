"""What the checks know of a language: `translations/checks/<language>.yml`.

A language without the file gets the checks that need no words. README.md beside the files tells a
translator what the fields mean.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tricks_site.errors import SiteError, SiteErrors
from tricks_site.yaml_nodes import QUOTE, line, read

FOLDER = Path("translations/checks")
NEGATION, CONCORD = "negation", "concord"


@dataclass(frozen=True)
class Style:
    """A spelling that the language does not have: a regular expression, and what to write."""

    pattern: re.Pattern[str]
    mend: str


@dataclass(frozen=True)
class Allowed:
    """A finding that is right as it is, in the messages whose English has this text in it."""

    line: int
    message: str
    finding: str


@dataclass(frozen=True)
class Rules:
    """All that the file of a language says."""

    path: Path
    characters: str = ""
    han: str = ""
    length: float | None = None
    tolerance: float = 1.0
    negation: tuple[str, ...] = ()
    concord: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    directions: tuple[Mapping[str, tuple[str, ...]], ...] = ()
    numbers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    units: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    english: frozenset[str] = frozenset()
    english_words: float = 3
    english_runs: bool = False
    loose_terms: frozenset[str] = frozenset()
    style: tuple[Style, ...] = ()
    exceptions: tuple[Allowed, ...] = ()

    @property
    def words(self) -> list[tuple[str, str | None]]:
        """Words of the negation, directions, numbers and units, each with what it says."""
        ideas = {NEGATION: self.negation, CONCORD: self.concord, **self.numbers}
        ideas |= {unit_idea(unit): words for unit, words in self.units.items()}
        for direction in self.directions:
            ideas |= direction
        named = [(word, idea) for idea, words in ideas.items() for word in words]
        return [*named, *((word, None) for word in self.ignored)]


def unit_idea(unit: str) -> str:
    """What stands for a unit among the ideas of a text."""
    return f"unit {unit}"


def rules_path(code: str) -> Path:
    return FOLDER / f"{code}.yml"


def read_rules(root: Path, code: str) -> Rules:
    """The rules of a language; empty ones when it has no file. SiteErrors with what is wrong."""
    path = rules_path(code)
    node = read(root, path, QUOTE)
    reader = _Reader(path)
    fields = reader.fields(node) if node else {}
    if reader.errors:
        raise SiteErrors(reader.errors)
    return Rules(path, **fields)


class _Reader:
    """Reads the fields of a file, knowing lines, and notes what is wrong."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.errors: list[SiteError] = []

    def fields(self, node: yaml.Node | None) -> dict[str, Any]:
        readers: dict[str, Callable[[yaml.Node], object]] = {
            "characters": self.text,
            "han": self.text,
            "length": self.number,
            "tolerance": self.number,
            "negation": self.words,
            "concord": self.words,
            "ignored": self.words,
            "directions": self.directions,
            "numbers": self.ideas,
            "units": self.ideas,
            "english": lambda node: frozenset(self.words(node)),
            "english_words": self.number,
            "english_runs": self.truth,
            "loose_terms": lambda node: frozenset(self.words(node)),
            "style": lambda node: tuple(self.style(node)),
            "exceptions": lambda node: tuple(self.exceptions(node)),
        }
        found: dict[str, Any] = {}
        for name, value in self.pairs(node):
            if name.value in readers:
                found[name.value] = readers[name.value](value)
            else:
                self.fail(name, f"{name.value!r} is no field", f"write one of {', '.join(readers)}")
        return found

    def fail(self, node: yaml.Node | None, problem: str, mend: str) -> None:
        self.errors.append(SiteError(self.path, line(node) if node else 1, problem, mend))

    # All scalars are texts here: "no" and "1" are words.
    def text(self, node: yaml.Node) -> str:
        if isinstance(node, yaml.ScalarNode) and node.value:
            return str(node.value)
        self.fail(node, "this is no text", QUOTE)
        return ""

    def truth(self, node: yaml.Node) -> bool:
        text = self.text(node)
        if text not in ("true", "false"):
            self.fail(node, f"{text!r} is neither true nor false", "write one of them")
        return text == "true"

    def number(self, node: yaml.Node) -> float:
        try:
            return float(self.text(node))
        except ValueError:
            self.fail(node, f"{node.value!r} is no number", "write one such as 1.2")
            return 1.0

    def words(self, node: yaml.Node) -> tuple[str, ...]:
        return tuple(self.text(item) for item in self.items(node))

    def ideas(self, node: yaml.Node) -> dict[str, tuple[str, ...]]:
        return {name.value: self.words(value) for name, value in self.pairs(node)}

    def directions(self, node: yaml.Node) -> tuple[dict[str, tuple[str, ...]], ...]:
        found = []
        for item in self.items(node):
            direction = self.ideas(item)
            if len(direction) == 2:
                found.append(direction)
            else:
                self.fail(item, "a direction has two sides", "write both with their words")
        return tuple(found)

    def style(self, node: yaml.Node) -> Iterator[Style]:
        for item in self.items(node):
            fields = self.group(item, ("pattern", "mend"))
            try:
                yield Style(re.compile(fields["pattern"]), fields["mend"])
            except re.error as error:
                self.fail(item, f"this is no regular expression: {error}", "correct it")

    def exceptions(self, node: yaml.Node) -> Iterator[Allowed]:
        for item in self.items(node):
            fields = self.group(item, ("message", "finding", "reason"))
            yield Allowed(line(item), fields["message"], fields["finding"])

    def group(self, node: yaml.Node, names: tuple[str, ...]) -> dict[str, str]:
        found = {name.value: self.text(value) for name, value in self.pairs(node)}
        if found.keys() != set(names):
            self.fail(node, "this group is not whole", f"give it {', '.join(names)}")
        return {name: found.get(name, "") for name in names}

    def items(self, node: yaml.Node) -> list[yaml.Node]:
        if isinstance(node, yaml.SequenceNode):
            return list(node.value)
        self.fail(node, "this is no list", "write [one, two], or a line for each with - before it")
        return []

    def pairs(self, node: yaml.Node | None) -> list[tuple[yaml.ScalarNode, yaml.Node]]:
        if isinstance(node, yaml.MappingNode):
            return [(k, v) for k, v in node.value if isinstance(k, yaml.ScalarNode)]
        self.fail(node, "names and values are missing here", "write lines such as `name: value`")
        return []
