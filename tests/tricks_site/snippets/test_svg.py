from __future__ import annotations

import re
import xml.etree.ElementTree as etree

import pytest

from tricks_site.snippets.svg import localize, messages, normalize

# As Matplotlib writes, shortened.
RAW = """<?xml version="1.0" encoding="utf-8" standalone="no"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"
  "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns:xlink="http://www.w3.org/1999/xlink" width="403.2pt" height="252.000001pt"
 viewBox="0 0 403.2 252.000001" xmlns="http://www.w3.org/2000/svg" version="1.1">
 <metadata><rdf/></metadata>
 <defs>
  <style type="text/css">*{stroke-linejoin: round; stroke-linecap: butt}</style>
 </defs>
 <g id="figure_1">
  <g id="patch_1">
   <path d="M 0 252
L 403.2 252
z
" style="fill: none"/>
  </g>
  <path d="M 1.234567 -0.001 L -2.5 30000.999
" clip-path="url(#p12ab)" style="fill: none; stroke: #0072b2; stroke-width: 1.999"/>
  <path d="M 0 0" style="fill: #FFFFFF; stroke: #123456; opacity: 0.25"/>
  <defs>
   <path id="m34cd" d="M 0 0
L 0 4.0123
" style="stroke: #000000; stroke-width: 0.8"/>
  </defs>
  <g>
   <use xlink:href="#m34cd" x="60.519146" y="299.388873" style="stroke: #dddddd"/>
  </g>
  <path d="M 1 1" style="fill: url(#h56ef)"/>
  <image xlink:href="data:image/png;base64,
iVBO12.3456
AAAA" id="image1" width="1.00001" height="2"/>
  <g id="text_1">
   <text style="font-weight: 700; font-size: 10px; font-family: 'DejaVu Sans', sans-serif;
 text-anchor: middle" x="1.999" y="2" transform="rotate(-0 1.999 2)">step</text>
   <text x="1" y="2" transform="rotate(-90 1.2345 2)">loss &amp; &lt;b&gt;</text>
   <text x="1" y="2">10⁻³</text>
   <text x="1" y="2">−1.5e−06</text>
   <text x="1" y="2">0.5</text>
   <text x="1" y="2">step</text>
  </g>
 </g>
 <defs>
  <pattern id="h56ef" x="0" y="0" width="72" height="72">
   <rect x="0" y="0" width="73" height="73" fill="#d55e00"/><path d="M 0 1 z"/>
  </pattern>
  <path id="m78" d="M 1 2" style="fill: none"/>
  <path id="m90" d="M 1 3"/>
  <clipPath id="p12ab"><rect x="6.123456" y="7" width="1" height="2"/></clipPath>
 </defs>
 <use xlink:href="#m78" style="stroke: #123456"/>
</svg>
"""
FIGURE = normalize(RAW)


def elements(figure: str, tag: str) -> list[etree.Element]:
    return list(etree.fromstring(figure).iter(tag))


def test_the_root_says_only_what_a_page_needs() -> None:
    assert FIGURE.startswith(
        '<svg class="figure" viewBox="0 0 403.2 252" style="fill:var(--figure-ink, currentColor);'
        'stroke-linejoin:round;stroke-linecap:butt">'
    )


def test_nothing_is_left_that_html_refuses_or_that_would_leak_into_the_page() -> None:
    for gone in ("<?xml", "DOCTYPE", "metadata", "<style", "xlink", "xmlns", "DejaVu", "\n"):
        assert gone not in FIGURE
    assert [element.attrib for element in elements(FIGURE, "g")] == []
    assert "figure_1" not in FIGURE
    assert "image1" not in FIGURE


def test_numbers_are_rounded_but_data_is_not() -> None:
    paths = [element.get("d") for element in elements(FIGURE, "path")]
    # In the drawing to a tenth, in shapes that are drawn again and again to a hundredth.
    assert paths == ["m1.2 0-3.7 30001", "m0 0", "m0 0v4.01", "m1 1", "m0 1z", "m1 2"]
    (image,) = elements(FIGURE, "image")
    assert image.get("href") == "data:image/png;base64,iVBO12.3456AAAA"
    assert image.get("width") == "1"
    assert [element.get("transform") for element in elements(FIGURE, "text")[:2]] == [
        None,
        "rotate(-90 1.23 2)",
    ]


def test_colours_are_those_of_the_page() -> None:
    styles = [element.get("style") for element in elements(FIGURE, "path")]
    assert styles == [
        "fill:none;stroke:var(--figure-1, #0072b2);stroke-width:2",
        "fill:none;stroke:#123456;opacity:0.25",
        "stroke:var(--figure-ink, currentColor);stroke-width:0.8",
        "fill:url(#3)",
        None,
        "fill:none",
    ]
    (hatched, _) = elements(FIGURE, "rect")
    assert hatched.get("style") == "fill:var(--figure-2, #d55e00)"
    assert hatched.get("fill") is None
    assert elements(FIGURE, "use")[0].get("style") == "stroke:var(--figure-grid, #dddddd)"


def test_what_nothing_refers_to_is_left_out() -> None:
    assert "m1 3" not in FIGURE


def test_text_keeps_its_size_and_anchor() -> None:
    assert elements(FIGURE, "text")[0].get("style") == (
        "font-weight:700;font-size:10px;text-anchor:middle"
    )


def test_messages_are_the_labels_with_words_each_once() -> None:
    assert messages(FIGURE) == ["step", "loss & <b>"]


def test_localize_replaces_labels_and_nothing_else() -> None:
    asked = []

    def translate(label: str) -> tuple[str, bool]:
        asked.append(label)
        return ("крок <script>", False) if label == "step" else (label, True)

    figure = localize(FIGURE, translate, "figure-1-")
    assert asked == ["step", "loss & <b>"]
    texts = elements(figure, "text")
    assert [(text.text, text.get("lang")) for text in texts] == [
        ("крок <script>", None),
        ("loss & <b>", "en"),
        ("10⁻³", None),
        ("−1.5e−06", None),
        ("0.5", None),
        ("крок <script>", None),
    ]
    assert "<script" not in figure
    same = re.sub("figure-1-", "", localize(FIGURE, lambda label: (label, False), "figure-1-"))
    assert same == FIGURE


@pytest.mark.parametrize("prefix", ["figure-1-", "figure-2-"])
def test_ids_carry_the_prefix_where_they_are_used_too(prefix: str) -> None:
    figure = localize(FIGURE, lambda label: (label, False), prefix)
    identifiers = re.findall(r' id="([^"]*)"', figure)
    assert len(identifiers) == len(set(identifiers)) == 4
    assert all(identifier.startswith(prefix) for identifier in identifiers)
    used = re.findall(r'(?:href="|url\()#([^")]*)', figure)
    assert sorted(used) == sorted(identifiers)
