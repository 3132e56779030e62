"""Comments in the code of a snippet: the only part of it that is translated."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Callable
from functools import cache


@cache
def comments(code: str) -> tuple[tuple[int, int, str], ...]:
    """The comments of a program: 1-based line, column of the `#`, and the text after it."""
    tokens = tokenize.generate_tokens(io.StringIO(code).readline)
    return tuple(
        (*token.start, token.string.lstrip("#").strip())
        for token in tokens
        if token.type == tokenize.COMMENT and token.string.lstrip("#").strip()
    )


def replace_comments(code: str, replace: Callable[[str], str]) -> str:
    """The program with each comment's text replaced.

    Raises ValueError when a replacement would change the program itself.
    """
    lines = code.split("\n")
    for line, column, text in comments(code):  # at most one a line
        lines[line - 1] = f"{lines[line - 1][:column]}# {replace(text)}"
    translated = "\n".join(lines)
    if translated != code and not same_program(code, translated):
        raise ValueError("the comment would change the code")
    return translated


def same_program(one: str, other: str) -> bool:
    """Whether two programs have the same syntax tree and the same number of lines."""
    try:
        return one.count("\n") == other.count("\n") and ast.dump(ast.parse(one)) == ast.dump(
            ast.parse(other)
        )
    except (SyntaxError, ValueError):
        return False
