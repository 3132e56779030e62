"""Which browser the tests drive. `python tests/support/browser.py` says whether there is one."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
)
# Without a sandbox it runs as root too; the rest keeps it from calling other hosts.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
MISSING = (
    "The browser tests need Chromium or Chrome: install one (Debian and Ubuntu:"
    " apt-get install chromium), or name it: make test CHROME_PATH=/path/to/chrome"
)


def find_browser() -> str | None:
    """The path of a browser: $CHROME_PATH, the system's, or the one that Playwright installed."""
    if named := os.environ.get("CHROME_PATH"):
        return shutil.which(named)
    for name in NAMES:
        if found := shutil.which(name):
            return found
    for place in PLACES:
        if Path(place).exists():
            return place
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


if __name__ == "__main__":
    sys.exit(None if find_browser() else MISSING)
