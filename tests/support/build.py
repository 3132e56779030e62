"""Building the site as the commands do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PREFIX = "/tricks/"
# The addresses of the build that has them; nothing is ever requested from there.
ADDRESSES = {
    "SITE_URL": f"https://site.example{PREFIX}",
    "REPO_URL": "https://forge.example/group/tricks",
}


def run_build(
    target: Path, addresses: dict[str, str], root: Path = ROOT
) -> subprocess.CompletedProcess[str]:
    """Build the site of the project `root` into `target`, whatever comes of it."""
    environment = {k: v for k, v in os.environ.items() if k not in ADDRESSES} | addresses
    return subprocess.run(
        [sys.executable, "-m", "tricks_site", "site", "--into", str(target)],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def build(target: Path, addresses: dict[str, str], root: Path = ROOT) -> None:
    """Build the site, which must succeed."""
    done = run_build(target, addresses, root)
    assert done.returncode == 0, done.stdout + done.stderr
