"""The notebooks of the labs: they rerun, on a cluster too, and are the same in all languages."""

from __future__ import annotations

import ast
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path
from statistics import mean

import nbformat
import numpy as np
import pytest
from bs4 import BeautifulSoup, Tag
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from markdown import Markdown
from nbclient import NotebookClient
from nbformat import NotebookNode
from playwright.sync_api import Browser

from support.build import ADDRESSES
from support.clone import clone
from support.pages import PAGES, SOURCE, TARGETS, BuiltPage

LABS = [page for page in PAGES if page.name.startswith("labs/")]
ENGLISH = [page for page in LABS if page.language == SOURCE]
KILOBYTE = 1000
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
ON_A_CLUSTER = "optimizers-race"
# The names of MNIST's files, and the shapes of as few digits as will do.
MNIST = {
    "train-images-idx3-ubyte.gz": (1500, 28, 28),
    "train-labels-idx1-ubyte.gz": (1500,),
    "t10k-images-idx3-ubyte.gz": (200, 28, 28),
    "t10k-labels-idx1-ubyte.gz": (200,),
}


def path_of(site: Path, built: BuiltPage) -> Path:
    folder = site / built.path
    return folder / f"{folder.name}.ipynb"


def read(site: Path, built: BuiltPage) -> NotebookNode:
    return nbformat.read(path_of(site, built), as_version=4)


def printed(notebook: NotebookNode) -> list[str]:
    """What each code cell prints, but for the first, in which pip speaks."""
    return [
        "".join(o.text for o in cell.outputs if o.output_type == "stream" and o.name == "stdout")
        for cell in notebook.cells
        if cell.cell_type == "code"
    ][1:]


