"""The short version: one text for the terminal and for a page that shows Markdown."""

from __future__ import annotations

from pathlib import PurePosixPath

from markdown import Markdown

from tricks_site.languages import Language
from tricks_site.translation.history import Gap
from tricks_site.translation.progress import Figures, Part, Progress, Translated
from tricks_site.translation.reviews import Review
from tricks_site.translation.summary import summary

EN, NL, ZH = Language("en", "English"), Language("nl", "Nederlands"), Language("zh", "简体中文")
INDEX, SITE, TERMS = map(PurePosixPath, ("index.md", "site.po", "glossary.csv"))


def made(*parts: Part) -> Progress:
    reviewed = Part(INDEX, Figures(9), reviews=(Review("Ada", "2025-01-02"),))
    return Progress(EN, (Translated(NL, parts, 1), Translated(ZH, (reviewed,), 1)), 1)


def test_a_table_and_the_next_things() -> None:
    text = summary(
        made(
            Part(SITE, Figures(10, 0, 1, 3)),
            Part(INDEX, Figures(1000)),
            Part(TERMS, Figures(2, 1, 0, 5)),
        )
    )
    assert text == (
        "| language        | translated | waiting | changed since | words left | not reviewed |\n"
        "| :-------------- | ---------: | ------: | ------------: | ---------: | -----------: |\n"
        "| Nederlands (nl) |       99 % |       1 |             1 |          8 |            1 |\n"
        "| 简体中文 (zh)   |      100 % |       0 |             0 |          0 |            0 |\n"
        "\n"
        "What to do next:\n"
        "\n"
        "1. Nederlands (nl): mend what has changed in `translations/nl/site.po`: 1 of 10\n"
        "2. Nederlands (nl): translate what waits in `translations/glossary.csv`: 1 of 2\n"
        "3. Nederlands (nl): review `index.md`\n"
    )
    html = Markdown(extensions=["tables"]).convert(text)
    assert html.count("<td") == 12
    assert html.count("<li>") == 3


def test_nothing_to_do() -> None:
    assert summary(made(Part(SITE, Figures(3)))).endswith(
        "Nothing: all is translated and reviewed.\n"
    )


def test_a_gap_in_the_history_is_told() -> None:
    progress = made()
    gaps: dict[Gap, str] = {"none": "git has no history here", "shallow": "this is a shallow clone"}
    for gap, said in gaps.items():
        text = summary(Progress(EN, progress.languages, 1, gap))
        assert f"changed since its review is not known: {said}" in text
    assert "not known" not in summary(progress)
