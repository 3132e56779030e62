"""The commands that run MkDocs: `make serve` and `make site`."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

PORT = 8000


def serve(root: Path) -> int:
    """Build all languages and serve them, rebuilt whenever a file changes."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", PORT))
        except OSError:
            print(
                f"Port {PORT} is in use: stop what serves there (another `make serve`?).",
                file=sys.stderr,
            )
            return 1
    print(f"Building; then the site is at http://127.0.0.1:{PORT}/ (Ctrl+C stops it).")
    return _mkdocs(root, "serve", "--dev-addr", f"127.0.0.1:{PORT}")


def site(root: Path, into: Path) -> int:
    """Build all languages, strictly; only a whole site takes the place of the last one."""
    target = root / into
    # Beside the target, so that moving it there is one step.
    new, old = (target.with_name(f".{target.name}-{age}") for age in ("new", "old"))
    for leftover in (new, old):
        shutil.rmtree(leftover, ignore_errors=True)
    code = _mkdocs(root, "build", "--strict", "--site-dir", str(new))
    if code:
        shutil.rmtree(new, ignore_errors=True)
        print(f"\nThe site was not built; {into}/ is as it was before.", file=sys.stderr)
        return code
    if target.exists():
        target.rename(old)
    new.rename(target)
    shutil.rmtree(old, ignore_errors=True)
    print(f"The site is in {into}/: put it on any web server, or look at it: make serve")
    return 0


def _mkdocs(root: Path, *arguments: str) -> int:
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", *arguments],
        cwd=root,
        # Material prints a notice about MkDocs 2; the versions here are pinned.
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        check=False,
    ).returncode
