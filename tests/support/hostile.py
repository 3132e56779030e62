"""What does harm elsewhere: pieces of text that a page may show, and must not obey."""

from __future__ import annotations

FRAGMENTS = (
    *(
        "<script>alert(1)</script>",
        "</script>",
        "<img src=x onerror=alert(1)>",
        "<b onclick=",
        "<b>",
    ),
    *(
        '"><script>alert(1)</script>',
        "'><svg onload=alert(1)>",
        '" onmouseover="alert(1)',
        "</title>",
    ),
    *(
        "</p>",
        "</textarea>",
        "<style>*{display:none}</style>",
        "<iframe src=//evil.example>",
        "<form>",
    ),
    *("<!--", "-->", "<?php ?>", "<![CDATA[", "]]>", "<!doctype x>", "<math><mi//xlink:href='x'>"),
    *("[x](javascript:alert(1))", "[x](JaVaScRiPt&#58;alert(1))", "[x](data:text/html,<script>)"),
    *("![x](https://evil.example/x.png)", "<https://evil.example>", "[x](//evil.example)", "[x]"),
    *("<javascript:alert(1)>", "[a link](other.md)", '[a link](other.md "x" onclick=alert(1))'),
    *("[other]: https://evil.example", "[x][other]", "[^1]", "[^2]", "[^1]: x", "(", ")", "]("),
    *("{: onclick=alert(1) }", "\n{: style='background:url(//evil.example)' }", "{#x .y a=b}"),
    *("{ onclick='alert(1)' }", "\n{: .x }", '{: data-copy="" }', "{:", "}", "{", "{}", "{0}"),
    *("`", "``", "`code`", "$", "$x^2$", "$$", r"\(", r"\)", r"\[x\]", r"$\href{javascript:a}{x}$"),
    *(
        "*",
        "**",
        "_",
        "***x***",
        "~~",
        "^",
        "\\",
        "\\\\",
        "\\<",
        "\\`",
        "&",
        "&lt;script&gt;",
        "&#60;",
    ),
    *("&#x3c;script&#x3e;", "&amp;lt;", "&#2;", "&#0;", "&colon;", "&Tab;", "&NewLine;", "&#10;"),
    *("\n", "\n\n", "  \n", "\n    ", "\t", "\n- ", "\n# ", "\n> ", "\n```\n", "\n!!! note\n    x"),
    *("klzzwxh:0000", "wzxhzdk:0", "amp", "zz1337820767766393qq", "\u00a0", "\u202e", "\ufeff"),
    *(
        "\u0130",
        "\ufb01",
        "\U0001f600",
        "\u0301",
        "\u200b",
        "\u2028"[:0],
        "%s",
        "%(a)s",
        "{{ 7*7 }}",
    ),
    *("{% raw %}", "{{ config }}", "${x}", "# ", "#", "import os", "\\N{BULLET}", "'''", '"""'),
    *("MSGCTXT", "msgctxt=x", "{: msgctxt=verb }", "(figure)", "![x](figure)", "NBSP", "//", "::"),
)


# A page with all that a message can stand in.
PAGE = """\
---
title: The title
description: The description
---

# Heading with `code`

One **bold** *word*, [a link](other.md "Its title"), $x^2$, ![a picture](a.svg), and a note.[^1]

- item
    - inner `x`

1. number

> quoted

| Head | B |
|---|---|
| cell | `c` |

!!! note "A title"

    Body.

??? question "Why?"

    Because.

=== "Tab"

    Text.

Term
:   Meaning

```python
# a comment
import matplotlib.pyplot as plt
print(1)  # another
plt.plot([1, 2])
plt.xlabel("epoch")
plt.show()
```

```output
1
```

![What it shows](figure "A caption")

```python no-run="a reason"
x = 1  # one more
```

```glossary topic="network"
```

[^1]: A *note*.
"""

# A lab, whose text Jupyter reads as well.
LAB = """\
# ---
# title: The title
# description: The description
# ---

# %% [markdown]
# # Heading with `code`
#
# One **bold** *word*, [a link](../other.md), $x^2$ and [another](https://example.org).
#
# - item
# - another
#
# 1. number
#
# | Head | B |
# | --- | --- |
# | cell | `c` |

# %%
# a comment
import matplotlib.pyplot as plt

print(1)  # another
plt.plot([1, 2])
plt.show()

# %% [markdown]
# ![What it shows](figure "A caption")
#
# The end.
"""
