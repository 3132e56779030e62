"""Chinese has no spaces between words, and no two programs agree where a word ends.

So each character is indexed together with the next one, and a query is cut in the same way (in
docs/assets/search.js): whatever stands on the page is found, and nothing depends on the browser.
A pair is written in Latin letters, because the browser would cut it into words again.
"""

from __future__ import annotations

import re

from tricks_site.search.annotations import GLUE, with_terms

HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
PIECE = re.compile(f"{HAN.pattern}|(?:(?!{HAN.pattern})\\S)+")


def annotate(text: str) -> str:
    """`text` in pieces: each character with its pair, and what stands between characters."""
    pieces = []
    for match in PIECE.finditer(text):
        piece, following = match[0], text[match.end() : match.end() + 1]
        if HAN.match(piece):
            pair = piece + following if HAN.match(following) else piece
            piece = with_terms(piece, [code(pair)])
        pieces.append(piece + GLUE if following.strip() else piece)
    return " ".join(pieces)


def code(characters: str) -> str:
    """One or two characters in letters: `zq`, then four letters for each code point.

    The code of a pair begins with the code of its first character, which finds it as well. No
    word begins with zq.
    """
    digits = "".join(f"{ord(character):04x}" for character in characters)
    return "zq" + digits.translate(str.maketrans("0123456789abcdef", "abcdefghijklmnop"))
