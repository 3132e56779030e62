"""What a translation may put into a page: the markup of the English message, and no other.

Both texts are rendered just as the page will render them, and what comes out is compared. So
nothing depends on guessing how Markdown reads a text.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections import Counter

from markdown import Markdown
from markdown.extensions.footnotes import FootnoteExtension
from markdown.util import HTML_PLACEHOLDER_RE

ENTITY = re.compile(r"&(#\d+|#[xX][0-9a-fA-F]+|\w+);")
# What a reader reads, as against what the browser does; it is translated.
READABLE = {"alt", "title"}

# What Markdown gives a meaning inside of a paragraph.
MARKUP = set("[]()!<>{}*_`$&\\^~:\n")

# What Jupyter gives a meaning. It reads much for markup that a page of ours shows as it is written.
JUPYTER_MARKUP = re.compile(
    r"<[A-Za-z/!?]|&#?\w+;|[$\\`\[|*_\n]|://|www\."
    r"|^(?:\s|>|(?:[-+*]|#+|\d+[.)])(?:\s|$)|~~~|[-*_]{3})"
)


class MarkupCheck:
    """Compares the markup of messages of one page; `md` is a Markdown of the page's dialect.

    `md` is used up by the check: it must not be the one that renders the page.
    """

    def __init__(self, md: Markdown) -> None:
        self.md = md

    def problems(self, tag: str, english: str, translated: str) -> list[str]:
        """What the translation of a message in a block `tag` has too much or too little."""
        if excess := _excess(english, translated):
            return [excess]
        wanted, found = self._markup(tag, english), self._markup(tag, translated)
        problems = [f"it has {_times(item, n)} that the English has not" for item, n in
                    (found - wanted).items()]  # fmt: skip
        problems += [f"it lacks {_times(item, n)} of the English" for item, n in
                     (wanted - found).items()]  # fmt: skip
        return problems

    def _markup(self, tag: str, text: str) -> Counter[str]:
        """Each element, formula and piece of raw HTML that the text makes, counted."""
        for extension in self.md.registeredExtensions:
            if isinstance(extension, FootnoteExtension):
                extension.found_refs.clear()
                extension.used_refs.clear()
        self.md.htmlStash.reset()
        root = etree.Element("div")
        block = etree.SubElement(root, tag)
        block.text = text
        for name in ("inline", "attr_list", "unescape"):
            self.md.treeprocessors[name].run(root)
        found: Counter[str] = Counter()
        for element in root.iter():
            if element is root:
                continue
            for stashed in HTML_PLACEHOLDER_RE.finditer(
                (element.text or "") + (element.tail or "")
            ):
                raw = str(self.md.htmlStash.rawHtmlBlocks[int(stashed[1])])
                if not ENTITY.fullmatch(raw):
                    found[raw] += 1
            attributes = "".join(
                f" {name}" if name in READABLE else f' {name}="{value}"'
                for name, value in sorted(element.attrib.items())
            )
            if element is block and not attributes:
                continue
            exact = element.tag == "code" or "arithmatex" in element.get("class", "")
            content = "".join(element.itertext()) if exact else ""
            found[f"<{element.tag}{attributes}>{content}"] += 1
        return found


def plain_problems(translated: str) -> list[str]:
    """What is wrong with a text that stands where there is no markup: a label, a comment."""
    if re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", translated):
        return ["it has a line break or a control character"]
    return []


def notebook_problems(english: str, translated: str) -> list[str]:
    """What Jupyter would take for markup in a translation, and the English has not."""
    more = Counter(JUPYTER_MARKUP.findall(translated)) - Counter(JUPYTER_MARKUP.findall(english))
    return [f"it has {_times(repr(item), n)} that the English has not" for item, n in more.items()]


def _excess(english: str, translated: str) -> str | None:
    """Says if there is so much more of something that Markdown might take minutes to read it."""
    if len(translated) > 10 * len(english) + 1000:
        return f"it is {len(translated)} characters long, the English {len(english)}"
    for sign, count in Counter(translated).items():
        if sign in MARKUP and count > 2 * english.count(sign) + 20:
            return f"it has {count} × {sign}, the English {english.count(sign)}"
    return None


def _times(item: str, count: int) -> str:
    return item if count == 1 else f"{count} × {item}"
