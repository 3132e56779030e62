"""What a formula reads like in a line of text, for the excerpts of the search."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

# Around these a line of text has spaces; they also keep the words on both sides apart.
SPACED = set("=≠<>≤≥≈∼→←↦∈+−±⋅×,∝≪≫")


def formula_text(tag: str, children: Sequence[str]) -> str:
    """The text of one MathML element, given the text of each child.

    `mfrac` becomes `a/b`, `msqrt` `√a`, `msup` `a^b`, `msub` `a_b`: dropping the element
    would turn √n into n, which is another statement.
    """
    if tag.startswith("annotation"):
        return ""
    if tag == "mo":
        sign = visible("".join(children))
        return f" {sign} " if sign in SPACED else sign
    if tag in {"mtd", "mspace"}:
        return f" {''.join(children)} "
    if tag == "mtr":
        return f"{''.join(children)}; "
    if tag == "msqrt":
        return f"√{group(''.join(children))}"
    parts = [group(child) for child in children]
    match tag, parts:
        case "mfrac", [above, below]:
            return f"{above}/{below}"
        case "mroot", [inside, degree]:
            return f"{inside}^(1/{degree})"
        case "msup", [base, above]:
            return f"{base}^{above}"
        case (("msub" | "munder"), [base, below]):
            return f"{base}_{below}"
        case (("msubsup" | "munderover"), [base, below, above]):
            return f"{base}_{below}^{above}"
        # The accent of x̂ or x̄; a line of text does without.
        case "mover", [base, _]:
            return base
    return visible("".join(children))


def group(text: str) -> str:
    """`text` in brackets, unless it is a single letter, number, word or bracket."""
    text = " ".join(text.split())
    return text if re.fullmatch(r"[−-]?[\w.]*|[(\[|].*[)\]|]", text) else f"({text})"


def visible(text: str) -> str:
    """`text` without the invisible operators (function application, invisible times)."""
    return "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
