"""What a formula reads like in a line of text, for the excerpts of the search."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

# Around these a line of text has spaces; they also keep the words on both sides apart.
SPACED = set("=≠<>≤≥≈∼→←↦∈+−±⋅×∝≪≫")
SIGN = re.compile(r"(^|[(\[{]|[,;=≠<>≤≥≈∼→∈] ) *([+−±]) ")


def formula_text(tag: str, children: Sequence[str]) -> str:
    """The text of one MathML element, given the text of each child.

    `mfrac` becomes `a/b`, `msqrt` `√a`, `msup` `a^b`, `msub` `a_b`: dropping the element
    would turn √n into n, which is another statement.
    """
    text = "".join(children)
    if tag.startswith("annotation"):
        return ""
    if tag == "mo":
        return operator(text)
    if tag in {"mtd", "mspace"}:
        return f" {text} "
    if tag == "mtr":
        return f"{text}; "
    if tag == "msqrt":
        return f"√{group(text)}"
    parts = [group(child) for child in children]
    match tag, parts:
        case "mfrac", [above, below]:
            return f"{above}/{below}"
        case "mroot", [inside, degree]:
            return f"{inside}^(1/{degree})"
        case "msup", [base, "′"]:
            return f"{base}′"
        case "msup", [base, above]:
            return f"{base}^{above}"
        case (("msub" | "munder"), [base, below]):
            return f"{base}_{below}"
        case (("msubsup" | "munderover"), [base, below, above]):
            # A sum is followed by what it sums up.
            return f"{base}_{below}^{above}" + (" " if base in "∑∏∫" else "")
        # The accent of x̂ or x̄; a line of text does without.
        case "mover", [base, _]:
            return base
    return line(text)


def operator(text: str) -> str:
    # Function application and invisible times.
    sign = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    if sign in SPACED:
        return f" {sign} "
    return f"{sign} " if sign in {",", ";"} else sign


def group(text: str) -> str:
    """`text` in brackets, unless it is one number, word or bracket."""
    text = line(text).strip()
    return text if re.fullmatch(r"[+−]?[\w.]*|[(\[|].*[)\]|]|[^\w\s]", text) else f"({text})"


def line(text: str) -> str:
    """`text` with single spaces, and the sign of a number next to it."""
    return SIGN.sub(r"\1\2", re.sub(" +", " ", text))
