"""A site of many pages has a short navigation; a small one lists all of its pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from support.build import run_build
from support.projects import small_project

PAGE = "---\ntitle: Page {}\ndescription: About {}.\n---\n\n# Page {}\n\nText.\n"


def navigation(root: Path, parts: int, pages: int) -> list[list[tuple[str, str]]]:
    """The links of the navigation, on the home page and on the last page of the second part."""
    names = {f"part-{p}/page-{n}.md": f"{p}.{n}" for p in range(parts) for n in range(pages)}
    texts = {name: PAGE.format(*[number] * 3) for name, number in names.items()}
    root = small_project(root, {"index.md": PAGE.format(*["home"] * 3), **texts})
    config = (root / "mkdocs.yml").read_text(encoding="utf-8")
    start, end = config.index("nav:"), config.index("\ntheme:")
    listed = "".join(
        f"  - Part {p}:\n" + "".join(f"      - part-{p}/page-{n}.md\n" for n in range(pages))
        for p in range(parts)
    )
    (root / "mkdocs.yml").write_text(
        f"{config[:start]}nav:\n  - index.md\n{listed}{config[end:]}", encoding="utf-8"
    )
    done = run_build(Path("site"), {}, root)
    assert done.returncode == 0, done.stderr
    found = []
    for name in ("", f"nl/part-1/page-{pages - 1}/"):
        html = (root / "site" / name / "index.html").read_text(encoding="utf-8")
        links = BeautifulSoup(html, "html.parser").select(".layout__navigation a")
        found.append([(link.get_text(), link["href"]) for link in links])
    return found


def test_a_small_site_lists_every_page_everywhere(tmp_path: Path) -> None:
    for links in navigation(tmp_path, parts=2, pages=3):
        assert [text for text, _ in links] == [
            *("Page home", "Page 0.0", "Page 0.1", "Page 0.2", "Page 1.0", "Page 1.1", "Page 1.2")
        ]


@pytest.mark.slow
def test_a_large_site_lists_the_part_around_the_page(tmp_path: Path) -> None:
    home, inside = navigation(tmp_path, parts=3, pages=14)
    assert home == [
        ("Page home", "."),
        ("Part 0", "part-0/page-0/"),
        ("Part 1", "part-1/page-0/"),
        ("Part 2", "part-2/page-0/"),
    ]
    assert [text for text, _ in inside] == [
        *("Page home", "Part 0", *(f"Page 1.{n}" for n in range(14)), "Part 2")
    ]
    assert inside[1] == ("Part 0", "../../part-0/page-0/")
