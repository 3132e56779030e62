from __future__ import annotations

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
    assert page.document("en-x-nl", str.upper) == (
        '<html lang="en-x-nl"><body data-pagefind-body><h1 id="a&quot;b">A &lt; B</h1><p>C</p>'
        '<div data-pagefind-weight="0.3">D</div></body></html>'
    )
