"""What the Makefile calls: `python -m tricks_site COMMAND`."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from pathlib import Path

from tricks_site.errors import SiteError, SiteErrors

# Loaded only when needed, so that a build does not load twice what MkDocs loads.
COMMANDS = {
    "serve": ("building", "build all languages and serve them, live"),
    "site": ("building", "build all languages, strictly"),
    "accept": ("upkeep", "rewrite the outputs on the pages to what the snippets print now"),
    "translations": ("upkeep", "bring the catalogs up to date with the pages"),
    "language": ("upkeep", "add a language in which everything waits for its translation"),
    "status": ("upkeep", "print how much is translated, and what to do next"),
    "check": ("upkeep", "check pages, snippets, catalogs and spelling"),
    "spelling": ("upkeep", "check spelling; fail where there is no dictionary"),
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tricks_site", description=__doc__)
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    options = {name: subparsers.add_parser(name, help=text) for name, (_, text) in COMMANDS.items()}
    options["site"].add_argument(
        "--into", type=Path, default=Path("site"), help="the folder to replace"
    )
    options["language"].add_argument("code", help="such as fr, pt-BR or sr-Latn")
    options["language"].add_argument(
        "--name", default="", help="what its speakers call it, if CLDR does not know"
    )
    chosen = vars(parser.parse_args())
    name = chosen.pop("command")
    command = getattr(import_module(f"tricks_site.{COMMANDS[name][0]}"), name)
    try:
        code: int = command(Path.cwd(), **chosen)
    except (SiteError, SiteErrors) as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Nothing was left half-written.", file=sys.stderr)
        return 130
    return code


if __name__ == "__main__":
    sys.exit(main())
