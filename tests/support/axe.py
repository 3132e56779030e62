"""What axe, the accessibility checker, finds on a page as it looks now."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Rules of WCAG 2.2 A and AA and axe's best practices: all that axe knows but experiments.
TAGS = [
    *("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"),
    "best-practice",
]
# Those that ask for colours, which takes most of the time, and the others.
COLOURS = ["color-contrast", "link-in-text-block"]
ONLY_COLOURS = {"runOnly": COLOURS}
NO_COLOURS = {"runOnly": TAGS, "rules": {rule: {"enabled": False} for rule in COLOURS}}
# axe tells much about what is right, too, which takes as long as finding what is wrong.
RUN = """async ([options, besides]) => {
  const context = {exclude: besides.map(selector => [selector])};
  const {violations} = await axe.run(
    context, {...options, resultTypes: ['violations'], selectors: false});
  return violations.flatMap(
    ({id, nodes}) => nodes.map(({html}) => `${id}: ${html.slice(0, 150)}`));
}"""


def violations(page: Page, options: dict[str, object], *besides: str) -> list[str]:
    """Each element that breaks a rule: the rule's name and the start of the element.

    What the selectors `besides` find is not looked at.
    """
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(Axe().axe_script)
    found: list[str] = page.evaluate(RUN, [options, besides])
    return found
