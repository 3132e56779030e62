"""The glue to MkDocs, named under `hooks:` in mkdocs.yml. Only this file imports MkDocs.

MkDocs with static-i18n builds the site once a language from the same English files. The hooks hand
it, for each page and language, our Markdown dialect with the right catalog, and the templates what
they need. All that is wrong gathers while pages are rendered and ends the build in one message.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass, field
from functools import cache
from html import escape
from pathlib import Path, PurePosixPath
from threading import Lock
from typing import Any, Literal
from wsgiref.types import StartResponse, WSGIEnvironment

from jinja2 import Environment
from jinja2.ext import Extension
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import event_priority
from mkdocs.structure import StructureItem
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils import get_relative_url
from mkdocs_static_i18n.config import I18nPluginLanguage
from mkdocs_static_i18n.plugin import I18n

from tricks_site.errors import SiteError, SiteErrors
from tricks_site.files import write_text
from tricks_site.forge import edit_address
from tricks_site.labs.download import notebook
from tricks_site.languages import Language
from tricks_site.markup import waiting
from tricks_site.markup.dialect import extensions
from tricks_site.markup.page import Rendering
from tricks_site.markup.page import address as address_of
from tricks_site.project import CACHE, Project
from tricks_site.search.cache import index_or_reuse
from tricks_site.search.index import FOLDER as SEARCH
from tricks_site.translation.catalogs import CatalogTranslator, catalog_path
from tricks_site.translation.glossary import FILE as GLOSSARY
from tricks_site.translation.history import History, read_history
from tricks_site.translation.messages import Key, Translation
from tricks_site.translation.progress import GUIDE, Progress, changed_since
from tricks_site.translation.same_as_english import SameAsEnglish
from tricks_site.translation.survey import survey

log = logging.getLogger("mkdocs.plugins.tricks_site")

# What the theme brings along and the site does without; see overrides/base.html.
UNUSED_THEME_FILES = ("assets/javascripts/", "assets/stylesheets/", "assets/images/favicon.png")

# Colab opens notebooks from GitHub; the workflow puts ours into a branch of their own.
COLAB = "https://colab.research.google.com/github"
GITHUB = re.compile(r"https://github\.com/([\w.-]+/[\w.-]+?)(?:\.git)?")
NOTEBOOKS = "notebooks"

# With more pages than these, the navigation of a page lists only the part that it is in.
MOST_LISTED = 40

# One build of all languages at a time.
project: Project
renderings: dict[PurePosixPath, Rendering] = {}
progress: Progress | None = None
# Whether one build follows another: `make serve`.
serving = False


@dataclass
class Kept:
    """A page as it was rendered in the last build."""

    rendering: Rendering
    files: Set[str]
    content: str | None
    toc: TableOfContents
    anchors: set[str] | None
    links: dict[File, dict[str, str]] | None
    # Of a lab, by the addresses in it.
    notebooks: dict[tuple[str, str], str] = field(default_factory=dict)


kept: dict[tuple[Language, PurePosixPath], Kept] = {}


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    global serving
    serving = command == "serve"


def _language(config: MkDocsConfig) -> Language:
    """The language that is being built now; static-i18n builds one after the other."""
    code = _i18n(config).current_language or project.source.code
    return next(language for language in project.languages if language.code == code)


def _is_first(config: MkDocsConfig) -> bool:
    """Whether MkDocs is in the outer build, from which static-i18n starts the others."""
    return not _i18n(config).building


def _i18n(config: MkDocsConfig) -> I18n:
    plugin = config.plugins["i18n"]
    assert isinstance(plugin, I18n)
    return plugin


@cache  # of one build: each page asks for the same
def _label(language: Language, text: str) -> Translation:
    return project.ui(language)(Key(text), "")


def _ui(language: Language, text: str) -> str:
    return _for_template(_label(language, text))


def _for_template(translation: Translation) -> str:
    text = escape(translation.text)
    return waiting.mark(text) if translation.waiting else text


# Before static-i18n reads its languages, at -100.
@event_priority(0)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Add the languages, and put the site's own names into the language that is built."""
    global project, progress
    if _is_first(config):
        progress = None
        with _told():
            project = Project.load(Path(config.config_file_path).parent)
        _label.cache_clear()
        _i18n(config).config.languages = [
            _i18n_language(language, is_default=language == project.source)
            for language in project.languages
        ]
        config.extra["source_names"] = (config.site_name, config.site_description)
        _share_templates(config)
    language = _language(config)
    name, description = config.extra["source_names"]
    config.site_name, config.site_description = _ui(language, name), _ui(language, description)
    config.theme["language"] = language.code
    return config


