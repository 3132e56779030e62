"""Path data of SVG, as Matplotlib writes it (`M 1.234567 8 L 9 8 z`), made short.

Coordinates become relative and are rounded, and a point is left out that lies on the line between
others: no line moves by more than one unit of the last decimal that is kept.
"""

from __future__ import annotations

import re
from itertools import groupby

Point = tuple[float, float]
Command = tuple[str, list[Point]]
# What Matplotlib writes: go to, line to, curves with one and two control points, close.
COMMAND = re.compile(r"([MLQCz])([^MLQCz]*)")


def moved(data: str, dx: float, dy: float) -> str:
    """The same path elsewhere."""
    return " ".join(
        " ".join([letter, *(f"{x + dx} {y + dy}" for x, y in points)])
        for letter, points in _commands(data)
    )


def compact(data: str, decimals: int) -> str:
    """The path with so many decimals, in few characters."""
    pen = _Pen(decimals)
    start = here = (0.0, 0.0)
    for letter, group in groupby(_commands(data, 10**decimals), key=lambda command: command[0]):
        curves = [points for _, points in group]
        if letter == "L":
            line = _without_needless([here, *(point for (point,) in curves)])
            for point in line[1:]:
                pen.line_to(point)
            here = line[-1]
        else:
            for points in curves:
                pen.draw(letter.lower(), points or [start])
                here = points[-1] if points else start
                start = here if letter == "M" else start
    return "".join(pen.written)


def _commands(data: str, scale: float = 1) -> list[Command]:
    """Each command with its points."""
    found = []
    for letter, text in COMMAND.findall(data):
        numbers = [float(number) * scale for number in text.split()]
        found.append((letter, list(zip(numbers[::2], numbers[1::2], strict=True))))
    return found


def _without_needless(line: list[Point]) -> list[Point]:
    """The line without points that lie within half a unit of what is left (Douglas-Peucker)."""
    kept = {0, len(line) - 1}
    pending = [(0, len(line) - 1)]
    while pending:
        first, last = pending.pop()
        farthest, distance = max(
            ((n, _distance(line[n], line[first], line[last])) for n in range(first + 1, last)),
            key=lambda found: found[1],
            default=(first, 0.0),
        )
        if distance > 0.5**2:
            kept.add(farthest)
            pending += [(first, farthest), (farthest, last)]
    return [line[number] for number in sorted(kept)]


def _distance(point: Point, start: Point, end: Point) -> float:
    """The squared distance of a point from the straight line between two others."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    x, y = point[0] - start[0], point[1] - start[1]
    square = dx * dx + dy * dy
    along = min(1.0, max(0.0, (x * dx + y * dy) / square)) if square else 0.0
    return (x - along * dx) ** 2 + (y - along * dy) ** 2


class _Pen:
    """Writes relative commands; it stands on whole units, so that no rounding error adds up."""

    def __init__(self, decimals: int) -> None:
        self.decimals = decimals
        self.written: list[str] = []
        self.last = ""  # the command that goes on when none is written
        self.x = self.y = 0

    def line_to(self, point: Point) -> None:
        x, y = map(round, point)
        if y == self.y:
            self._write("h", x - self.x)
        elif x == self.x:
            self._write("v", y - self.y)
        else:
            self._write("l", x - self.x, y - self.y)
        self.x, self.y = x, y

    def draw(self, letter: str, points: list[Point]) -> None:
        """A command that is no line; `z` comes with the point that it goes back to."""
        whole = [(round(x), round(y)) for x, y in points]
        numbers = [n for x, y in whole for n in (x - self.x, y - self.y)]
        self._write(letter, *(numbers if letter != "z" else ()))
        self.x, self.y = whole[-1]

    def _write(self, letter: str, *numbers: int) -> None:
        if letter != self.last:
            self.written.append(letter)
        # After `m`, further points are lines. Nothing goes on after `z`.
        self.last = {"m": "l", "z": ""}.get(letter, letter)
        for number in numbers:
            text = f"{number / 10**self.decimals:.{self.decimals}f}".rstrip("0").rstrip(".")
            text = re.sub(r"^(-?)0(?=\.)", r"\1", text)
            before = self.written[-1]
            # A sign starts a number, and so does the second point in what would be one.
            glued = before.isalpha() or text[0] == "-" or (text[0] == "." and "." in before)
            self.written.append(text if glued else f" {text}")
