"""`make serve`: what is saved shows at once, and all pages are as a build from scratch has them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from support.build import run_build
from support.live import get, served
from support.projects import LAB, PAGE, small_project

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
STATUS = """\
---
title: S
description: S
---

# S

```translation-status part="pages"
```
"""
PAGES = {
    "index.md": PAGE + "\n## A part\n\nIt has [a link](second.md#a-page).\n",
    "second.md": PAGE + "\n## Another part\n",
    "terms.md": f'{PAGE}\n```glossary topic="network"\n```\n',
    "labs/lab.py": LAB,
    "status.md": STATUS,
}
GLOSSARY = (
    "topic,en,nl,avoid,reason,en_forms,nl_forms,en_definition,nl_definition\n"
    "network,weight,gewicht,,,,,A number.,Een getal.\n"
)
NAMES = ("", "second/", "terms/", "status/", "labs/lab/")


def project(root: Path) -> Path:
    small_project(root, PAGES)
    (root / "translations/glossary.csv").write_text(GLOSSARY, encoding="utf-8")
    return root


def save(url: str, path: Path, text: str) -> None:
    """Write a file, and wait as a browser does until the server says that all is built anew."""
    epoch, request = re.findall(r"livereload\((\d+), (\d+)\);", get(f"{url}/"))[-1]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    assert get(f"{url}/livereload/{epoch}/{request}") != epoch


def shown(html: str) -> str:
    """What differs by neither address nor live reload."""
    return str(BeautifulSoup(html, "html.parser").select_one(".layout"))


@pytest.mark.slow
def test_what_is_saved_shows_and_all_pages_are_as_a_fresh_build_has_them(tmp_path: Path) -> None:
    root = project(tmp_path)
    glossary = root / "translations/glossary.csv"
    catalogs = root / "translations/nl"
    saved = {
        catalogs / "index.po": HEADER + 'msgid "One sentence."\nmsgstr "Een zin."\n',
        catalogs / "site.po": HEADER + 'msgid "Copy"\nmsgstr "Kopieer"\n',
        root / "docs/second.md": PAGES["second.md"].replace("One sentence", "One more sentence"),
        root / "docs/labs/lab.py": LAB.replace("print(total)", "print(total + 40)"),
        catalogs / "labs/lab.po": HEADER + 'msgid "One sentence."\nmsgstr "In een lab."\n',
        glossary: GLOSSARY.replace("Een getal.", "Een waarde."),
    }
    with served(root) as url:
        for path, text in saved.items():
            save(url, path, text)
            done = run_build(Path("site"), {}, root)
            assert done.returncode == 0, done.stderr
            for name in (*NAMES, *(f"nl/{name}" for name in NAMES)):
                built = (root / "site" / name / "index.html").read_text(encoding="utf-8")
                assert shown(get(f"{url}/{name}")) == shown(built)
            for name in ("labs/lab/lab.ipynb", "nl/labs/lab/lab.ipynb"):
                assert get(f"{url}/{name}") == (root / "site" / name).read_text(encoding="utf-8")
        assert "Een zin." in get(f"{url}/nl/")
        # Of its seven messages one is translated.
        assert ">14%<" in get(f"{url}/nl/status/")
        assert "One more sentence." in get(f"{url}/second/")
        assert "42" in get(f"{url}/labs/lab/")
        assert "42" in get(f"{url}/nl/labs/lab/lab.ipynb")
        assert "In een lab." in get(f"{url}/nl/labs/lab/")
        assert "In een lab." in get(f"{url}/nl/labs/lab/lab.ipynb")
        assert "Een waarde." in get(f"{url}/nl/terms/")
        assert '"nl"' in get(f"{url}/pagefind/pagefind-entry.json")


@pytest.mark.slow
def test_what_is_wrong_is_told_and_mended_while_the_server_runs(tmp_path: Path) -> None:
    root = project(tmp_path)
    catalog = root / "translations/nl/index.po"
    catalog.parent.mkdir()
    with served(root) as url:
        catalog.write_text(HEADER + 'msgid "One', encoding="utf-8")
        save(url, catalog, HEADER + 'msgid "One sentence."\nmsgstr "Een zin."\n')
        assert "Een zin." in get(f"{url}/nl/")
