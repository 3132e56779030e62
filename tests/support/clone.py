"""The project as git would bring it to somebody else."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from support.build import ROOT


def clone(target: Path, *, with_cache: bool) -> Path:
    """What git would bring of the project as it is now, without the environment."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, target / name)
    # The status page tells who has changed the catalogs.
    if (history := ROOT / ".git").is_dir():
        shutil.copytree(history, target / ".git")
    elif history.exists():  # of a second work tree, a file that says where it is
        shutil.copy(history, target / ".git")
    if with_cache:
        shutil.copytree(ROOT / ".cache", target / ".cache")
    return target
