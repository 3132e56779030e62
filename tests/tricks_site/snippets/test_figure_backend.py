from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
import pytest
from matplotlib.figure import Figure
from matplotlib.ticker import FixedFormatter

from tricks_site.snippets import svg
from tricks_site.snippets.figure_backend import PlainTicks, check_label, plain

DRAWS = """```python
import matplotlib.pyplot as plt
import numpy as np

figure, axes = plt.subplots(figsize=(10, 5))
axes.semilogy([0, 1, 2], [1e-3, 1, 2e5], "o-", label="loss & more")
axes.plot([0, 1, 2], [1, 1, 1])
axes.set_xlabel("step", rotation=0)
axes.set_ylabel("size of the loss")
axes.legend()
plt.figure()
plt.imshow(np.eye(2))
plt.show()
plt.plot([-1, 0])
plt.show()
plt.show()
```

![One](figure)

![Two](figure)

![Three](figure)
"""


@pytest.fixture(scope="module")
def figures(shared_project) -> tuple[str, ...]:
    report = shared_project.run(DRAWS)
    assert report.errors == []
    (result,) = report.results.values()
    return result.figures


def test_each_open_figure_is_shown_once_in_order(figures: tuple[str, ...]) -> None:
    assert [("<image" in figure, "step" in figure) for figure in figures] == [
        (False, True),
        (True, False),
        (False, False),
    ]


def test_all_figures_are_equally_wide_and_keep_their_shape(figures: tuple[str, ...]) -> None:
    boxes = [figure.split('viewBox="')[1].split('"')[0] for figure in figures]
    assert boxes == ["0 0 403.2 201.6", "0 0 403.2 252", "0 0 403.2 252"]


def test_text_is_text(figures: tuple[str, ...]) -> None:
    assert svg.messages(figures[0]) == ["step", "size of the loss", "loss & more"]
    assert ">10⁻³</text>" in figures[0]
    assert ">−1.0</text>" in figures[2]


def test_figures_are_in_the_colours_of_the_page(figures: tuple[str, ...]) -> None:
    assert "stroke:var(--figure-1, #0072b2)" in figures[0]
    assert "stroke:var(--figure-2, #d55e00)" in figures[0]
    assert "stroke:var(--figure-grid, #dddddd)" in figures[0]
    assert "--figure-grid" not in figures[1], "no grid lies on a picture"
    for figure in figures:
        assert "stroke:var(--figure-ink, currentColor)" in figure
        assert "#ffffff" not in figure
        assert "#000000" not in figure


def test_the_colours_of_the_style_are_those_that_are_replaced() -> None:
    style = mpl.rc_params_from_file(
        Path(svg.__file__).with_name("matplotlibrc"), use_default_template=False
    )
    cycle = style["axes.prop_cycle"]
    assert tuple(cycle.by_key()["color"]) == svg.CYCLE
    assert style["grid.color"] == svg.GRID
    dashes = [str(dash) for dash in cycle.by_key()["linestyle"]]
    assert len(set(dashes)) == len(dashes), "lines differ without colour, too"


def test_a_second_run_draws_the_same_bytes(figures: tuple[str, ...], shared_project) -> None:
    report = shared_project.run(DRAWS.replace("step", "step", 1).replace("1e-3, 1", "1e-3,  1"))
    assert report.ran == 1
    (result,) = report.results.values()
    assert result.figures == figures


def test_says_where_a_label_is_refused(shared_project) -> None:
    code = "import matplotlib.pyplot as plt\nplt.title('$x^2$')\nplt.show()"
    (error,) = shared_project.run(f"# Page\n\n```python\n{code}\n```\n").errors
    assert error.line == 6
    assert error.problem == (
        "the snippet raised ValueError: the label '$x^2$' is a formula: use words or Unicode, "
        "such as x²"
    )


@pytest.mark.parametrize(
    ("text", "options", "problem"),
    [
        ("$x$", {}, "is a formula"),
        ("one\ntwo", {}, "has several lines"),
        ("slanted", {"rotation": 45}, "is rotated"),
        ("0.5", {"rotation": 45}, None),
        ("upright", {"rotation": 360}, None),
        ("slanted", {"rotation": 45, "rotation_mode": "anchor"}, None),
        ("costs $5", {}, None),
    ],
)
def test_check_label(text: str, options: dict[str, float | str], problem: str | None) -> None:
    label = Figure().text(0, 0, text, **options)
    if problem is None:
        check_label(label)
    else:
        with pytest.raises(ValueError, match=problem):
            check_label(label)


@pytest.mark.parametrize(
    ("tick", "expected"),
    [
        (r"$\mathdefault{10^{3}}$", "10³"),
        (r"$\mathdefault{10^{-12}}$", "10⁻¹²"),
        (r"$\mathdefault{2\times10^{0}}$", "2×10⁰"),
        (r"$\mathdefault{-10^{2}}$", "−10²"),
        (r"$\mathdefault{2^{10}}$", "2¹⁰"),
        (r"$\mathdefault{0}$", "0"),
        (r"$\mathdefault{\frac{1}{2}}$", r"$\mathdefault{\frac{1}{2}}$"),
        ("−0.5", "−0.5"),
        ("", ""),
    ],
)
def test_plain(tick: str, expected: str) -> None:
    assert plain(tick) == expected


def test_ticks_may_be_numbers() -> None:
    ticks = PlainTicks(FixedFormatter([1, r"$\mathdefault{10^{2}}$"]))
    assert ticks.format_ticks([0, 1]) == ["1", "10²"]