class Unindented(Extension):
    """Templates are indented for those who read them; a page is sent without."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return re.sub(r"^[ \t]+", "", source, flags=re.MULTILINE)


def _share_templates(config: MkDocsConfig) -> None:
    """List the theme's files (thousands of icons) and compile its templates once for all languages.

    MkDocs would do it for each; a third of the time of an unchanged build.
    """
    env = config.theme.get_env()
    env.add_extension(Unindented)
    env.trim_blocks = True
    listed: list[str] = []

    def list_once(filter_func: Callable[[str], bool]) -> list[str]:
        # MkDocs asks for the same files each time, and for none of a hidden folder.
        listed[:] = listed or filter(filter_func, _theme_files(config.theme.dirs))
        return listed

    # By setattr, because the type checker refuses to assign to a method.
    setattr(env, "list_templates", list_once)  # noqa: B010
    setattr(config.theme, "get_env", lambda: env)  # noqa: B010


def _theme_files(folders: Iterable[str]) -> list[str]:
    """The files of the theme, but for its icons, which are in a hidden folder."""
    found: set[str] = set()
    for top in folders:
        for folder, names, files in os.walk(top):
            names[:] = [name for name in names if not name.startswith(".")]
            found |= {Path(folder, file).relative_to(top).as_posix() for file in files}
    return sorted(found)


def _i18n_language(language: Language, is_default: bool) -> I18nPluginLanguage:
    """A language as static-i18n wants it, not validated: it refuses codes of three letters."""
    entry = I18nPluginLanguage()
    link = "/" if is_default else f"/{language.code}/"
    entry.load_dict(
        {"locale": language.code, "name": language.name, "default": is_default, "link": link}
    )
    entry.build = True
    return entry


def on_pre_build(config: MkDocsConfig) -> None:
    """Run the snippets: once, for all languages."""
    if _is_first(config):
        with _told():
            project.run_all()
            project.read_catalogs()


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Leave out what the theme brings along and no page loads; add the labs."""
    for file in list(files):
        if file.src_uri.startswith(UNUSED_THEME_FILES):
            files.remove(file)
    for page in project.pages.values():
        if page.cells:
            files.append(
                File(str(page.name), config.docs_dir, config.site_dir, config.use_directory_urls)
            )
    return files


def on_page_read_source(page: MkDocsPage, config: MkDocsConfig) -> str | None:
    """The text of a lab, which stands in another file than MkDocs thinks."""
    source = project.page(PurePosixPath(page.file.src_uri))
    return source.text if source.cells else None


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Translate the titles of the sections; a page brings its own title."""
    language = _language(config)
    pending = list(nav.items)
    while pending:
        item = pending.pop()
        if isinstance(item, Section):
            item.title = _ui(language, item.title)
            pending += item.children
    return nav


def on_page_markdown(markdown: str, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
    """Hand MkDocs the English text, with extensions that speak the page's language."""
    language = _language(config)
    source = project.page(PurePosixPath(page.file.src_uri))
    rendering = project.rendering(language, source)
    if source.shows_progress:
        rendering.progress = _progress()
    renderings[source.name] = rendering
    page.meta.update({k: _for_template(text) for k, text in rendering.front_matter().items()})
    if serving:
        _render_if_changed(page, rendering)
    else:
        _extend(config, rendering)
    return source.body


def _extend(config: MkDocsConfig, rendering: Rendering) -> None:
    # MkDocs expects names here, and hands instances to Python-Markdown just as well.
    config["markdown_extensions"] = extensions(rendering)


def _progress() -> Progress | None:
    """How far all translations are, surveyed once a build."""
    global progress
    if progress is None:
        with _told():
            same = SameAsEnglish.read(project)
        try:
            progress = survey(project, same)
        except SiteErrors:
            # A page is wrong, which is told when that page is rendered.
            return None
    return progress


