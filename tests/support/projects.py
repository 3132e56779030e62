"""Small projects of their own, to break."""

from __future__ import annotations

import shutil
from pathlib import Path

ROOT = Path(__file__).parents[2]

PAGE = """\
---
title: A page
description: About a page.
---

# A page

One sentence.

```python
# add two numbers
print(1 + 1)
```

```output
2
```

Another sentence with `code`.
"""

LAB = """\
# ---
# title: A lab
# description: About a lab.
# ---

# %% [markdown]
# # A lab
#
# One sentence.

# %%
# add two numbers
total = 1 + 1

# %%
print(total)
"""


def small_project(
    root: Path, pages: dict[str, str] | None = None, codes: tuple[str, ...] = ("nl",)
) -> Path:
    """A project with these pages (a single one if not given) in English and the languages.

    A lab is given by the name of its file, `labs/….py`.
    """
    for name, text in (pages or {"index.md": PAGE}).items():
        path = root / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    # The site's own labels come along with the templates, so their words do, too.
    shutil.copytree(ROOT / "translations/words", root / "translations/words")
    lines = [f"- {{code: {code}, name: {code}}}" for code in ("en", *codes)]
    (root / "translations/languages.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    shutil.copytree(ROOT / "docs/assets", root / "docs/assets")
    for name in ("overrides", "src"):
        (root / name).symlink_to(ROOT / name)
    names = "".join(
        f"  - {name.removesuffix('.py').removesuffix('.md')}.md\n"
        for name in (pages or {"index.md": ""})
    )
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    start, end = config.index("nav:"), config.index("\ntheme:")
    (root / "mkdocs.yml").write_text(
        f"{config[:start]}nav:\n{names}{config[end:]}", encoding="utf-8"
    )
    return root


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, with its content."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
