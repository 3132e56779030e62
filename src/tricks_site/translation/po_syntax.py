r"""A strict check of a PO file's syntax, before Babel reads it.

Babel takes a duplicate message, an unknown escape and a cut-off string without a word, so that a
slip of the editor could silently change or drop a translation. Here each is an error with its
line. What is accepted is what GNU msgfmt accepts, less plural forms, which the site has no use for.
"""

from __future__ import annotations

import re
from pathlib import Path

from tricks_site.errors import SiteError, SiteErrors

KEYWORD = re.compile(r"(?P<mark>#~ *\|? *|#\| *|)(?P<word>msgctxt|msgid|msgstr)(?P<rest>.*)")
STRING = re.compile(r"(?P<mark>#~ *\|? *|#\| *|)(?P<rest>\".*)")
ESCAPE = re.compile(r"\\(.)")
# Some of them end a line for Babel, or for an editor.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
# A run so long is no language, and takes Babel a time that is quadratic in its length.
LONGEST_RUN = 300
RUN = re.compile(rf"\w{{{LONGEST_RUN}}}|[^\w\s]{{{LONGEST_RUN}}}")
# After which keyword each may stand; None is the start of the file.
ORDER: dict[str, set[str | None]] = {
    "msgctxt": {None, "msgstr"},
    "msgid": {None, "msgctxt", "msgstr"},
    "msgstr": {"msgid"},
}


def check_syntax(path: Path, text: str) -> None:
    """Raise SiteErrors with all that is wrong in the PO file `path` whose content is `text`."""
    check = _Check(path)
    lines = text.split("\n")
    if lines[-1]:
        check.fail(len(lines), "the file ends in the middle of a line", "restore what was cut off")
    for number, line in enumerate(lines, start=1):
        check.line(number, line)
    check.end(len(lines))
    if check.errors:
        raise SiteErrors(check.errors)


class _Check:
    """Walks the lines, knowing the entry and the string that it is in."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.errors: list[SiteError] = []
        self.word: str | None = None  # the last keyword of the entry
        self.mark = ""  # whether that entry is current, obsolete or a former text
        self.entry: dict[str, str] = {}
        self.last = ""  # the end of the string so far
        self.started = 0  # the line of the entry's msgid
        self.first_lines: dict[tuple[str | None, str], int] = {}

    def fail(self, line: int, problem: str, mend: str) -> None:
        self.errors.append(SiteError(self.path, line, problem, mend))

    def line(self, number: int, line: str) -> None:
        if match := CONTROL.search(line.rstrip("\r")):
            self.fail(number, f"a control character U+{ord(match[0]):04X} stands here", "delete it")
        if line.startswith("#"):
            self.check_run(number, line)
        line = line.strip()
        if match := KEYWORD.fullmatch(line):
            self.keyword(number, _kind(match["mark"]), match["word"], match["rest"])
        elif match := STRING.fullmatch(line):
            if self.word is None or _kind(match["mark"]) != self.mark:
                self.fail(
                    number, "this string belongs to no msgid or msgstr", "put it below its msgstr"
                )
            else:
                self.string(number, match["rest"])
        elif line and not line.startswith("#"):
            self.fail(
                number,
                f"cannot read {line[:60]!r}",
                'a line starts with msgctxt, msgid, msgstr, a string in "quotes", or #',
            )

    def keyword(self, number: int, mark: str, word: str, rest: str) -> None:
        if rest.startswith(("_plural", "[")):
            self.fail(number, "plural forms are not used here", "write one msgid and one msgstr")
            return
        if mark != self.mark and self.word not in (None, "msgstr") and self.mark != "previous":
            self.fail(number, f"the {self.word} above has no msgstr", "write its msgstr")
            self.word = None
        if mark != self.mark:
            self.finish()
            self.word = None
        self.mark = mark
        if mark == "previous":
            self.word = word
            self.entry = {}
        else:
            if self.word not in ORDER[word]:
                wanted = " or ".join(sorted(w for w in ORDER[word] if w)) or "the start"
                self.fail(number, f"{word} does not follow {wanted}", "restore the lost line")
            if word in ("msgctxt", "msgid") and self.word in (None, "msgstr"):
                self.finish()
            self.word = word
            self.entry[word] = ""
            if word == "msgid":
                self.started = number
        self.last = ""
        self.string(number, rest)

    def check_run(self, number: int, text: str) -> None:
        if RUN.search(text):
            self.fail(
                number,
                f"{LONGEST_RUN} letters or signs stand here without a blank",
                "write what a person can read",
            )

    def string(self, number: int, text: str) -> None:
        text = text.strip()
        if not re.fullmatch(r'"(?:[^"\\]|\\.)*"', text):
            self.fail(
                number,
                "the string is cut short, or has a quotation mark of its own",
                'close it with ", and write \\" for a quotation mark inside it',
            )
            return
        for match in ESCAPE.finditer(text[1:-1]):
            if match[1] not in 'nt"\\':
                self.fail(
                    number,
                    f"\\{match[1]} is not an escape",
                    'write \\\\ for a backslash; besides there are \\n, \\t and \\"',
                )
        self.check_run(number, self.last + text[1:-1])
        self.last = (self.last + text[1:-1])[-LONGEST_RUN + 1 :]
        if self.mark != "previous" and self.word is not None:
            self.entry[self.word] = self.entry.get(self.word, "") + text[1:-1]

    def finish(self) -> None:
        """An entry is complete: it must be the only one of its kind."""
        if self.mark == "" and "msgid" in self.entry and "msgstr" in self.entry:
            key = (self.entry.get("msgctxt"), self.entry["msgid"])
            if key in self.first_lines:
                self.fail(
                    self.started,
                    f"the same msgid stands at line {self.first_lines[key]} already",
                    "keep one of the two, with the better msgstr",
                )
            self.first_lines.setdefault(key, self.started)
        self.entry = {}

    def end(self, number: int) -> None:
        if self.word not in (None, "msgstr") and self.mark != "previous":
            self.fail(number, f"the file ends after {self.word}", "restore what was cut off")
        self.finish()
        if self.first_lines.get((None, "")) is None:
            self.fail(
                1,
                "the header is missing",
                'the file starts with msgid "" and the lines that tell its language and encoding',
            )


def _kind(mark: str) -> str:
    return "obsolete" if mark.startswith("#~") else "previous" if mark else ""
