"""Make a figure fit for a page: small, in the page's colours and font, with labels to translate.

`normalize` turns what Matplotlib wrote into the SVG that is kept; `messages` and `localize` are
used for each language. The colours are CSS variables of the page; each has a fallback:

- `--figure-1` … `--figure-7` for the colour cycle, `--figure-ink` for black,
  `--figure-grid` for the grid. White is not painted: the page is the background.
- Any other colour stays as it is.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable

from tricks_site.snippets.svg_merge import join_axes, merge
from tricks_site.snippets.svg_paths import compact

# The colour cycle and the grid of `matplotlibrc` beside this file.
CYCLE = ("#0072b2", "#d55e00", "#00866a", "#b8578f", "#a87100", "#2a8fc7", "#5c6168")
GRID = "#dddddd"
COLOURS = {
    **{colour: f"var(--figure-{n}, {colour})" for n, colour in enumerate(CYCLE, 1)},
    GRID: f"var(--figure-grid, {GRID})",
    "#000000": "var(--figure-ink, currentColor)",
    "#ffffff": "none",
}
SVG = "{http://www.w3.org/2000/svg}"
XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
# The drawing is 403 units wide and shown about twice as wide: a tenth is not seen. Signs that are
# drawn again and again, and sizes, are a little finer.
PLACES, SIZES = 1, 2
NUMBER = re.compile(r"(?<![\w#.])-?(?:\d+\.\d*|\.\d+|0)(?![\w.])")
NUMERIC = {"x": PLACES, "y": PLACES, "width": SIZES, "height": SIZES, "transform": SIZES}
# What refers to the id of another element: href="#1", clip-path="url(#1)", style="fill:url(#1)".
REFERENCE = re.compile(r"(^#|url\(#)([^)]+)")
REFERRING = ("href", "clip-path", "style")
HIDDEN = {"metadata", "style"}
DEFAULTS = {"text-anchor": "start", "stroke-dashoffset": "0"}
SCIENTIFIC = re.compile(r"[-−+]?[\d.]+e[-−+]?\d+")


def normalize(figure: str) -> str:
    """The figure as it is kept: one `<svg class="figure" viewBox=…>` to stand inside of HTML."""
    root = etree.fromstring(figure)
    for element in root.iter():
        element.tag = element.tag.removeprefix(SVG)
        element.text = element.text if element.tag == "text" else None
        element.tail = None
        if XLINK_HREF in element.attrib:
            element.set("href", "".join(element.attrib.pop(XLINK_HREF).split()))
        for name in NUMERIC.keys() & element.attrib.keys():
            element.set(name, _short(element.attrib[name], NUMERIC[name]))
        if "fill" in element.attrib:  # only hatches are written so
            element.set("style", f"fill: {element.attrib.pop('fill')}")
        if "style" in element.attrib:
            element.set("style", _style(element.attrib["style"]))
        if element.get("transform", "").startswith("rotate(0 "):
            del element.attrib["transform"]
    join_axes(root)
    _name_ids(root)
    _drop_empty(root)
    merge(root)
    _shorten_paths(root)
    root.attrib = {
        "class": "figure",
        "viewBox": _short(root.attrib["viewBox"], SIZES),
        # Black fills are not written, and the line ends stood in a <style> for the whole page.
        "style": f"fill:{COLOURS['#000000']};stroke-linejoin:round;stroke-linecap:butt",
    }
    return etree.tostring(root, encoding="unicode")


def messages(figure: str) -> list[str]:
    """The labels of a normalized figure that have words, each once, in order."""
    labels = (element.text or "" for element in etree.fromstring(figure).iter("text"))
    return list(dict.fromkeys(label for label in labels if _has_words(label)))


def localize(figure: str, translate: Callable[[str], tuple[str, bool]], prefix: str) -> str:
    """The figure with its labels translated, and with ids that start with `prefix`.

    `translate` gives for a label the text to show, and whether that is still the English one.
    """
    translations = {label: translate(label) for label in messages(figure)}
    root = etree.fromstring(figure)
    for element in root.iter():
        if element.tag == "text" and element.text in translations:
            element.text, waiting = translations[element.text]
            if waiting:
                element.set("lang", "en")
        if "id" in element.attrib:
            element.set("id", prefix + element.attrib["id"])
        _point(element, lambda identifier: prefix + identifier)
    return etree.tostring(root, encoding="unicode")


def _has_words(label: str) -> bool:
    """Whether somebody could translate it: not a number, not 10⁻³, not 1e6."""
    return any(map(str.isalpha, label)) and not SCIENTIFIC.fullmatch(label.strip())


def _name_ids(root: etree.Element) -> None:
    """Short ids, and only where something refers to them."""
    names: dict[str, str] = {}

    for element in root.iter():
        _point(element, lambda identifier: names.setdefault(identifier, str(len(names) + 1)))
    for element in root.iter():
        if (identifier := element.attrib.pop("id", None)) in names:
            element.set("id", names[identifier])


def _point(element: etree.Element, rename: Callable[[str], str]) -> None:
    """Rename what the element refers to."""
    for name in REFERRING:
        if name in element.attrib:
            value = element.attrib[name]
            element.set(name, REFERENCE.sub(lambda match: match[1] + rename(match[2]), value))


def _drop_empty(parent: etree.Element) -> None:
    """Remove what draws nothing, and groups that only hold others."""
    kept: list[etree.Element] = []
    for child in parent:
        _drop_empty(child)
        if child.tag == "g" and not child.attrib:
            kept.extend(child)
        elif child.tag not in HIDDEN and (len(child) or child.tag not in ("g", "defs")):
            kept.append(child)
    if parent.tag == "defs":
        parent[:] = [child for child in kept if "id" in child.attrib]
    else:
        parent[:] = [child for child in kept if _draws(child)]


def _draws(element: etree.Element) -> bool:
    return element.get("style") != "fill:none" and (element.tag != "path" or "d" in element.attrib)


def _shorten_paths(root: etree.Element) -> None:
    fine = {path for defs in root.iter("defs") for path in defs.iter("path")}
    for path in root.iter("path"):
        path.set("d", compact(path.attrib["d"], SIZES if path in fine else PLACES))


def _short(numbers: str, decimals: int) -> str:
    """The text with each number in it rounded."""

    def rounded(match: re.Match[str]) -> str:
        short = f"{float(match[0]):.{decimals}f}".rstrip("0").rstrip(".")
        return "0" if short == "-0" else short

    return " ".join(NUMBER.sub(rounded, numbers).split())


def _style(style: str) -> str:
    """The declarations that say something, in the page's colours, without the font's name."""
    kept = []
    for declaration in style.split(";"):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        if name != "font-family" and DEFAULTS.get(name) != value:
            kept.append(f"{name}:{COLOURS.get(value.lower()) or _short(value, SIZES)}")
    return ";".join(kept)
