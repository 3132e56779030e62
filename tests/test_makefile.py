"""What `make language` passes on of what was typed, and of what stands in the environment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from support.build import ROOT

# Stands where the Python of the environment would, and says what it was called with.
SPY = f"""\
#!{sys.executable}
import json, os, sys
print(json.dumps([sys.argv[1:], os.environ.get("LANG")]))
"""


@pytest.fixture
def make(tmp_path: Path) -> list[str]:
    """`make` with that Python, and nothing to set up."""
    (tmp_path / "python").write_text(SPY, encoding="utf-8")
    (tmp_path / "python").chmod(0o755)
    return ["make", "--silent", "-o", ".venv/ready", f"BIN={tmp_path}", "language"]


def run(make: list[str], *typed: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*make, *typed],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("environment", [{}, {"LANG": "uk_UA.UTF-8", "NAME": "host"}])
def test_what_is_typed_arrives_as_it_is_and_programs_do_not_take_it_for_theirs(
    make: list[str], environment: dict[str, str]
) -> None:
    for code, name in (("fr", ""), ("bbj", "Ghɔmálá'"), ("'; exit 7 #", '"$(exit 7)`x`')):
        typed = [f"LANG={code}", *([f"NAME={name.replace('$', '$$')}"] if name else [])]
        done = run(make, *typed, **environment)
        named = [f"--name={name}"] if name else []
        assert json.loads(done.stdout) == [
            ["-m", "tricks_site", "language", *named, "--", code],
            None,
        ]


@pytest.mark.parametrize("typed", [[], ["LANG="]])
def test_without_a_code_it_says_what_to_type(make: list[str], typed: list[str]) -> None:
    done = run(make, *typed, LANG="uk_UA.UTF-8")
    assert done.returncode != 0
    assert done.stdout == "Which language? Type its code: make language LANG=fr\n"
