"""A Matplotlib backend for snippets: `plt.show()` writes each open figure as an SVG file.

A snippet runs with MPLBACKEND=module://tricks_site.snippets.figure_backend. The files are
`<FIGURES>/1.svg`, `2.svg`, … in the order shown; FIGURES is an environment variable. Text is kept
as text, so that a page can translate it and shows it in its own font. What such text cannot be
(formulas, several lines, most rotations) is refused.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import matplotlib as mpl
from matplotlib._pylab_helpers import Gcf
from matplotlib.axis import Axis
from matplotlib.backends.backend_svg import FigureCanvasSVG, FigureManagerSVG
from matplotlib.cbook import is_math_text
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import Formatter

# The names that Matplotlib looks for in a backend, besides `show`.
FigureCanvas = FigureCanvasSVG
FigureManager = FigureManagerSVG

# Ticks of a logarithmic axis: Matplotlib writes 2×10³ as a formula.
POWER = re.compile(r"\$\\mathdefault\{([-−\d.]*?)(?:(\\times)?(\w+)\^\{([-−\d]+)\})?\}\$")
SUPERSCRIPT = str.maketrans("-−0123456789", "⁻⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def show(*_args: object, **_options: object) -> None:
    """Write the open figures in the order of their numbers, and close them as a reader would."""
    folder = Path(os.environ["FIGURES"])
    written = len(list(folder.iterdir()))
    for number, manager in enumerate(Gcf.get_all_fig_managers(), written + 1):
        figure = manager.canvas.figure
        _same_width(figure)
        for axes in figure.axes:
            if axes.images:
                axes.grid(visible=False)  # it would lie on the picture
        for axis in figure.findobj(Axis):
            axis.set_major_formatter(PlainTicks(axis.get_major_formatter()))
            axis.set_minor_formatter(PlainTicks(axis.get_minor_formatter()))
        figure.draw_without_rendering()
        for text in figure.findobj(Text):
            if text.get_visible() and text.get_text().strip():
                check_label(text)
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        figure.savefig(folder / f"{number}.svg", format="svg", metadata=nothing)
    Gcf.destroy_all()


def _same_width(figure: Figure) -> None:
    """All figures are shown equally wide; so their text is equally large if they are made so."""
    width, height = figure.get_size_inches()
    page = mpl.rcParams["figure.figsize"][0]
    figure.set_size_inches(page, height * page / width)


def check_label(label: Text) -> None:
    """ValueError unless the label can be translated and stays in its place in another font."""
    text = label.get_text()
    if is_math_text(text):
        raise ValueError(f"the label {text!r} is a formula: use words or Unicode, such as x²")
    if "\n" in text:
        raise ValueError(f"the label {text!r} has several lines: make it one short line")
    # Such a label is placed by its lower left corner, so the middle of a wider word would move.
    words = any(map(str.isalpha, text))
    if words and label.get_rotation() and label.get_rotation_mode() != "anchor":
        raise ValueError(
            f"the label {text!r} is rotated: leave it upright, or add rotation_mode='anchor'"
        )


class PlainTicks(Formatter):
    """The tick labels of another formatter, with Unicode instead of formulas."""

    def __init__(self, inner: Formatter) -> None:
        self.inner = inner

    def __call__(self, value: float, position: int | None = None) -> str:
        return plain(self.inner(value, position))

    def format_ticks(self, values: list[float]) -> list[str]:
        # A box plot numbers its boxes, and leaves the numbers as they are.
        return [plain(str(tick)) for tick in self.inner.format_ticks(values)]

    def get_offset(self) -> str:
        return plain(self.inner.get_offset())


def plain(tick: str) -> str:
    """10³ for the formula that Matplotlib writes; any other text as it is."""
    match = POWER.fullmatch(tick)
    if match is None:
        return tick
    factor, times, base, exponent = match.groups(default="")
    return (
        factor.replace("-", "−") + ("×" if times else "") + base + exponent.translate(SUPERSCRIPT)
    )
