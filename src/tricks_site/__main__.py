"""What the Makefile calls: `python -m tricks_site COMMAND`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from tricks_site import commands
from tricks_site.errors import SiteError, SiteErrors

COMMANDS: dict[str, Callable[[Path], int]] = {
    "serve": commands.serve,
    "accept": commands.accept,
    "translations": commands.translations,
    "status": commands.status,
    "check": commands.check,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tricks_site", description=__doc__)
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, command in COMMANDS.items():
        subparsers.add_parser(name, help=command.__doc__)
    building = subparsers.add_parser("site", help=commands.site.__doc__)
    building.add_argument("--into", type=Path, default=Path("site"), help="the folder to replace")
    chosen = parser.parse_args()
    try:
        if chosen.command == "site":
            return commands.site(Path.cwd(), chosen.into)
        return COMMANDS[chosen.command](Path.cwd())
    except (SiteError, SiteErrors) as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Nothing was left half-written.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
