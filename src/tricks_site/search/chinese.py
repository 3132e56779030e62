"""Chinese has no spaces between words, and no two programs agree where a word ends.

So each character is indexed together with the next one, and a query is cut in the same way (in
docs/assets/search.js): whatever stands on the page is found, and nothing depends on the browser.
A pair is written in Latin letters, because the browser would cut it into words again.
"""

from __future__ import annotations

import re

HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
PIECE = re.compile(f"{HAN.pattern}|(?:(?!{HAN.pattern})\\S)+")
CODE = re.compile("zq([a-p]{4})(?:[a-p]{4})?")
HEXADECIMAL, LETTERS = "0123456789abcdef", "abcdefghijklmnop"
# Behind a piece that the next one follows without a space.
GLUE = "{~}"
# Pagefind's script cuts text at these instead of at spaces, where there are any.
ZERO_WIDTH_SPACE = "\u200b"


def encode(text: str) -> str:
    """`text` as words for the index: a code for each character, and what stands in between."""
    pieces = []
    for match in PIECE.finditer(text):
        piece, following = match[0], text[match.end() : match.end() + 1]
        if HAN.match(piece):
            piece = code(piece + following if HAN.match(following) else piece)
        pieces.append(piece + GLUE if following.strip() else piece)
    return " ".join(pieces)


def decode(text: str) -> str:
    """The text as it was, cut at zero-width spaces where `encode` made a word end."""
    if not CODE.search(text):
        return text
    pieces = []
    for word in text.split(" "):
        piece = CODE.sub(lambda found: character(found[1]), word)
        pieces.append(piece.removesuffix(GLUE) if piece.endswith(GLUE) else f"{piece} ")
    return ZERO_WIDTH_SPACE.join(pieces).removesuffix(" ")


def code(characters: str) -> str:
    """One or two characters in letters: `zq`, then four letters for each code point.

    The code of a pair begins with the code of its first character, which finds it as well. No
    word begins with zq.
    """
    digits = "".join(f"{ord(character):04x}" for character in characters)
    return "zq" + digits.translate(str.maketrans(HEXADECIMAL, LETTERS))


def character(letters: str) -> str:
    return chr(int(letters.translate(str.maketrans(LETTERS, HEXADECIMAL)), 16))
