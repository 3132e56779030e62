"""The search box in a real browser, as a reader uses it, in every language."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, Response, Route, expect

from support.pages import LANGUAGES, ROOT, SOURCE
from support.server import serve
from tricks_site.languages import Language
from tricks_site.search import chinese, index, ukrainian

VALUES, WEIGHTS = "tricks/values-in-range/", "tricks/weight-initialization/"
# What readers type, and the page that must come first.
QUERIES = {
    "en": {
        VALUES: "standardize, standardised, saturation, saturate, loss scaling, float16, bfloat,"
        " Min-Max, minmax_scale, floating point, precision, constant features",
        WEIGHTS: "initializer, initializing weights, orthogonal matrix, he_normal, Glorot, xavier,"
        " truncated normals, signals through layers",
    },
    "nl": {
        VALUES: "standaardiseren, verzadiging, float16, minmax_scale, precisie",
        WEIGHTS: "initialiseren, gewichtsinitialisatie, orthogonaal, he_normal, Glorot, lagen",
    },
    "uk": {
        VALUES: "стандартизацією, насиченням, float16, minmax_scale, точністю, ознакою",
        WEIGHTS: "ініціалізації, ініціалізацією ваг, ортогональної матриці, he_normal, шарами",
    },
    "pcm": {
        VALUES: "standardizing, saturation, float16, minmax_scale, precision",
        WEIGHTS: "initializing, orthogonal, he_normal, Glorot, truncated",
    },
    "zh": {
        VALUES: "标准化, 饱和, float16, minmax_scale, 精度",
        WEIGHTS: "权重初始化, 初始化, 正交矩阵, he_normal, Glorot",
    },
}
NOWHERE = {"uk": "велосипед", "zh": "自行车"}
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


@every_language
def test_what_a_reader_types_finds_the_page(page: Page, site_url: str, language: Language) -> None:
    page.goto(site_url + home(language))
    page.keyboard.press("/")
    asked = [
        (query.strip(), path)
        for path, queries in QUERIES[language.code].items()
        for query in queries.split(",")
    ]
    assert len(asked) >= 10
    answers = {query: ask(page, query) for query, _ in asked}
    wrong = {
        query: answers[query][:1]
        for query, path in asked
        if not answers[query] or not answers[query][0].startswith(site_url + home(language) + path)
    }
    assert wrong == {}
    # Each result, of all queries, is in the reader's language.
    found = {
        href.removeprefix(site_url).split("#")[0] for hrefs in answers.values() for href in hrefs
    }
    assert found <= {home(language) + path for path in ("", VALUES, WEIGHTS)}


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


def found_in(page: Page, site: Path, tag: str, texts: dict[str, str], query: str) -> list[str]:
    """The names of the pages that a query finds on a small site with these texts, best first."""
    for name, text in texts.items():
        (site / f"{name}.html").write_text(
            f'<!doctype html><html lang="{tag}"><meta charset="utf-8">'
            f"<body data-pagefind-body><p>{text}</p></body></html>",
            encoding="utf-8",
        )
    index.index_site(site, [tag])
    (site / "404.html").touch()
    (site / "search.js").write_bytes((ROOT / "docs/assets/search.js").read_bytes())
    with serve(site, "/") as url:
        page.goto(f"{url}{next(iter(texts))}.html")
        found = page.evaluate(
            """async (query) => {
              const { pagesFor } = await import("/search.js");
              const { createInstance } = await import("/pagefind/pagefind.js");
              const pages = await pagesFor(query, createInstance({ noWorker: true }));
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
        ("nl", "de gradiënt", "GRADIENTEN"),
        ("pcm", "weights", "weight"),
        ("uk", "вхід", "входами"),
        ("uk", "точка", "точок"),
        ("uk", "кроки", "кроці"),
        ("uk", "зникання", "зникнення"),
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


def test_chinese_and_latin_words_need_no_space_between_them(page: Page, tmp_path: Path) -> None:
    texts = {"one": "激活函数", "two": "tanh"}
    assert found_in(page, tmp_path, "zh-Hans", texts, "激活tanh") == ["one", "two"]


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
