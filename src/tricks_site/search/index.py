"""Writes the search index of a built site."""

from __future__ import annotations

import base64
import gzip
import io
import json
import os
import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any

from pagefind.service import get_executable

from tricks_site.errors import SiteError
from tricks_site.search import chinese, ukrainian
from tricks_site.search.annotations import without_terms
from tricks_site.search.articles import SOURCE, Article, read_article

FOLDER = "pagefind"
ENTRY = "pagefind-entry.json"
MAGIC = b"pagefind_dcd"  # what Pagefind's own files begin with, once they are decompressed

# How the text of a language is prepared, by the first part of its tag. Pagefind itself knows many
# others, and looks for the words of the rest as they are written.
ANALYSES: dict[str, Callable[[str], str]] = {
    "uk": ukrainian.annotate,
    "zh": chinese.encode,
}

# Pagefind picks stemmer and word splitter by the first part of the tag, too. Nigerian Pidgin keeps
# the English terms; Chinese is already split.
TREATED_AS = {"pcm": "en", "zh": "und"}

# The rest are ready-made search boxes, and a web worker, which would load the same code again.
KEPT = ("pagefind.js", "fragment/", "index/")

# What tells in a few words what a page is about. docs/assets/search.js says how much they count.
TOPICS = ("description", "headings", "links", "english")

# How many places of words go into one file of the index: about 12 kB. The browser loads the files
# that have the words of the query.
CHUNK_SIZE = "6000"

LANGUAGE = re.compile('<html[^>]* lang="([^"]+)"')

MEND = (
    "run `make site` again; if it fails again, delete .venv so that the environment is set up anew"
)


# By the tag of a language, and by the id of a term, by what else the glossary's entry is found.
Forms = Mapping[str, Mapping[str, Sequence[str]]]


def index_site(site: Path, languages: Iterable[str], forms: Forms) -> None:
    """Index every page under `site` that has an article, one index per language.

    Parameters
    ----------
    site : folder of the built site; the index is written into `site / "pagefind"`.
    languages : the tags that the pages carry in `<html lang>`; each must have an article.
    forms : what else finds a term of the glossary besides its name.

    Raises SiteError when a language has no article, or when Pagefind fails.
    """
    shutil.rmtree(site / FOLDER, ignore_errors=True)
    written: dict[str, dict[str, Any]] = {}
    entry: dict[str, Any] = {}
    titles: dict[str, str] = {}
    # One after the other, so that the memory that this takes does not grow with their number.
    for tag, pages in sorted(pages_by_language(site).items(), key=lambda item: item[0] != SOURCE):
        articles = {path: article for path in pages if (article := read(site / path)).blocks}
        if tag == SOURCE:
            titles = {path: article.title for path, article in articles.items()}
        if articles:
            files = run_pagefind(documents(articles, titles, forms.get(tag, {})))
            entry = json.loads(files[ENTRY])
            written |= write_index(site / FOLDER, files, entry["languages"])
    for tag in languages:
        if tag.lower() not in written:
            raise SiteError(
                site,
                None,
                f"the search found no article in the language {tag}",
                f'give its pages `<html lang="{tag}">` and their article `data-pagefind-body`',
            )
    entry["languages"] = dict(sorted(written.items()))
    (site / FOLDER / ENTRY).write_text(json.dumps(entry), encoding="utf-8")


