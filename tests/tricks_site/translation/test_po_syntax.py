"""Every slip in a catalog is an error with its line; what is sound passes."""

from pathlib import Path

import pytest

from tricks_site.errors import SiteErrors
from tricks_site.translation.po_syntax import check_syntax

PATH = Path("translations/nl/page.po")
HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'


def test_a_sound_catalog_passes() -> None:
    check_syntax(
        PATH,
        HEADER
        + '# a comment\n#. heading\n#: docs/index.md\n#, fuzzy\n#| msgid "An older"\n#| "text"\n'
        + 'msgctxt "noun"\nmsgid "One \\"two\\" \\\\ three\\t\\n"\nmsgstr ""\n"Een "\n"twee"\n\n'
        + 'msgid "One \\"two\\" \\\\ three\\t\\n"\nmsgstr "zonder context"\n\n'
        + '#~ msgctxt "verb"\n#~ msgid "Old"\n#~ msgstr ""\n#~ "Oud"\n',
    )


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ('msgid "One"\nmsgstr "Een"\n\nmsgid "One"\nmsgstr "Een"\n', 8, "line 5 already"),
        ('msgid "On"\n"e"\nmsgstr "E"\n\nmsgid "One"\nmsgstr "E"\n', 9, "line 5 already"),
        ('msgid "One"\nmsgstr "\\q"\n', 6, "\\q is not an escape"),
        ('msgid "One"\nmsgstr "a \\\\\\x41"\n', 6, "\\x is not an escape"),
        ('msgid "One"\nmsgstr "cut\n', 6, "cut short"),
        ('msgid "One"\nmsgstr "a "quoted" word"\n', 6, "cut short, or has a quotation mark"),
        ('msgid "One"\nmsgstr "ends in a backslash\\"\n', 6, "cut short"),
        ('msgid "One"\nmsgstr "Een"', 6, "in the middle of a line"),
        ('msgid "One"\n', 6, "ends after msgid"),
        ('msgid "One"\n\nmsgid "Two"\nmsgstr "Twee"\n', 7, "msgid does not follow"),
        ('msgstr "Een"\n', 5, "msgstr does not follow msgid"),
        ('msgid "One"\nmsgstr "Een"\nmsgstr "Twee"\n', 7, "msgstr does not follow msgid"),
        ('msgctxt "a"\nmsgstr "Een"\n', 6, "msgstr does not follow msgid"),
        ('msgid "One"\nmsgid_plural "Ones"\nmsgstr[0] "Een"\n', 6, "plural forms"),
        ('msgid "One"\nmsgstr "Een"\nEen twee\n', 7, "cannot read 'Een twee'"),
        ('msgid "One"\nmsgstr "a\x00b"\n', 6, "U+0000"),
        ('msgid "One"\nmsgstr "a\u2028b"\n', 6, "U+2028"),
        ('msgid "One"\nmsgstr "a\x85b"\n', 6, "U+0085"),
        (f'msgid "One"\nmsgstr "{"[" * 300}"\n', 6, "without a blank"),
        (f'msgid "One"\nmsgstr "{"a" * 200}"\n"{"a" * 100}"\n', 7, "without a blank"),
        (f'#~ msgid "{"a" * 300}"\n#~ msgstr ""\n', 5, "without a blank"),
        (f'#| msgid "{"a" * 300}"\nmsgid "One"\nmsgstr ""\n', 5, "without a blank"),
        (f'# {"a" * 300}\nmsgid "One"\nmsgstr ""\n', 5, "without a blank"),
        ('#| msgid "Old"\nmsgid "One"\n#~ "lost"\nmsgstr "Een"\n', 7, "belongs to no msgid"),
    ],
)
def test_a_slip_is_named_with_its_line(text: str, line: int, part: str) -> None:
    with pytest.raises(SiteErrors) as caught:
        check_syntax(PATH, HEADER + text)
    first = caught.value.errors[0]
    assert (first.path, first.line) == (str(PATH), line)
    assert part in first.problem


def test_a_missing_header_and_an_empty_file_are_errors() -> None:
    for text in ("", 'msgid "One"\nmsgstr "Een"\n'):
        with pytest.raises(SiteErrors, match="header is missing"):
            check_syntax(PATH, text)


def test_all_slips_are_told_at_once() -> None:
    with pytest.raises(SiteErrors) as caught:
        check_syntax(PATH, HEADER + 'msgid "A"\nmsgstr "\\q"\n\nmsgid "B"\nmsgstr "\\w"\n')
    assert [error.line for error in caught.value.errors] == [6, 9]
