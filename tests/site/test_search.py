"""The search box in a real browser, as a reader uses it, in every language."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, Response, Route, expect

from support.pages import COMPLETE, LANGUAGES, PAGES, ROOT, SOURCE
from support.server import serve
from tricks_site.languages import Language
from tricks_site.search import chinese, index, ukrainian
from tricks_site.translation.glossary import read_glossary

VALUES, WEIGHTS = "tricks/values-in-range/", "tricks/weight-initialization/"
# What readers type in each language, with the page that answers it.
QUERIES = Path(__file__).with_name("queries")
# Such a page is to be among so many results, for so large a share of the queries.
TOP, SHARE = 3, 0.95
# Words that no page has; in Chinese none of its pairs of characters either.
NOWHERE = {"uk": "велосипед", "zh": "鲸鱼"}
RESULTS = "#search ol a"
AXE = {
    "runOnly": [
        *("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"),
        "best-practice",
    ]
}

every_language = pytest.mark.parametrize("language", LANGUAGES, ids=lambda entry: entry.code)


def home(language: Language) -> str:
    return "" if language == SOURCE else f"{language.code}/"


def address(link: Locator) -> str:
    return str(link.evaluate("a => a.href"))


def ask(page: Page, query: str) -> list[str]:
    """Type a query into the open box; the addresses of the results, best first."""
    box = page.locator(".md-search__input")
    box.fill("")
    box.press_sequentially(query)
    expect(page.locator(".md-search-result__list")).to_have_attribute("aria-busy", "false")
    return [str(href) for href in page.locator(RESULTS).evaluate_all("all => all.map(a => a.href)")]


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("language", COMPLETE, ids=lambda entry: entry.code)
def test_what_a_reader_types_finds_the_page(page: Page, site_url: str, language: Language) -> None:
    own = {built.path for built in PAGES if built.language == language}
    wanted = {query: paths(pages, language) for query, pages in queries(language).items()}
    assert own == set().union(*wanted.values())
    found = {
        query: [result["path"].removeprefix(site_url) for result in results]
        for query, results in answers_to(page, site_url, language, list(wanted)).items()
    }
    missed = {query for query, pages in wanted.items() if pages.isdisjoint(found[query][:TOP])}
    for query in sorted(missed):
        print(f"{query}: wanted {wanted[query]}, got {found[query][:TOP]}")
    assert 1 - len(missed) / len(wanted) >= SHARE
    # Each result, of all queries, is in the reader's language.
    assert set().union(*found.values()) <= own


def queries(language: Language) -> dict[str, list[str]]:
    """What readers type, and the English pages that answer it, as `tricks/dropout`."""
    lines = QUERIES.joinpath(f"{language.code}.txt").read_text(encoding="utf-8").splitlines()
    asked = [line.split(" | ") for line in lines if line and not line.startswith("#")]
    assert len({query for query, _ in asked}) == len(asked)
    return {query: pages.split(", ") for query, pages in asked}


def paths(names: list[str], language: Language) -> set[str]:
    """The addresses of pages; `labs/*` are all in a folder."""
    own = [page for page in PAGES if page.language == language]
    found = [{page.path for page in own if fnmatch(page.name, f"{name}.md")} for name in names]
    assert all(found)
    return set().union(*found)


@every_language
def test_what_is_not_there_is_not_found(page: Page, site_url: str, language: Language) -> None:
    page.goto(site_url + home(language))
    page.keyboard.press("/")
    assert ask(page, NOWHERE.get(language.code, "bicycle")) == []
    status = page.locator("#search-status")
    expect(status).to_have_text(str(page.locator("#search").get_attribute("data-none")))


def test_a_word_that_the_site_lacks_does_not_hide_the_others(page: Page, site_url: str) -> None:
    page.goto(site_url)
    page.keyboard.press("/")
    assert ask(page, "bicycle orthogonal")[0].startswith(site_url + WEIGHTS)


def test_the_browser_cuts_words_as_the_index_does(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}uk/{VALUES}")
    written = set(re.findall("[а-яіїєґ]+", page.locator("article").inner_text().lower()))
    assert len(written) > 300
    parses = [ukrainian.analyzer().parse(word)[0] for word in sorted(written)[::5]]
    forms = sorted({form.word for parse in parses for form in parse.lexeme} | written)
    compare = "async ([path, name, texts]) => texts.map((await import(path))[name])"
    script = f"{site_url}assets/search.js"
    stems = page.evaluate(compare, [script, "stem", forms])
    assert dict(zip(forms, stems, strict=True)) == {form: ukrainian.stem(form) for form in forms}
    texts = ["过", "过拟", "标准", "一龥"]
    assert page.evaluate(compare, [script, "code", texts]) == [*map(chinese.code, texts)]


# Asks many queries without typing them; answers with the pages of each and their best parts.
MANY = """async (queries) => {
  const script = new URL("assets/search.js", document.baseURI);
  const { pagesFor, bestParts, RANKING } = await import(script);
  const { createInstance } = await import(new URL("pagefind/pagefind.js", document.baseURI));
  const pagefind = createInstance({ noWorker: true, ranking: RANKING });
  const answers = {};
  for (const query of queries)
    answers[query] = (await pagesFor(query, pagefind)).map((page) => ({
      path: new URL(page.url, document.baseURI).href,
      anchors: bestParts(page, query).map((part) => part.anchor.id),
    }));
  return answers;
}"""


def answers_to(
    page: Page, site_url: str, language: Language, queries: list[str]
) -> dict[str, list[dict[str, Any]]]:
    page.goto(site_url + home(language))
    # Where assets and the index are, wherever the page is.
    page.evaluate(
        "url => document.head.append(Object.assign(document.createElement('base'), {href: url}))",
        site_url,
    )
    return dict(page.evaluate(MANY, queries))


@every_language
def test_a_term_and_each_of_its_forms_finds_its_place_in_the_glossary(
    page: Page, site_url: str, language: Language
) -> None:
    wanted = {}
    for term in read_glossary(ROOT, LANGUAGES).terms:
        own, english = term.entry(language), term.entry(SOURCE)
        wanted |= dict.fromkeys((own.name or english.name, *own.forms), term.id)
    answers = answers_to(page, site_url, language, list(wanted))
    glossary = f"{site_url}{home(language)}glossary/"
    lost = {
        query: [page["path"].removeprefix(site_url) for page in answers[query][:3]]
        for query, anchor in wanted.items()
        if not any(
            page["path"] == glossary and anchor in page["anchors"] for page in answers[query][:3]
        )
    }
    # Everyday words such as "fout" stand on many pages; of a hundred forms, 99 must be found.
    assert 100 * len(lost) <= len(wanted), lost


def test_a_lesson_on_a_term_comes_before_the_glossary(page: Page, site_url: str) -> None:
    lessons = {
        "weight initialization": "weight-initialization",
        "normalization": "normalization",
        "batch norm": "normalization",
        "dropout": "dropout",
        "overfitting": "overfitting",
        "optimizer": "optimizers",
        "momentum": "optimizers",
        "gradient clipping": "gradient-clipping",
        "learning-rate decay": "learning-rate-decay",
        "residual block": "architectures",
    }
    answers = answers_to(page, site_url, SOURCE, list(lessons))
    first = {query: found[0]["path"].removeprefix(site_url) for query, found in answers.items()}
    assert first == {query: f"tricks/{name}/" for query, name in lessons.items()}


def found_in(page: Page, site: Path, tag: str, texts: dict[str, str], query: str) -> list[str]:
    """The names of the pages that a query finds on a small site with these texts, best first.

    What is before a `|` in a text is the description of the page.
    """
    for name, text in texts.items():
        description, _, body = text.rpartition("|")
        (site / f"{name}.html").write_text(
            f'<!doctype html><html lang="{tag}"><meta charset="utf-8">'
            f'<meta name="description" content="{description}">'
            f"<body data-pagefind-body><p>{body}</p></body></html>",
            encoding="utf-8",
        )
    index.index_site(site, [tag], {})
    (site / "404.html").touch()
    (site / "search.js").write_bytes((ROOT / "docs/assets/search.js").read_bytes())
    with serve(site, "/") as url:
        page.goto(f"{url}{next(iter(texts))}.html")
        found = page.evaluate(
            """async (query) => {
              const { pagesFor, RANKING } = await import("/search.js");
              const { createInstance } = await import("/pagefind/pagefind.js");
              const pagefind = createInstance({ noWorker: true, ranking: RANKING });
              const pages = await pagesFor(query, pagefind);
              return pages.map((page) => page.url);
            }""",
            query,
        )
    return [address.strip("/").removesuffix(".html") for address in found]


@pytest.mark.parametrize(
    ("tag", "written", "typed"),
    [
        ("en", "normalization", "normalized"),
        ("en", "Use he_normal(rng, shape).", "he_normal"),
        ("en", "fan-in", "fan in"),
        ("en", "the naïve rule", "naive"),
        ("nl", "lagen", "laag"),
        ("nl", "schalen", "geschaald"),
        ("nl", "om te schakelen", "uitschakelen"),
        ("nl", "de regel van He", "He-regel"),
        ("nl", "de gradiënt", "GRADIENTEN"),
        ("pcm", "weights", "weight"),
        ("uk", "вхід", "входами"),
        ("uk", "точка", "точок"),
        ("uk", "кроки", "кроці"),
        ("uk", "зникання", "зникнення"),
        ("uk", "градієнти зникають", "зникання"),
        ("uk", "залишкове з’єднання", "залишкових з'єднань"),
        ("uk", "залишкове зʼєднання", "ЗЄДНАННЯ"),
        ("uk", "залишкове з'єднання", "зʼєднанням"),
        ("uk", "Ґратка", "ґратки"),
        ("zh-Hans", "避免过拟合。", "过拟合"),
        ("zh-Hans", "梯度会消失", "梯度的消失"),
        ("zh-Hans", "用ReLU激活", "relu"),
    ],
)
def test_a_word_is_found_in_whatever_form_it_is_typed(
    page: Page, tmp_path: Path, tag: str, written: str, typed: str
) -> None:
    texts = {"other": "abc 目的消费", "right": written}
    assert found_in(page, tmp_path, tag, texts, typed) == ["right"]


def test_pages_with_all_words_come_first_and_then_those_with_some(
    page: Page, tmp_path: Path
) -> None:
    texts = {"other": "abc", "some": "weights weights weights", "all": "random weights"}
    assert found_in(page, tmp_path, "en", texts, "weights random bicycle") == ["all", "some"]


def test_what_a_page_is_about_comes_before_what_one_mentions(page: Page, tmp_path: Path) -> None:
    texts = {"about": "How to clip|Much text.", "mentions": "clip clip clip clip", "other": "abc"}
    assert found_in(page, tmp_path, "en", texts, "clip") == ["about", "mentions"]


def test_a_heading_that_links_to_a_page_speaks_for_that_page(page: Page, tmp_path: Path) -> None:
    link = "<h2><a href=lesson.html>Clipping</a></h2><p>clipping clipping clipping</p>"
    texts = {"list": link, "lesson": "It clips."}
    assert found_in(page, tmp_path, "en", texts, "clipping") == ["lesson", "list"]


def test_words_that_follow_each_other_count_more(page: Page, tmp_path: Path) -> None:
    texts = {"apart": "range of the test", "phrase": "the range test of", "other": "abc"}
    assert found_in(page, tmp_path, "en", texts, "range test") == ["phrase", "apart"]


def test_short_words_do_not_find_all_that_begins_with_them(page: Page, tmp_path: Path) -> None:
    texts = {"noise": "at all an art as any able gradient a", "right": "gradient gradient a"}
    assert found_in(page, tmp_path, "en", texts, "a gradient") == ["right", "noise"]


def test_a_translated_page_is_found_by_its_english_title(page: Page, site_url: str) -> None:
    for language in LANGUAGES:
        answers = answers_to(page, site_url, language, ["cheat sheet"])
        assert answers["cheat sheet"][0]["path"] == f"{site_url}{home(language)}cheat-sheet/"


def test_another_name_of_a_term_finds_the_lesson(page: Page, site_url: str) -> None:
    nl = next(language for language in LANGUAGES if language.code == "nl")
    answers = answers_to(page, site_url, nl, ["leersnelheid"])
    assert answers["leersnelheid"][0]["path"] == f"{site_url}nl/tricks/learning-rate-decay/"


def test_what_is_a_term_finds_the_term(page: Page, site_url: str) -> None:
    query = "what is a minibatch"
    found = answers_to(page, site_url, SOURCE, [query])[query][:2]
    anchors = {result["path"]: result["anchors"] for result in found}
    assert "minibatch" in anchors[f"{site_url}glossary/"]


def test_chinese_and_latin_words_need_no_space_between_them(page: Page, tmp_path: Path) -> None:
    texts = {"one": "激活函数", "two": "tanh"}
    # Each has one of the two words, so neither is better.
    assert sorted(found_in(page, tmp_path, "zh-Hans", texts, "激活tanh")) == ["one", "two"]


def test_a_beginning_finds_words_in_every_file_of_the_index(
    page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Two words a file: that of "bark", in which Pagefind looks for "ba", lacks "basket".
    monkeypatch.setattr(index, "CHUNK_SIZE", "4")
    texts = {"one": "abacus bark", "two": "basket"}
    assert set(found_in(page, tmp_path, "en", texts, "ba")) == {"one", "two"}
    assert len(list((tmp_path / "pagefind/index").iterdir())) == 2


@pytest.mark.parametrize(
    ("code", "query", "marked"),
    [("en", "saturate", "saturat"), ("uk", "вазі", "ваг"), ("zh", "标准差", "标准差")],
)
def test_what_was_found_is_marked(
    page: Page, site_url: str, code: str, query: str, marked: str
) -> None:
    page.goto(site_url + ("" if code == "en" else f"{code}/"))
    page.keyboard.press("/")
    ask(page, query)
    marks = page.locator("#search li").first.locator("mark").all_inner_texts()
    assert marked in "".join(marks).lower()
    # Of Chinese also one of its pairs, and a character at the end of the excerpt.
    assert all(marked in mark.lower() or mark in marked for mark in marks)


def test_a_result_leads_to_the_part_that_matches(page: Page, site_url: str) -> None:
    page.goto(site_url)
    page.keyboard.press("s")
    ask(page, "absorption")
    part = page.locator(f"{RESULTS}[href*='#']").first
    target = address(part)
    part.click()
    expect(page).to_have_url(target)
    heading = page.locator(f"#{target.split('#')[1]}")
    expect(heading).to_be_in_viewport()


def test_it_works_with_the_keyboard_alone(page: Page, site_url: str) -> None:
    page.goto(site_url)
    box, links = page.locator(".md-search__input"), page.locator(RESULTS)
    page.keyboard.press("f")
    expect(box).to_be_focused()
    ask(page, "weights f/s")
    expect(box).to_have_value("weights f/s")
    page.keyboard.press("ArrowDown")
    expect(links.first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(box).to_be_focused()
    page.keyboard.press("Escape")
    expect(links.first).not_to_be_visible()
    page.keyboard.press("/")
    expect(links.first).to_be_visible()
    target = address(links.first)
    page.keyboard.press("Enter")
    expect(page).to_have_url(target)


def test_it_closes_when_the_focus_or_a_click_goes_elsewhere(page: Page, site_url: str) -> None:
    page.goto(site_url)
    links = page.locator(RESULTS)
    page.keyboard.press("/")
    ask(page, "weights")
    links.last.focus()
    page.keyboard.press("Tab")
    expect(links.first).not_to_be_visible()
    page.keyboard.press("/")
    expect(links.first).to_be_visible()
    page.mouse.click(5, 700)
    expect(links.first).not_to_be_visible()


def test_a_phone_has_a_button_for_it(phone: Page, site_url: str) -> None:
    phone.goto(site_url)
    box = phone.locator(".md-search__input")
    expect(box).not_to_be_visible()
    button = phone.locator(".search-open")
    button.focus()
    phone.keyboard.press("Enter")
    expect(box).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "true")
    assert ask(phone, "orthogonal")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    phone.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_while_it_is_open(
    chromium: Browser, site_url: str, width: int, scheme: str
) -> None:
    context = chromium.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(site_url)
    page.keyboard.press("/")
    assert ask(page, "weights")
    # Material fades the box in; axe would measure half-transparent colours.
    page.evaluate("Promise.all(document.getAnimations().map(animation => animation.finished))")
    violations = Axe().run(page, options=AXE).response["violations"]
    context.close()
    assert [(entry["id"], entry["nodes"][0]["html"][:150]) for entry in violations] == []


@every_language
def test_the_first_use_loads_little(page: Page, site_url: str, language: Language) -> None:
    page.goto(site_url + home(language), wait_until="networkidle")
    responses: list[Response] = []
    page.on("response", lambda response: responses.append(response))
    page.keyboard.press("/")
    assert ask(page, "float16")
    assert len(responses) > 3
    assert sum(response.request.sizes()["responseBodySize"] for response in responses) <= 200_000


def test_it_tells_when_it_cannot_be_loaded_and_tries_again(page: Page, site_url: str) -> None:
    page.goto(site_url)
    page.route("**/pagefind-entry.json*", lambda route: route.abort())
    page.keyboard.press("/")
    assert ask(page, "weights") == []
    status = page.locator("#search-status")
    expect(status).to_have_text(str(page.locator("#search").get_attribute("data-failed")))
    page.unroute_all()
    assert ask(page, "weights") != []


def test_html_in_an_index_stays_text(page: Page, site_url: str) -> None:
    attack = "<img src=x onerror='window.attacked=true'>"

    def tamper(route: Route) -> None:
        body = gzip.decompress(route.fetch().body()).removeprefix(b"pagefind_dcd")
        entry = json.loads(body)
        entry["meta"]["title"] = attack
        entry["content"] = f"{entry['content']} <b>{attack}"
        for anchor in entry["anchors"]:
            anchor["text"] = attack
        route.fulfill(body=b"pagefind_dcd" + json.dumps(entry).encode())

    page.route("**/fragment/*", tamper)
    page.goto(site_url)
    page.keyboard.press("/")
    assert ask(page, "weights")
    expect(page.locator("#search ol").get_by_text("onerror").first).to_be_visible()
    assert page.locator("#search ol img, #search ol b").count() == 0
    assert page.evaluate("window.attacked") is None


def test_it_works_on_the_page_for_lost_readers(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}no/such/page/")
    page.keyboard.press("/")
    assert ask(page, "orthogonal")[0].startswith(site_url + WEIGHTS)


def test_without_javascript_there_is_none(chromium: Browser, site_url: str) -> None:
    for width in (1280, 360):
        context = chromium.new_context(
            viewport={"width": width, "height": 800}, java_script_enabled=False
        )
        page = context.new_page()
        page.goto(site_url)
        expect(page.locator(".md-search")).not_to_be_visible()
        expect(page.locator(".search-open")).not_to_be_visible()
        context.close()