def pages_by_language(site: Path) -> dict[str, list[str]]:
    """The pages under `site` by the tag in their `<html lang>`.

    Sorted, because Pagefind numbers the pages in this order, and the order in which a folder
    lists its files differs between machines.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(site.rglob("*.html")):
        if match := LANGUAGE.search(path.read_text(encoding="utf-8")):
            found[match[1]].append(path.relative_to(site).as_posix())
    return found


def read(path: Path) -> Article:
    return read_article(path.read_text(encoding="utf-8"))


def write_index(
    folder: Path, files: Mapping[str, bytes], indexes: Mapping[str, dict[str, Any]]
) -> dict[str, dict[str, Any]]:
    """Write what Pagefind made of a language; what it says about it, by the language's tag.

    The files that the browser asks for first are named after the language, so that it can load them
    without asking for names.
    """
    kept = {name: content for name, content in files.items() if name.startswith(KEPT)}
    described = {}
    for treated, index in indexes.items():
        tag = page_tag(treated)
        kept[f"pagefind.{tag}.pf_meta"] = files[f"pagefind.{index['hash']}.pf_meta"]
        kept[f"wasm.{tag}.pagefind"] = files[f"wasm.{index['wasm'] or 'unknown'}.pagefind"]
        described[tag] = {**index, "hash": tag, "wasm": tag}
    for name, content in kept.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(shown(content) if name.startswith("fragment/") else content)
    return described


def documents(
    articles: Mapping[str, Article], titles: Mapping[str, str], forms: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, str]]:
    """Path and search document of each article of a language.

    Parameters
    ----------
    articles : by the path of their page under the site.
    titles : of the English articles. Readers know many a trick by its English name.
    forms : by the id of a term, what else finds it.
    """
    named = link_texts(articles)
    for path, article in articles.items():
        primary = article.language.partition("-")[0]
        tag = article.language
        if primary in TREATED_AS:
            tag = f"{TREATED_AS[primary]}-x-{tag}"
        analyse = ANALYSES.get(primary, str)
        # A language has a folder of its own.
        english = titles.get(path.partition("/")[2], "") if article.language != SOURCE else ""
        about = (article.description, " ".join(article.headings), " ".join(named[path]), english)
        topics = dict(zip(TOPICS, about, strict=True))
        yield path, article.document(tag, analyse, forms, topics)


def link_texts(articles: Mapping[str, Article]) -> dict[str, list[str]]:
    """By the path of each page, what others in its language call it in links, each name once."""
    found: dict[str, dict[str, None]] = {path: {} for path in articles}
    for path, article in articles.items():
        for href, text in article.links:
            target = normpath(join(dirname(path), href, "index.html" if href.endswith("/") else ""))
            other = articles.get(target, article)
            if other is not article and other.language == article.language:
                found[target][text] = None
    return {path: list(texts) for path, texts in found.items()}


def page_tag(tag: str) -> str:
    """The tag, in small letters, that the pages declare which Pagefind knows by `tag`."""
    return tag.rpartition("-x-")[2].lower()


def shown(fragment: bytes) -> bytes:
    """A fragment, which is what search results show of a page, with the text as it was."""
    page = json.loads(gzip.decompress(fragment).removeprefix(MAGIC))
    page["content"] = original(page["content"])
    # The title, the headings and the like are not cut into words any more.
    page["meta"].setdefault("title", page["url"])
    for name in ("title", *TOPICS):
        if name in page["meta"]:
            page["meta"][name] = whole(page["meta"][name])
    for anchor in page["anchors"]:
        anchor["text"] = whole(anchor["text"])
    return gzip.compress(MAGIC + json.dumps(page, ensure_ascii=False).encode(), mtime=0)


def original(text: str) -> str:
    return chinese.decode(without_terms(text))


def whole(text: str) -> str:
    return original(text).replace(chinese.ZERO_WIDTH_SPACE, "")


def run_pagefind(pages: Iterable[tuple[str, str]]) -> dict[str, bytes]:
    """Everything that Pagefind makes of the pages: content of each file, by its name.

    Speaks to Pagefind as its own Python package does, one request after another. The package
    waits 0.1 s for each answer, and the command line reads pages in the order of the folder.
    """
    program = get_executable()
    if program is None:
        raise SiteError("Pagefind", None, "the search program is not installed", MEND)
    try:
        with subprocess.Popen(
            [program, "--service"],
            env={**os.environ, "PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE": CHUNK_SIZE},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as process:
            ask(process, {"type": "NewIndex", "config": {}})
            for path, html in pages:
                request = {"type": "AddFile", "index_id": 0, "file_path": path}
                ask(process, {**request, "file_contents": html})
            answer = ask(process, {"type": "GetFiles", "index_id": 0})
    except BrokenPipeError:
        raise SiteError(program, None, "Pagefind ended in the middle of its work", MEND) from None
    except (OSError, ValueError) as error:
        raise SiteError(program, None, f"Pagefind failed: {error}", MEND) from None
    return {file["path"]: base64.b64decode(file["content"]) for file in answer["files"]}


def ask(process: subprocess.Popen[bytes], request: dict[str, Any]) -> Any:
    """The answer to one request: both are JSON in base64, and end with a comma."""
    assert process.stdin
    assert isinstance(process.stdout, io.BufferedReader)
    message = json.dumps({"message_id": 0, "payload": request})
    process.stdin.write(base64.b64encode(message.encode()) + b",")
    process.stdin.flush()
    received = bytearray()
    while not received.endswith(b","):
        part = process.stdout.read1()
        if not part:
            raise BrokenPipeError
        received += part
    answer = json.loads(base64.b64decode(received[:-1]))["payload"]
    if answer["type"] == "Error":
        raise OSError(f"{request['type']}: {answer['message']}")
    return answer
