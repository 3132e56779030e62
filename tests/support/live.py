"""`make serve`, while something is done with what it serves: for tests and `make bench`."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from urllib.request import urlopen


@contextmanager
def served(root: Path) -> Iterator[str]:
    """The address of the project in `root`, which is served until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    process = subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", address],
        cwd=root,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1", "TMPDIR": str(root)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    try:
        said: list[str] = []
        for line in process.stdout:
            said.append(line)
            if "Serving on" in line:
                break
        else:
            raise RuntimeError("".join(said))
        # Whoever says more than a pipe holds waits until somebody reads.
        Thread(target=process.stdout.read, daemon=True).start()
        yield f"http://{address}"
    finally:
        # Whatever runs in the background of a shell is deaf to an interrupt.
        process.terminate()
        process.wait(timeout=60)


def get(url: str) -> str:
    with urlopen(url, timeout=60) as answer:
        text: str = answer.read().decode("utf-8", "replace")
    return text
