"""Run one lab from top to bottom in a kernel of its own, the same way on every machine.

The kernel gets an empty folder, one thread and a fixed hash seed, as the snippets do, and joblib
one job: labs run side by side, so that each of them has one core.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from tricks_site.snippets.process import environment

SECONDS = 600


@dataclass(frozen=True)
class Failure:
    """Why a lab ended early: the index of its cell, what is wrong, and IPython's traceback."""

    cell: int
    problem: str
    trace: str = ""


@dataclass
class LabOutcome:
    """What the cells of a lab gave: what each prints, and its figures, as Matplotlib wrote them."""

    printed: list[str] = field(default_factory=list)
    figures: list[tuple[str, ...]] = field(default_factory=list)
    failure: Failure | None = None


class Kernel:
    """One lab on its way. `stop` ends it from another thread."""

    def __init__(self, cells: Sequence[str], root: Path, fonts: Path) -> None:
        self.cells = cells
        self.root = root
        self.fonts = fonts
        self.manager: AsyncKernelManager | None = None

    def run(self, progress: Callable[[], None]) -> LabOutcome:
        """Run the cells; `progress()` is called after each."""
        outcome = LabOutcome()
        with tempfile.TemporaryDirectory(prefix="lab-") as name:
            folder = Path(name).resolve()
            work, figures, home = (folder / part for part in ("work", "figures", "home"))
            for part in (work, figures, home):
                part.mkdir()

            def keep(cell: NotebookNode, execute_reply: Any, **_: Any) -> None:
                """A cell is over: note what it gave, and give the next one an empty folder."""
                if execute_reply["content"]["status"] != "ok":
                    return
                drawings = sorted(figures.iterdir(), key=lambda path: int(path.stem))
                outcome.figures.append(tuple(path.read_text(encoding="utf-8") for path in drawings))
                for path in drawings:
                    path.unlink()
                outcome.printed.append(_printed(cell))
                if problem := _unshown(cell):
                    outcome.failure = Failure(len(outcome.printed) - 1, problem)
                    raise _Stopped
                progress()

            self.manager = AsyncKernelManager(
                kernel_name="python3",
                # Sockets in a folder that nobody else reads; Windows has none.
                transport="ipc" if os.name == "posix" else "tcp",
                connection_file=str(folder / "kernel.json"),
            )
            client = NotebookClient(
                new_notebook(cells=[new_code_cell(code) for code in self.cells]),
                km=self.manager,
                timeout=SECONDS,
                on_cell_executed=keep,
                resources={"metadata": {"path": str(work)}},
            )
            own = {
                **environment(self.root, self.fonts, figures),
                "HOME": str(home),
                "IPYTHONDIR": str(home),
                "LOKY_MAX_CPU_COUNT": "1",
            }
            try:
                client.execute(env=own, cleanup_kc=True)
            except _Stopped:
                pass
            except CellExecutionError as error:
                outcome.failure = Failure(
                    len(outcome.printed),
                    f"the cell raised {error.ename}: {error.evalue}".removesuffix(": "),
                    str(error),
                )
            except CellTimeoutError:
                outcome.failure = Failure(
                    len(outcome.printed), f"the cell ran for more than {SECONDS} seconds"
                )
            except DeadKernelError:
                outcome.failure = Failure(len(outcome.printed), "the cell ended the kernel")
        return outcome

    def stop(self) -> None:
        """End the kernel's process at once, if it runs."""
        provisioner = self.manager and self.manager.provisioner
        process = getattr(provisioner, "process", None)
        if process is not None:
            process.kill()


class _Stopped(Exception):
    """The run is over before its end, and why is known."""


def _printed(cell: NotebookNode) -> str:
    return "".join(o.text for o in cell.outputs if o.output_type == "stream" and o.name == "stdout")


def _unshown(cell: NotebookNode) -> str | None:
    """What a cell gives that a page cannot show."""
    for output in cell.outputs:
        if output.output_type == "stream" and output.name == "stderr":
            return f"the cell writes to the error stream:\n{output.text.strip()}"
        if output.output_type in ("execute_result", "display_data"):
            return "the cell shows a value that it does not print"
    return None