def execute(
    notebook: NotebookNode, folder: Path, python: Path, environment: dict[str, str]
) -> NotebookNode:
    """Run a notebook in `folder` from top to bottom, as JupyterLab would with this Python."""
    spec = folder / "kernels/lab"
    spec.mkdir(parents=True)
    command = [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    (spec / "kernel.json").write_text(json.dumps({"argv": command, "display_name": "lab"}))
    manager = AsyncKernelManager(
        kernel_name="lab",
        kernel_spec_manager=KernelSpecManager(kernel_dirs=[str(folder / "kernels")]),
        transport="ipc",
        connection_file=str(folder / "kernel.json"),
    )
    (folder / "work").mkdir(exist_ok=True)
    client = NotebookClient(
        notebook, km=manager, timeout=600, resources={"metadata": {"path": str(folder / "work")}}
    )
    client.execute(env=os.environ | ONE_THREAD | environment, cleanup_kc=True)
    return notebook


@pytest.fixture
def python(tmp_path: Path) -> Path:
    """A Python of its own, which has what Jupyter and pip bring along, and not our package."""
    folder = tmp_path / "environment"
    venv.create(folder, with_pip=True)
    [packages] = folder.glob("lib/*/site-packages")
    [ours] = {Path(nbformat.__file__).parents[1]}
    # The folder's files, but not what its own .pth files add: our package is one of these.
    (packages / "others.pth").write_text(f"{ours}\n")
    return folder / "bin/python"


@pytest.fixture(scope="session")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project in a git repository, as it is now."""
    root = clone(tmp_path_factory.mktemp("repository"), with_cache=False)
    history = root / ".git"  # of a second work tree, a file that leads to the project's own
    if history.is_dir():
        shutil.rmtree(history)
    else:
        history.unlink(missing_ok=True)
    identity = ["-c", "user.name=test", "-c", "user.email=test@site.example"]
    for command in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "all"]):
        subprocess.run(["git", *identity, *command], cwd=root, check=True)
    return root


@pytest.fixture
def reachable(repository: Path) -> dict[str, str]:
    """What lets git take our repository for the one that the notebooks name, and pip stay here."""
    return {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.file://{repository}.insteadOf",
        "GIT_CONFIG_VALUE_0": ADDRESSES["REPO_URL"],
        "PIP_NO_INDEX": "1",
        "PIP_NO_BUILD_ISOLATION": "0",  # pip reads it the wrong way round
    }


def write_mnist(folder: Path) -> None:
    """MNIST's files, with noise in place of digits."""
    rng = np.random.default_rng(0)
    folder.mkdir(parents=True)
    for name, shape in MNIST.items():
        header = bytes([0, 0, 8, len(shape)]) + b"".join(n.to_bytes(4, "big") for n in shape)
        values = rng.integers(0, 10 if len(shape) == 1 else 256, shape, dtype=np.uint8)
        (folder / name).write_bytes(gzip.compress(header + values.tobytes()))


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("built", ENGLISH, ids=str)
def test_the_download_reruns_in_a_clean_environment_and_prints_the_same(
    site: Path, built: BuiltPage, python: Path, reachable: dict[str, str], tmp_path: Path
) -> None:
    missing = subprocess.run([python, "-c", "import training_tricks"], capture_output=True)
    assert missing.returncode != 0
    shipped = read(site, built)
    with_mnist = "dropout" in built.name
    if with_mnist:
        write_mnist(tmp_path / "work/mnist")
    done = execute(read(site, built), tmp_path, python, reachable)
    before, after = printed(shipped), printed(done)
    if with_mnist:
        # Without the files, the last cell says what is missing; with them, it trains.
        assert "mnist" in before.pop()
        assert re.search(r"\d\.\d", after.pop())
    assert after == before
    assert any(before)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_on_a_dask_cluster_the_numbers_are_the_same_to_the_last_digit(
    site: Path, tmp_path: Path
) -> None:
    [built] = [page for page in ENGLISH if ON_A_CLUSTER in page.name]
    shipped = read(site, built)
    on_cluster = read(site, built)
    [shown] = [
        match[1]
        for cell in on_cluster.cells
        if cell.cell_type == "markdown"
        and (match := re.search(r"```python\n(.*?)\n```", cell.source, re.DOTALL))
    ]
    assert "Client()" in shown
    code = [index for index, cell in enumerate(on_cluster.cells) if cell.cell_type == "code"]
    del on_cluster.cells[code[0]]  # the package is here
    on_cluster.cells.insert(code[1], nbformat.v4.new_code_cell(shown))
    on_cluster.cells.append(
        nbformat.v4.new_code_cell(
            "print(sum(client.run(lambda dask_worker: len(dask_worker.state.log)).values()))"
        )
    )
    done = execute(on_cluster, tmp_path, Path(sys.executable), {})
    *numbers, tasks = printed(done)
    # The first cell with code is in the place of the one that installs.
    assert numbers[1:] == printed(shipped)[1:]
    assert int(tasks) > 100  # the workers have worked


@pytest.mark.parametrize("built", [page for page in LABS if page.language in TARGETS], ids=str)
def test_other_languages_have_the_same_code_and_outputs(site: Path, built: BuiltPage) -> None:
    [english] = [page for page in ENGLISH if page.name == built.name]
    pairs = zip(read(site, english).cells, read(site, built).cells, strict=True)
    for index, (one, other) in enumerate(pairs):
        assert one.cell_type == other.cell_type
        if one.cell_type == "code" and index > 0:
            assert ast.dump(ast.parse(one.source)) == ast.dump(ast.parse(other.source))
        elif one.cell_type == "code":
            assert one.source == other.source
        for a, b in zip(one.get("outputs", []), other.get("outputs", []), strict=True):
            if a.output_type == "stream":
                assert a == b
            else:
                assert drawing(a) == drawing(b)


def drawing(output: NotebookNode) -> str:
    """A figure without its words."""
    svg = re.sub(r'aria-label="[^"]*"', "", output.data["image/svg+xml"])
    return re.sub(r">[^<]*[^\W\d_][^<]*</text>", "></text>", svg)


@pytest.mark.parametrize("built", LABS, ids=str)
def test_the_text_of_a_notebook_is_that_of_its_page(site: Path, built: BuiltPage) -> None:
    """So each translation is in its place, and Jupyter reads the Markdown as we do."""
    cells = [cell.source for cell in read(site, built).cells if cell.cell_type == "markdown"]
    notebook = BeautifulSoup(
        Markdown(extensions=["tables", "fenced_code"]).convert("\n\n".join(cells)), "html.parser"
    )
    html = (site / built.path / "index.html").read_text(encoding="utf-8")
    article = BeautifulSoup(html, "html.parser").select_one("article")
    for extra in article.select(".headerlink, .notice, .not-run"):
        extra.decompose()
    assert texts(notebook) == texts(article)


def texts(soup: Tag) -> list[str]:
    """Its headings, paragraphs, list items and table cells, as far as they have no formula."""
    found = [
        " ".join(tag.get_text().split())
        for tag in soup.select("h1, h2, h3, p, li, th, td, figcaption")
        if not tag.select("math")
    ]
    return [text for text in found if "$" not in text]


@pytest.mark.parametrize("built", LABS, ids=str)
def test_a_lab_is_light(site: Path, built: BuiltPage) -> None:
    def weight(page: BuiltPage) -> int:
        return len(gzip.compress((site / page.path / "index.html").read_bytes(), 6))

    lessons = [
        weight(page)
        for page in PAGES
        if page.name.startswith("tricks/") and page.language == built.language
    ]
    assert weight(built) <= mean(lessons) + 60 * KILOBYTE


@pytest.fixture(scope="module")
def clipboard(chromium: Browser) -> Iterator[Browser]:
    context = chromium.new_context()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("built", ENGLISH, ids=str)
def test_outputs_can_be_copied_and_no_prompt_is_shown(
    clipboard, site_url: str, built: BuiltPage
) -> None:
    clipboard.goto(site_url + built.path)
    outputs = clipboard.locator("article .output")
    assert outputs.count() > 0
    for output in outputs.all():
        clipboard.evaluate("navigator.clipboard.writeText('')")
        output.locator("button[data-copy]").click()
        clipboard.wait_for_function("document.querySelector('[role=status]#said').textContent")
        copied = clipboard.evaluate("navigator.clipboard.readText()")
        assert copied.strip()
        assert copied == output.locator("samp").text_content()
    assert not re.search(r"\b(In|Out) ?\[[\d ]*\]", clipboard.locator("article").inner_text())


@pytest.mark.parametrize("built", LABS, ids=str)
def test_the_page_offers_its_notebook_and_colab_only_where_it_can_open_it(
    site: Path, built: BuiltPage
) -> None:
    html = (site / built.path / "index.html").read_text(encoding="utf-8")
    assert f'href="{path_of(site, built).name}" download' in html
    # Colab reads repositories at GitHub only, and this one is elsewhere.
    assert "colab" not in html
