"""Run one program as a reader would, `python snippet.py`, but the same way on every machine.

It gets a fresh interpreter, an empty folder, one thread, a fixed hash seed, and of the environment
only what is set here.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).resolve().parent
# Where `import tricks_site` is found, which the figure backend is part of.
OWN_SOURCES = HERE.parent.parent
SECONDS = 60


@dataclass(frozen=True)
class Outcome:
    """How a program ended: its exit status (None: stopped after SECONDS), output, and figures.

    `folder` is where it ran, as its messages name it; the folder is gone.
    """

    status: int | None
    stdout: str
    stderr: str
    figures: tuple[str, ...]
    folder: str


def run_program(code: str, root: Path, fonts: Path, *, arguments: Sequence[str] = ()) -> Outcome:
    """Run `code` for the project at `root`; `fonts` is Matplotlib's folder, see `warm_fonts`."""
    with tempfile.TemporaryDirectory(prefix="snippet-") as name:
        folder = Path(name).resolve()
        work, figures = folder / "work", folder / "figures"
        work.mkdir()
        figures.mkdir()
        (work / "snippet.py").write_text(code, encoding="utf-8", newline="\n")
        # Files, not pipes: a process that the program leaves behind cannot keep us waiting.
        with (folder / "stdout").open("wb") as stdout, (folder / "stderr").open("wb") as stderr:
            process = subprocess.Popen(
                [sys.executable, "snippet.py", *arguments],
                cwd=work,
                env=environment(root, fonts, figures),
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=stderr,
            )
            try:
                status: int | None = process.wait(SECONDS)
            except subprocess.TimeoutExpired:
                status = None
            finally:
                process.kill()
                process.wait()
        drawings = sorted(figures.iterdir(), key=lambda path: int(path.stem))
        return Outcome(
            status,
            _text(folder / "stdout"),
            _text(folder / "stderr"),
            tuple(drawing.read_text(encoding="utf-8") for drawing in drawings),
            str(work),
        )


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", errors="replace").replace("\r\n", "\n")


def environment(root: Path, fonts: Path, figures: Path) -> dict[str, str]:
    """All the environment variables of a program."""
    one_thread = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    # Windows starts no Python without SYSTEMROOT.
    inherited = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return {
        **inherited,
        **dict.fromkeys((*one_thread, "VECLIB_MAXIMUM_THREADS"), "1"),
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "PYTHONNOUSERSITE": "1",
        "PYTHONPATH": os.pathsep.join([str((root / "src").resolve()), str(OWN_SOURCES)]),
        "MPLBACKEND": "module://tricks_site.snippets.figure_backend",
        "MATPLOTLIBRC": str(HERE / "matplotlibrc"),
        "MPLCONFIGDIR": str(fonts.resolve()),
        "FIGURES": str(figures),
    }


def fonts_folder(cache: Path) -> Path:
    """Matplotlib's folder in the cache. Another version of Matplotlib keeps another list."""
    return cache / f"matplotlib-{version('matplotlib')}"


def warm_fonts(root: Path, fonts: Path) -> None:
    """Let Matplotlib list the fonts once, so that programs side by side only read the list.

    `fonts` appears at once, complete, or not at all.
    """
    if fonts.is_dir():
        return
    fonts.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=fonts.parent, prefix=".fonts-") as name:
        new = Path(name) / "fonts"
        new.mkdir()
        subprocess.run(
            [sys.executable, "-c", "import matplotlib.font_manager"],
            env=environment(root, new, new),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,  # without the list, programs only start more slowly
        )
        try:
            new.rename(fonts)
        except OSError:
            assert fonts.is_dir(), "only another run that was faster may be in the way"
