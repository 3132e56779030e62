"""Formulas become MathML, and one that is not understood is an error with its line."""

from pathlib import PurePosixPath

import pytest
from bs4 import BeautifulSoup

from tricks_site.languages import Language
from tricks_site.markup.dialect import to_html
from tricks_site.markup.formulas import to_mathml
from tricks_site.markup.page import Page, Rendering
from tricks_site.translation.messages import Recorder

HEAD = "---\ntitle: T\ndescription: D\n---\n"


def render(body: str) -> tuple[str, Rendering]:
    page = Page(PurePosixPath("page.md"), HEAD + body)
    rendering = Rendering(
        page, Language("en", "English"), Recorder("page.md"), Recorder("page.md"), {}
    )
    return to_html(rendering), rendering


def test_inline_and_block_formulas() -> None:
    html, rendering = render("Inline $10^{-10}$.\n\n$$\n\\frac{a}{b}\n$$\n")
    soup = BeautifulSoup(html, "html.parser")
    assert not rendering.errors
    assert rendering.has_formulas
    assert soup.select_one("p span.formula math msup").get_text() == "10−10"
    assert soup.select_one("div.formula math[display=block] mfrac")
    assert "\\" not in soup.get_text()


@pytest.mark.parametrize("tex", [r"\foo{x}", r"\frac{a", r"a \\[1ex] b", r"x^a^b", r"\begin{no}"])
def test_what_is_not_understood_is_an_error_with_its_line(tex: str) -> None:
    for body, line in ((f"One\n\nTwo ${tex}$", 7), (f"One\n\n$$\n{tex}\n$$\n", 8)):
        _, rendering = render(body)
        [error] = rendering.errors
        assert (error.path, error.line) == ("docs/page.md", line)
        assert "cannot convert" in error.problem


@pytest.mark.parametrize(
    "tex",
    [
        r"\begin{aligned} a &= b \\ c &= d \end{aligned}",
        r"\operatorname*{arg\,min}_x f(x)",
        r"\begin{cases} 1 & x > 0 \\ 0 & \text{else} \end{cases}",
        r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}",
        r"\operatorname{Var}[w] = \frac{2}{n_{\text{in}} + n_{\text{out}}}",
        r"\lVert g \rVert_2 \le \theta",
        r"w \leftarrow w - \eta \nabla L",
    ],
)
def test_no_latex_is_left_in_what_is_understood(tex: str) -> None:
    text = BeautifulSoup(to_mathml(tex, True), "html.parser").get_text()
    assert "\\" not in text
    assert "&" not in text
    assert "{" not in text.replace("{", "", 1) if "cases" in tex else "{" not in text


def test_what_html_escapes_is_read_as_tex() -> None:
    html, rendering = render("$a > b$\n\n$$\n\\begin{aligned} a &= b \\end{aligned}\n$$\n")
    assert not rendering.errors
    assert "amp" not in html
    assert BeautifulSoup(html, "html.parser").span.get_text() == "a>b"


def test_punctuation_stays_with_its_formula() -> None:
    html, _ = render("If $a$, then $b$. End")
    spans = BeautifulSoup(html, "html.parser").select("span.formula")
    assert [span.get_text() for span in spans] == ["a,", "b."]
