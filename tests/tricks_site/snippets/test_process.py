from __future__ import annotations

import json
import os
import threading
from pathlib import Path

import pytest

from tricks_site.snippets import process
from tricks_site.snippets.process import run_program, warm_fonts

PRINT_EVERYTHING = """
import json, os, sys
print(json.dumps([os.listdir(), dict(os.environ), sys.flags.no_user_site, sys.flags.utf8_mode,
                  sys.argv[1:], hash("a")]))
"""


def test_programs_run_alike_in_an_empty_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONSTARTUP", "x")
    monkeypatch.setenv("PYTHONWARNINGS", "ignore")
    monkeypatch.setenv("SOME_SECRET", "x")
    outcomes = [
        run_program(PRINT_EVERYTHING, tmp_path, tmp_path, arguments=("a b",)) for _ in range(2)
    ]
    one, two = (json.loads(outcome.stdout) for outcome in outcomes)
    files, environment, no_user_site, utf8, arguments, _ = one
    assert files == ["snippet.py"]
    assert (no_user_site, utf8, arguments) == (1, 1, ["a b"])
    assert not {"PYTHONSTARTUP", "PYTHONWARNINGS", "SOME_SECRET", "HOME"} & environment.keys()
    assert {name for name in environment if name.endswith("_THREADS")} == {
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "MKL_NUM_THREADS",
        "VECLIB_MAXIMUM_THREADS",
    }
    assert environment["PYTHONUTF8"] == "1"
    assert one[-1] == two[-1], "strings hash alike"
    assert not Path(outcomes[0].folder).exists()


def test_tells_how_a_program_ended(tmp_path: Path) -> None:
    code = 'import sys\nprint("é\\r\\nb")\nprint("x", file=sys.stderr)\nsys.exit(3)'
    outcome = run_program(code, tmp_path, tmp_path)
    assert (outcome.status, outcome.stderr, outcome.figures) == (3, "x\n", ())
    assert outcome.stdout == "é\nb\n"


def test_no_program_waits_for_somebody_to_type(tmp_path: Path) -> None:
    typed, keyboard = os.pipe()
    os.write(keyboard, b"typed")
    os.close(keyboard)
    own_input = os.dup(0)
    os.dup2(typed, 0)
    try:
        outcome = run_program("import sys\nprint(sys.stdin.read())", tmp_path, tmp_path)
    finally:
        os.dup2(own_input, 0)
        os.close(own_input)
        os.close(typed)
    assert outcome.stdout == "\n"


def test_figures_come_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    code = """
import os, pathlib
for name in ("9", "10", "1"):
    pathlib.Path(os.environ["FIGURES"], f"{name}.svg").write_text(name)
"""
    assert run_program(code, tmp_path, tmp_path).figures == ("1", "9", "10")


def test_stops_a_program_that_does_not_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "SECONDS", 0.2)
    assert run_program("while True: pass", tmp_path, tmp_path).status is None


def test_is_not_held_up_by_a_process_left_behind(tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    code = f"""
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])
open({str(pid_file)!r}, "w").write(str(child.pid))
"""
    runner = threading.Thread(target=run_program, args=(code, tmp_path, tmp_path), daemon=True)
    runner.start()
    try:
        runner.join(timeout=30)
        assert not runner.is_alive()
    finally:
        os.kill(int(pid_file.read_text()), 9)


def test_lists_the_fonts_once(tmp_path: Path) -> None:
    fonts = tmp_path / "cache/fonts"
    warm_fonts(tmp_path, fonts)
    (listed,) = fonts.iterdir()
    assert listed.name.startswith("fontlist")
    assert list(fonts.parent.iterdir()) == [fonts]
    listed.unlink()
    warm_fonts(tmp_path, fonts)
    assert not list(fonts.iterdir()), "done already, so not again"
