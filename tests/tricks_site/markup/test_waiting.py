"""Labels and titles that wait are marked where there can be elements."""

from tricks_site.languages import Language
from tricks_site.markup.waiting import english, mark, show

FRENCH = Language("fr", "Français")
ARABIC = Language("ar", "العربية", dir="rtl")


def test_english_says_its_direction_only_where_it_is_another() -> None:
    assert english(FRENCH) == {"lang": "en"}
    assert english(ARABIC) == {"lang": "en", "dir": "ltr"}


def test_a_label_that_waits_is_an_element_in_text_and_plain_in_tags_and_in_the_title() -> None:
    label = mark("Pages &gt; 2")
    html = f'<title>{label} – x</title><a\n title="{label}">{label}</a>'
    assert show(html, FRENCH) == (
        '<title>Pages &gt; 2 – x</title><a\n title="Pages &gt; 2">'
        '<span lang="en">Pages &gt; 2</span></a>'
    )
    assert show(label, ARABIC) == '<span lang="en" dir="ltr">Pages &gt; 2</span>'


def test_a_page_without_such_labels_stays_as_it_is() -> None:
    html = "<title>x</title><p>2 &lt; 3</p>"
    assert show(html, FRENCH) == html
