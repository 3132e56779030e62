"""Last touches to the HTML of a page, for narrow screens and for screen readers."""

from __future__ import annotations

import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

# After the table of contents (5) has put its links into the headings.
PRIORITY = 4


class FinishExtension(Extension):
    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(Finish(md), "finish", PRIORITY)


class Finish(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        for parent in list(root.iter()):
            for index, child in enumerate(parent):
                if child.tag == "table":
                    # A wide table scrolls in a box of its own instead of the page.
                    box = etree.Element("div", {"class": "table"})
                    box.tail, child.tail = child.tail, None
                    parent[index] = box
                    box.append(child)
                elif child.get("class") == "headerlink":
                    child.set("aria-label", child.get("title", ""))
