"""The list of languages, and what is wrong with one."""

from pathlib import Path

import pytest

from tricks_site.errors import SiteError
from tricks_site.languages import FILE, Language, read_languages


def write(root: Path, text: str) -> Path:
    (root / FILE).parent.mkdir(exist_ok=True)
    (root / FILE).write_bytes(text.encode("utf-8"))
    return root


def test_the_tag_is_the_code_unless_it_is_given(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        "- {code: en, name: English}\n- {code: zh, name: 中文, tag: zh-Hans}\n"
        "- {code: ar, name: عربي, dir: rtl}\n",
    )
    assert read_languages(root) == [
        Language("en", "English", "en", "ltr"),
        Language("zh", "中文", "zh-Hans", "ltr"),
        Language("ar", "عربي", "ar", "rtl"),
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "no language is listed"),
        ("- {code: en, name: English}\n- {code: nl\n", r"languages\.yml:3: .*not valid YAML"),
        ("- {code: en}\n", "is not a language"),
        ("- {code: en, name: English, flag: gb}\n", "is not a language"),
        ("- en\n", "is not a language"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(SiteError, match=problem):
        read_languages(write(tmp_path, text))


def test_a_missing_list_is_named(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match="the file is missing"):
        read_languages(tmp_path)
