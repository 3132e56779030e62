"""Tables get a box to scroll in, links of headings a name."""

from markdown import Markdown
from markdown.extensions.toc import TocExtension

from tricks_site.markup.finish import FinishExtension

TABLE = "| a |\n|---|\n| b |\n"


def test_every_table_has_its_own_box_and_the_text_around_it_stays() -> None:
    html = Markdown(extensions=["tables", FinishExtension()]).convert(f"x\n\n{TABLE}\ny\n\n{TABLE}")
    assert html.count('<div class="table"><table>') == html.count("<table>") == 2
    assert html.index("<p>x") < html.index("<table>") < html.index("<p>y")


def test_links_of_headings_are_named() -> None:
    toc = TocExtension(permalink="#", permalink_title="Link to this part")
    html = Markdown(extensions=[toc, FinishExtension()]).convert("# A")
    assert 'aria-label="Link to this part"' in html
