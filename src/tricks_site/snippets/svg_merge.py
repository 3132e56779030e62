"""Make one element of several that look the same, where that cannot be seen.

Matplotlib draws each grid line, each tick, each label and each point by itself, and writes again
and again how it looks.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from itertools import groupby

from tricks_site.snippets.svg_paths import moved

# What lies on itself would look different: a colour that lets others through.
SEE_THROUGH = re.compile(r"opacity")


def join_axes(root: etree.Element) -> None:
    """Draw the grid lines of an axis first, then its ticks, then its labels.

    None of them lies on another, so that what looks the same may come together. Ticks, which are
    one shape used in many places, become lines like the others.
    """
    shapes = {element.get("id"): element for element in root.iter("path")}
    for axis in root.iter("g"):
        if not axis.get("id", "").startswith("matplotlib.axis_"):
            continue
        used = [_line(use, shapes[use.attrib["href"][1:]]) for use in axis.iter("use")]
        found = [e for e in axis.iter("path") if "id" not in e.attrib] + used
        looks = list(dict.fromkeys(map(_look, found)))
        found.sort(key=lambda path: looks.index(_look(path)))
        axis[:] = [*found, *axis.iter("text"), *axis.iter("defs")]


def merge(parent: etree.Element) -> None:
    """Join neighbours that look the same: lines into one, groups into one, others in a group."""
    merged: list[etree.Element] = []
    for (tag, _), group in groupby(parent, key=lambda element: (element.tag, _look(element))):
        first, *others = elements = list(group)
        style = first.get("style", "")
        if tag == "path" and "fill:none" in style and not SEE_THROUGH.search(style):
            first.set("d", " ".join(element.attrib["d"] for element in elements))
            merged.append(first)
        elif tag == "g":
            for other in others:
                first.extend(other)
            merged.append(first)
        else:
            merged += elements
    parent[:] = merged
    for child in parent:
        merge(child)
    for tag in ("text", "use"):
        _share_style(parent, tag)


def _share_style(parent: etree.Element, tag: str) -> None:
    """Put neighbours with the same style into a group that has it."""
    shared: list[etree.Element] = []
    for style, group in groupby(
        parent, key=lambda element: element.get("style", "") if element.tag == tag else ""
    ):
        elements = list(group)
        if not style or len(elements) == 1 or SEE_THROUGH.search(style):
            shared += elements
            continue
        box = etree.Element("g", style=style)
        for element in elements:
            del element.attrib["style"]
        box.extend(elements)
        shared.append(box)
    parent[:] = shared


def _line(use: etree.Element, shape: etree.Element) -> etree.Element:
    """The tick that a `<use>` draws, as a path of its own. It has no area to fill."""
    place = float(use.attrib["x"]), float(use.attrib["y"])
    style = f"fill:none;{shape.attrib['style']}"
    return etree.Element("path", d=moved(shape.attrib["d"], *place), style=style)


def _look(element: etree.Element) -> tuple[tuple[str, str], ...]:
    """Everything that says how an element looks, but not where it is."""
    return tuple(sorted((k, v) for k, v in element.attrib.items() if k != "d"))
