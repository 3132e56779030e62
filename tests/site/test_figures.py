"""Labels of figures fit in every language: none is cut off, none lies on another."""

from __future__ import annotations

from pathlib import PurePosixPath

from support.opened import PHONE, WIDE, Opened
from support.pages import ROOT
from tricks_site.markup.page import read_page

# The labels of each figure that leave it, and the pairs of labels that overlap. Labels that are
# neither level nor upright are left out: their boxes say little.
MISPLACED = """async () => {
  await document.fonts.ready;
  const found = [];
  for (const figure of document.querySelectorAll('figure > svg')) {
    const frame = figure.getBoundingClientRect();
    const labels = [...figure.querySelectorAll('text')].filter(
      label => label.textContent.trim() &&
        /^(|.*rotate\\(-?(90|0)[ ,)].*|(?!.*rotate).*)$/.test(label.getAttribute('transform') ?? '')
    ).map(label => ({text: label.textContent, box: label.getBoundingClientRect()}));
    labels.forEach(({text, box}, number) => {
      if (box.width < 1) found.push(`not visible: ${text}`);
      if (box.left < frame.left - 1 || box.right > frame.right + 1 ||
          box.top < frame.top - 1 || box.bottom > frame.bottom + 1) found.push(`cut off: ${text}`);
      for (const other of labels.slice(number + 1)) {
        const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
        const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
        if (across > 1 && down > 1) found.push(`${text} lies on ${other.text}`);
      }
    });
  }
  return found;
}"""


def test_labels_fit(opened: Opened) -> None:
    snippets = read_page(ROOT, PurePosixPath(opened.built.name)).snippets
    drawn = sum(len(snippet.alts) for snippet in snippets)
    for width in (WIDE, PHONE):
        page = opened.look(width)
        assert page.locator("figure > svg").count() == drawn
        assert page.evaluate(MISPLACED) == [], width