def _render_if_changed(page: MkDocsPage, rendering: Rendering) -> None:
    """Let MkDocs render the page only if something in it has changed since the last build."""
    name = (rendering.language, rendering.page.name)
    render = page.render

    def render_or_reuse(config: MkDocsConfig, files: Files) -> None:
        uris = files.src_uris
        last = kept.get(name)
        if last and last.files == uris.keys() and last.rendering.depends_on() == depends_on:
            renderings[rendering.page.name] = last.rendering
            page.content, page.toc, page.present_anchor_ids = last.content, last.toc, last.anchors
            page.links_to_anchors = {
                uris[file.src_uri]: links for file, links in (last.links or {}).items()
            }
            return
        _extend(config, rendering)
        render(config, files)
        kept[name] = Kept(
            rendering,
            uris.keys(),
            page.content,
            page.toc,
            page.present_anchor_ids,
            page.links_to_anchors,
        )

    depends_on = rendering.depends_on()
    # By setattr, because the type checker refuses to assign to a method.
    setattr(page, "render", render_or_reuse)  # noqa: B010


def on_page_content(html: str, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
    """Mark headings that wait for translation in the table of contents too."""
    headings = renderings[PurePosixPath(page.file.src_uri)].waiting_headings

    def mark(items: list[AnchorLink]) -> None:
        for item in items:
            if item.id in headings and not item.title.startswith(waiting.START):
                item.title = waiting.mark(item.title)
            mark(item.children)

    mark(page.toc.items)
    return html


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """All pages of a language are rendered: stop when one is wrong; else equip the templates."""
    with _told():
        errors = [error for rendering in renderings.values() for error in rendering.errors]
        if errors:
            raise SiteErrors(errors)
    language = _language(config)
    env.globals["_"] = lambda text: _ui(language, text)
    env.globals["language"] = language
    env.globals["is_large"] = len(project.pages) > MOST_LISTED
    env.globals["first_page"] = _first_page
    env.globals["repo_url"] = config.repo_url or None
    return env


def _first_page(item: StructureItem) -> StructureItem:
    """The first page of a part of the navigation."""
    while isinstance(item, Section):
        item = item.children[0]
    return item


def on_page_context(
    context: dict[str, Any], page: MkDocsPage, config: MkDocsConfig, nav: Navigation
) -> dict[str, Any]:
    language = _language(config)
    rendering = renderings[PurePosixPath(page.file.src_uri)]
    source = rendering.page
    repo = (config.repo_url or "").rstrip("/")
    edit = edit_address(repo) if repo else ""
    context["page_status"] = context["catalog_url"] = context["review"] = None
    context["doors"] = None
    if isinstance(rendering.translate, CatalogTranslator):
        status = context["page_status"] = rendering.translate.status() + rendering.terms
        if status.waiting < status.total:
            context["review"] = _review(rendering, page)
        catalog = catalog_path(language.code, source.name).as_posix()
        context["catalog_url"] = f"{edit}{catalog}" if repo else None
        context["doors"] = {"catalog": catalog, "glossary": GLOSSARY.as_posix(), "edit": edit}
    context["alternates"] = _alternates(config, language, address_of(source.name), page.url)
    context["edit_url"] = f"{edit}{source.path.as_posix()}" if repo else None
    context["install_line"] = context["lab"] = None
    if source.cells:
        context["lab"] = _offer_notebook(rendering, page, config)
    elif source.uses_package:
        context["install_line"] = f"python -m pip install {_wanted(repo)}"
    context["has_formulas"] = rendering.has_formulas
    return context


def on_template_context(
    context: dict[str, Any], template_name: str, config: MkDocsConfig
) -> dict[str, Any]:
    """Templates without a page: 404 and the site map."""
    language = _language(config)
    base = str(context["base_url"]).rstrip("/") + "/"
    context["alternates"] = [
        alternate | {"url": base + alternate["path"]}
        for alternate in _alternates(config, language, "", "")
    ]
    context["site_map"] = [
        _alternates(config, language, address_of(name), "") for name in sorted(project.pages)
    ]
    return context


def on_post_page(output: str, page: MkDocsPage, config: MkDocsConfig) -> str:
    """Mark the labels and titles that wait, and keep less of the page, which is made.

    static-i18n keeps the pages of all languages.
    """
    # Without any Markdown, MkDocs would take the page for one that has no title yet.
    page.content, page.markdown, page.toc = None, "", TableOfContents([])
    return waiting.show(output, _language(config))


def on_post_template(output: str, template_name: str, config: MkDocsConfig) -> str:
    """MkDocs writes each template once a language to the same place: the source language's stays.

    A translated 404 page goes into the folder of its language.
    """
    language = _language(config)
    if language == project.source:
        return output
    if template_name == "404.html":
        output = waiting.show(output, language)
        write_text(Path(config.site_dir, language.code, template_name), output)
    return ""


def _review(rendering: Rendering, page: MkDocsPage) -> dict[str, Any]:
    """Who has reviewed the translation of a page, and whether it has changed since."""
    code, name = rendering.language.code, rendering.page.name
    reviews = project.reviews.get((code, name), ())
    history = read_history(project.root) if reviews else History()
    guide = f"{code}/{address_of(GUIDE)}"
    return {
        "reviews": reviews,
        "gap": history.gap,
        "has_changed": changed_since(reviews, history.catalogs.get(catalog_path(code, name))),
        "guide": get_relative_url(guide, page.url) if GUIDE in project.pages else None,
    }


# After static-i18n, which builds the other languages at -100.
@event_priority(-200)
def on_post_build(config: MkDocsConfig) -> None:
    """All languages are built."""
    if _is_first(config):
        site = Path(config.site_dir)
        # Compressed with the date of the build, so that no two builds would be the same.
        (site / "sitemap.xml.gz").unlink(missing_ok=True)
        if not serving:
            _index(site)


def _index(site: Path) -> None:
    """Make the index of the search."""
    with _told():
        tags = [language.tag for language in project.languages]
        forms = {language.tag: project.glossary.forms(language) for language in project.languages}
        index_or_reuse(site, tags, forms, project.root / CACHE / "search")


def on_serve(
    server: LiveReloadServer, config: MkDocsConfig, builder: Callable[[], None]
) -> LiveReloadServer:
    """Make the index when somebody searches, not each time that a file is saved."""
    site = Path(config.site_dir)
    busy = Lock()
    answer = server.get_app()
    assert answer is not None

    def build() -> None:
        with busy:
            builder()

    def index_and_answer(
        environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        if f"/{SEARCH}/" in environ["PATH_INFO"]:
            with busy:
                if not (site / SEARCH).exists():
                    try:
                        _index(site)
                    except PluginError as error:
                        log.error(error)
        return answer(environ, start_response)

    server.builder = build
    server.set_app(index_and_answer)
    return server


def _alternates(
    config: MkDocsConfig, current: Language, path: str, seen_from: str
) -> list[dict[str, Any]]:
    """The same page in each language."""
    found = []
    for language in project.languages:
        own = path if language == project.source else f"{language.code}/{path}"
        found.append(
            {
                "code": language.code,
                "tag": language.tag,
                "name": language.name,
                "dir": language.dir,
                "current": language == current,
                "path": own,
                "url": get_relative_url(own, seen_from),
                "absolute_url": f"{config.site_url.rstrip('/')}/{own}" if config.site_url else None,
                # Translators: name your own language here, not English.
                "hint": label_of(language, "This page is also available in English."),
                "not_found": label_of(
                    language, "The page that you are looking for is not here. Go to the home page."
                ),
            }
        )
    return found


def label_of(language: Language, text: str) -> str | None:
    """A text in a language's own words, or None while it is not translated."""
    translation = _label(language, text)
    return None if translation.waiting else escape(translation.text)


def _wanted(repo: str) -> str:
    """What pip is to install."""
    return f'"training-tricks @ git+{repo}"' if repo else "."


def _offer_notebook(
    rendering: Rendering, page: MkDocsPage, config: MkDocsConfig
) -> dict[str, str | None]:
    """Write the notebook beside the page of its lab, and give the addresses that lead to it."""
    repo = (config.repo_url or "").rstrip("/")
    folder = "" if rendering.language == project.source else f"{rendering.language.code}/"

    def address(name: PurePosixPath) -> str:
        return (
            f"{config.site_url.rstrip('/')}/{folder}{address_of(name)}" if config.site_url else ""
        )

    name = f"{rendering.page.name.stem}.ipynb"
    last = kept.get((rendering.language, rendering.page.name))
    made = last.notebooks if last else {}
    addresses = (repo, config.site_url or "")
    if addresses not in made:
        with _told():
            made[addresses] = notebook(rendering, _wanted(repo), address)
    write_text(Path(config.site_dir, page.url, name), made[addresses])
    github = GITHUB.fullmatch(repo)
    return {
        "name": name,
        "colab": f"{COLAB}/{github[1]}/blob/{NOTEBOOKS}/{page.url}{name}" if github else None,
    }


class _told:
    """Turns what is wrong into MkDocs' own kind of error, which ends without a traceback."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, SiteError | SiteErrors):
            raise PluginError(f"\n\n{error}\n") from None
