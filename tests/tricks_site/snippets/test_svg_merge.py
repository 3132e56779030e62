from __future__ import annotations

import xml.etree.ElementTree as etree

from tricks_site.snippets.svg import normalize
from tricks_site.snippets.svg_merge import merge

GRID = 'style="fill: none; stroke: #dddddd" clip-path="url(#c1)"'


def _tick(x: int, label: str, shape: str = "") -> str:
    """A tick of a horizontal axis as Matplotlib writes it: grid line, mark, label."""
    return f"""<g id="xtick_{x}">
     <g id="line2d_{x}"><path d="M {x} 9 L {x} 1" {GRID}/></g>
     <g id="line2d_0{x}">{shape}<g><use href="#m1" x="{x}" y="9" style="stroke: #111111"/></g></g>
     <g id="text_{x}"><text style="font-size: 11px" x="{x}" y="20">{label}</text></g>
    </g>"""


SHAPE = '<defs><path id="m1" d="M 0 0 L 0 4" style="stroke: #111111"/></defs>'
FIGURE = f"""<svg viewBox="0 0 9 9">
  <g id="matplotlib.axis_1">{_tick(10, "0", SHAPE)}{_tick(30, "1")}
   <g id="text_3"><text style="font-size: 12px" x="20" y="30">step</text></g>
  </g>
  <g id="patch_1"><path d="M 1 1 L 1 9" style="fill: none; stroke: #222222"/></g>
  <g id="patch_2"><path d="M 1 9 L 50 9" style="fill: none; stroke: #222222"/></g>
  <defs><clipPath id="c1"><rect x="0" y="0" width="50" height="9"/></clipPath></defs>
</svg>"""


def test_an_axis_is_its_grid_its_ticks_and_its_labels() -> None:
    root = etree.fromstring(normalize(FIGURE))
    assert [(element.tag, element.get("d"), element.get("style")) for element in root] == [
        ("path", "m10 9v-8m20 8v-8", "fill:none;stroke:var(--figure-grid, #dddddd)"),
        ("path", "m10 9v4m20-4v4", "fill:none;stroke:#111111"),
        ("g", None, "font-size:11px"),
        ("text", None, "font-size:12px"),
        ("path", "m1 1v8m0 0h49", "fill:none;stroke:#222222"),
        ("defs", None, None),
    ]
    assert [text.text for text in root.iter("text")] == ["0", "1", "step"]
    # The shape of the ticks, which nothing uses any longer, is gone.
    assert [element.tag for element in root[-1]] == ["clipPath"]


def merged(inner: str) -> str:
    root = etree.fromstring(f"<svg>{inner}</svg>")
    merge(root)
    return etree.tostring(root, encoding="unicode")[5:-6]


def test_lines_that_look_the_same_become_one_if_nothing_lies_between() -> None:
    one, two = ('<path d="M1 {}" style="fill:none;stroke:{}" />'.format(n, "red") for n in (1, 2))
    other = '<path d="M1 3" style="fill:none;stroke:blue" />'
    assert merged(one + two) == '<path d="M1 1 M1 2" style="fill:none;stroke:red" />'
    assert merged(one + other + two) == one + other + two


def test_what_would_look_different_on_itself_stays_apart() -> None:
    for style in ("fill:none;stroke:red;stroke-opacity:0.5", "fill:red"):
        paths = "".join(f'<path d="M1 {n}" style="{style}" />' for n in (1, 2))
        assert merged(paths) == paths
    see_through = '<use x="1" style="opacity:0.5" /><use x="2" style="opacity:0.5" />'
    assert merged(see_through) == see_through


def test_points_share_one_group_and_one_style() -> None:
    points = "".join(
        f'<g clip-path="url(#1)"><use href="#2" x="{x}" style="fill:red" /></g>' for x in (1, 2)
    )
    assert merged(points) == (
        '<g clip-path="url(#1)"><g style="fill:red">'
        '<use href="#2" x="1" /><use href="#2" x="2" /></g></g>'
    )
