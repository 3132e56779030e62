from __future__ import annotations

import json

from bs4 import BeautifulSoup

from tricks_site.search.articles import Block, read_article


def article(inside: str) -> list[Block]:
    html = (
        '<!doctype html><html lang="nl"><head><title>No</title></head><body><nav>No</nav>'
        f"<article data-pagefind-body>{inside}</article><p>No</p></body></html>"
    )
    return read_article(html).blocks


def texts(inside: str) -> list[str]:
    return [block.text for block in article(inside)]


def test_only_the_marked_element_is_read() -> None:
    assert texts("<p>Yes</p>") == ["Yes"]


def test_a_page_without_article_has_no_blocks() -> None:
    page = read_article('<html lang="uk"><body><main><p>Text</p></main></body></html>')
    assert (page.language, page.blocks) == ("uk", [])


def test_headings_keep_their_ids_and_lose_their_links() -> None:
    heading = '<h2 id="the-rule">De <em>regel</em><a class="headerlink" href="#the-rule">#</a></h2>'
    assert article(heading) == [Block("h2", "De regel", "the-rule")]


def test_text_in_a_line_stays_one_block() -> None:
    line = 'Use <code>he_normal</code>,\n <a href="x">as <b>here</b></a>.<br>Then <wbr>go'
    assert texts(f"<p>{line}</p>") == ["Use he_normal, as here.", "Then go"]


def test_cells_and_list_items_are_blocks_of_their_own() -> None:
    table = "<table><tr><th>One<th>Two</tr><tr><td>3</td><td>4</td></tr></table>"
    assert texts(table + "<ul><li>five<li>six</ul><dl><dt>a</dt><dd>b</dd></dl>") == [
        *("One", "Two", "3", "4", "five", "six", "a", "b"),
    ]


def test_code_is_read_but_not_what_it_printed() -> None:
    html = (
        '<div class="highlight"><pre><code><span>import</span> numpy\n</code></pre>'
        '<button class="copy">Copy</button></div>'
        '<div class="output" data-label="Output"><pre><samp>0.5</samp></pre></div><p>After</p>'
    )
    assert article(html) == [Block("pre", "import numpy"), Block("p", "After")]


def test_what_is_no_reading_matter_is_left_out() -> None:
    html = (
        "<div data-pagefind-ignore><p>notice</p></div>"
        '<p>Text<sup><a class="footnote-ref" href="#1">1</a></sup></p>'
        "<figure><svg><text>label</text></svg><figcaption>Caption</figcaption></figure>"
        "<script>1</script><style>a{}</style><footer>Edit</footer>"
    )
    assert texts(html) == ["Text", "Caption"]


def test_formulas_become_text() -> None:
    root = "<math><msqrt><mi>n</mi></msqrt></math>"
    assert texts(f"<p>Not {root} but <span>{root}&nbsp;/ 2</span>.</p>") == ["Not √n but √n / 2."]


def test_the_document_has_the_language_and_weights_that_it_is_given() -> None:
    page = read_article(
        '<html lang="nl"><article data-pagefind-body><h1 id="a&quot;b">A &lt; B</h1><p>c</p>'
        "<pre>d</pre></article></html>"
    )
    assert page.document("en-x-nl", str.upper, {}, {"links": "e < f", "english": ""}) == (
        '<html lang="en-x-nl"><body><main data-pagefind-body>'
        '<h1 id="a&quot;b">A &lt; B</h1><p>C</p><div data-pagefind-weight="0.3">D</div></main>'
        '<p data-pagefind-meta="links">E &lt; F</p></body></html>'
    )


def test_a_page_knows_its_description_title_and_own_headings() -> None:
    page = read_article(
        '<html lang="nl"><head><meta name="description" content="Over A &amp; B"></head>'
        "<article data-pagefind-body><p>x</p><h1>A</h1><h2>One</h2><h3>Two</h3>"
        '<h2><a href="../b/">B</a></h2></article>'
    )
    assert (page.description, page.title, page.headings) == ("Over A & B", "A", ["One"])


def test_links_to_other_pages_are_kept_with_their_text() -> None:
    html = (
        '<article data-pagefind-body><p>See <a href="../dropout/">how <b>it</b>\nworks</a>, '
        '<a href="#a">here</a>, <a href="../glossary/#loss">loss</a>, <a href="//x/y">y</a> and '
        '<a href="https://example.org/">there</a>.</p>'
        '<p data-pagefind-ignore><a href="edit/">Edit</a></p></article>'
    )
    assert read_article(html).links == [("../dropout/", "how it works")]


def test_what_begins_with_a_link_to_another_page_is_about_that_page() -> None:
    link = '<a href="../b/">B</a>'
    html = (
        f"<h2>{link}</h2><p>part</p><h3>deeper</h3><p>part</p><h2>own {link}</h2><p>own</p>"
        f"<table><tr><td>{link}</td><td>row</td></tr><tr><td>own {link}</td></tr></table>"
        f"<ul><li>{link}: item</li><li>own</li></ul><p>{link} own</p>"
    )
    about = {block.text: block.elsewhere for block in article(html)}
    own = {text for text, elsewhere in about.items() if not elsewhere}
    assert own == {"own B", "own", "B own"}
    assert about.keys() - own == {"B", "part", "deeper", "row", "B: item"}
    assert Block("h2", "B", "b", elsewhere=True).html() == (
        '<h2 id="b" data-pagefind-weight="0.3">B</h2>'
    )
    assert Block("p", "x", elsewhere=True).html() == '<p data-pagefind-weight="0.3">x</p>'


GLOSSARY = (
    '<dl><div><dt id="weight">gewicht</dt><dd>Een getal.</dd>'
    '<dd lang="en">weight</dd><dd lang="uk">вага</dd></div>'
    '<div><dt id="he" lang="en" class="waiting">He</dt></div></dl>'
)


def test_a_term_with_an_id_is_a_part_of_its_page_and_other_languages_are_left_out() -> None:
    assert article(GLOSSARY) == [
        Block("dt", "gewicht", "weight"),
        Block("p", "Een getal."),
        Block("p", "weight"),
        Block("dt", "He", "he"),
    ]


def test_a_term_is_found_by_its_other_forms() -> None:
    page = read_article(f'<html lang="nl"><article data-pagefind-body>{GLOSSARY}</article>')
    forms = {"weight": ("gewichten", "Co-gewicht", "foto's"), "none": ("x",)}
    html = page.document(
        "nl", lambda text: text.replace("gewichten", "gewichten{~ten~}"), forms, {}
    )
    assert (
        '<h6 id="weight" data-pagefind-weight="10">gewicht{~cogewicht~fotos~gewichten~ten~}</h6>'
        in html
    )
    assert '<h6 id="he" data-pagefind-weight="10">He</h6>' in html
    assert 'data-pagefind-meta="forms[data-forms]"' in html
    [data] = BeautifulSoup(html, "html.parser").select("[data-forms]")
    assert json.loads(data["data-forms"]) == {"weight": list(forms["weight"]), "he": []}
    assert "forms" not in read_article("<p data-pagefind-body>x</p>").document("nl", str, {}, {})
