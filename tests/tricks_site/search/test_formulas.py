from __future__ import annotations

import pytest
from math_core import LatexToMathML

from tricks_site.search.articles import read_article


def text(tex: str) -> str:
    mathml = LatexToMathML().convert_with_local_state(tex, displaystyle=False)
    (block,) = read_article(f"<article data-pagefind-body><p>{mathml}</p></article>").blocks
    return block.text


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"\sqrt{n}", "√n"),
        (r"\sqrt{n + 1}", "√(n + 1)"),
        (r"\frac{2}{n}", "2/n"),
        (r"\frac{2}{n_\text{in} + n_\text{out}}", "2/(n_in + n_out)"),
        (r"10^{-10}", "10^−10"),
        (r"\sigma^2", "σ^2"),
        (r"x_i^2", "x_i^2"),
        (r"x'", "x′"),
        (r"\sqrt[3]{x}", "x^(1/3)"),
        (r"\hat{x}", "x"),
        (r"\sum_{i=1}^n x_i", "∑_(i = 1)^n x_i"),
        (r"\operatorname{Var}[w] = \frac{1}{n}", "Var[w] = 1/n"),
        (r"[-1, 1]", "[−1, 1]"),
        (r"\begin{cases} x & x > 0 \\ 0 & \text{else} \end{cases}", "{ x x > 0 ; 0 else ;"),
    ],
)
def test_a_formula_reads_in_a_line_as_it_does_on_paper(tex: str, expected: str) -> None:
    assert text(tex) == expected
