"""Comments are translated, the program around them cannot change."""

import pytest

from tricks_site.translation.comments import comments, replace_comments

CODE = """\
import numpy as np  # the library

# a "hash" in a string is no comment
text = "# not a comment"
print(text)  #"""


def test_comments_are_found_and_strings_are_not() -> None:
    assert comments(CODE) == (
        (1, 20, "the library"),
        (3, 0, 'a "hash" in a string is no comment'),
    )


def test_only_comments_change() -> None:
    translated = replace_comments(
        CODE, lambda text: {"the library": "de bibliotheek"}.get(text, text)
    )
    assert translated == CODE.replace("the library", "de bibliotheek")


@pytest.mark.parametrize("text", ["twee\nprint('hacked')", "twee\rprint('hacked')", "a\x0cb\ny"])
def test_a_comment_that_would_become_code_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="change the code"):
        replace_comments(CODE, lambda _: text)


def test_comments_in_indented_and_nested_code() -> None:
    code = "def f(x):\n    # double it\n    return (\n        2  # two\n        * x\n    )\n"
    assert replace_comments(code, str.upper) == code.replace("double it", "DOUBLE IT").replace(
        "# two", "# TWO"
    )
