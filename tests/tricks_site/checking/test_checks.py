"""What each check finds in one message, with the lists of the site."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from support.pages import LANGUAGES, ROOT, SOURCE
from tricks_site.checking.checks import Checks, Source
from tricks_site.checking.message import Message
from tricks_site.checking.rules import Rules, read_rules, rules_path
from tricks_site.languages import Language
from tricks_site.translation.glossary import read_glossary

GLOSSARY = read_glossary(ROOT, LANGUAGES)
ENGLISH = Source(GLOSSARY, SOURCE, read_rules(ROOT, SOURCE.code))
CHECKS = {
    language.code: Checks(GLOSSARY, ENGLISH, language, read_rules(ROOT, language.code))
    for language in LANGUAGES[1:]
}
Found = Callable[..., set[str]]


def found(code: str, english: str, translated: str, *notes: str) -> set[str]:
    """The names of the checks that find something."""
    return {p.check for p in CHECKS[code].problems(Message(english, translated, notes))}


@pytest.mark.parametrize(
    ("code", "english", "translated"),
    [
        ("nl", "From 0.5 to 10,000 steps.", "Van 0,5 tot 10.000 stappen."),
        ("uk", "From 0.5 to 10,000 steps.", "Від 0,5 до 10\u00a0000 кроків."),
        ("zh", "It is right in 92 percent.", "正确率是 92%。"),
        ("nl", "a range of -1 to 1", "een bereik van −1 tot 1"),
        ("uk", "10 times more", "вдесятеро більше"),
        ("zh", "the 90th percentile of `3 of 3`", "第 90 百分位数 `3 of 3`"),
        ("zh", "3 times smaller", "1/3"),
        ("zh", "65 percent, then 23", "65%，然后是 23%"),
        ("nl", "`5 of 5` learn", "er leren 5 van de 5 (`5 of 5`)"),
    ],
)
def test_the_same_numbers_in_other_clothes(code: str, english: str, translated: str) -> None:
    assert "numbers" not in found(code, english, translated)


@pytest.mark.parametrize(
    ("code", "english", "right", "wrong"),
    [
        ("nl", "Half of 16 bits", "De helft van 16 bits", "De helft van 16 bytes"),
        ("nl", "16-bit numbers", "16-bitsgetallen", "16-bytegetallen"),
        ("uk", "an angle of 37 degrees", "кут 37 градусів", "кут 37 радіанів"),
        ("uk", "8 × 8 pixels", "8 × 8 пікселів", "8 × 8"),
        ("pcm", "after 10 minutes", "after 10 minutes", "after 10 hours"),
        ("zh", "ten minutes", "十分钟", "十小时"),
    ],
)
def test_a_lost_or_changed_unit(code: str, english: str, right: str, wrong: str) -> None:
    assert "units" not in found(code, english, right)
    assert "units" in found(code, english, wrong)


@pytest.mark.parametrize(
    ("english", "translated"),
    [
        ("It is 0.5.", "Het is 0,6."),
        ("It is 0.5.", "Het is 5."),
        ("It is 10,000.", "Het is 10,000."),
        ("It is -1.", "Het is 1."),
        ("It is 1e-6.", "Het is 1e-5."),
        ("It is 1e-6.", "Het is 1e6."),
        ("It is 3 ± 1.", "Het is 3 + 1."),
        ("It is 3%.", "Het is 3."),
        ("It is < 3.", "Het is > 3."),
        ("It is 3.", "Het is zo."),
        ("It is so.", "Het is 3."),
        ("It is float16.", "Het is float32."),
        ("It is 5 and 5.", "Het is 5."),
        ("It is 5 percent.", "Het is 5."),
        ("It is 3 times smaller.", "Het is 3/1."),
        ("It is 4, one of four.", "Het is één van de vier, vier."),
    ],
)
def test_other_numbers(english: str, translated: str) -> None:
    assert "numbers" in found("nl", english, translated)


@pytest.mark.parametrize(
    ("check", "code", "english", "translated"),
    [
        ("negation", "nl", "This is not a network.", "Dit is een netwerk."),
        ("negation", "uk", "It does not fall.", "Він падає."),
        ("negation", "pcm", "E no fit: it cannot work.", "E fit work."),
        ("negation", "zh", "This is not true.", "这是不同的。"),
        ("negation", "nl", "It does not. It does.", "Wel waar. Het klopt niet."),
        ("negation", "uk", "It does not rise, nothing works.", "Росте, нічого не працює."),
        ("direction", "nl", "A larger one.", "Een kleiner exemplaar."),
        ("direction", "nl", "A larger one. A smaller one.", "Een kleinere. Een grotere."),
        ("direction", "uk", "before the step", "після кроку"),
        ("direction", "pcm", "It is faster.", "E slow."),
        ("direction", "zh", "The input is better.", "输出更好。"),
        ("terms", "nl", "the learning rate", "het tempo"),
        ("terms", "uk", "the learning rate", "темпу навчання"),
        ("terms", "zh", "Use dropout.", "使用辍学。"),
        ("characters", "uk", "weights", "вaги"),
        ("characters", "uk", "the sign", "зъезд"),
        ("characters", "nl", "a network", "een nеtwerk"),
        ("characters", "nl", "a network", "een net\u200bwerk"),
        ("characters", "pcm", "the network", "the netwоrk"),
        ("characters", "zh", "learning", "學习"),
        ("characters", "uk", "a and b", "a i b"),
        ("style", "zh", "First, this.", "首先,这个。"),
        ("style", "zh", "first (this)", "首先(这个)"),
        ("style", "uk", 'the "name"', '"назва"'),
        ("style", "nl", 'the "name"', 'de "naam"'),
        ("style", "pcm", "the network", "di network"),
        ("length", "nl", "This is one thing. That is another.", "Dit is één ding."),
        ("length", "zh", "This is one thing. That is another one.", "这是一件事。"),
        ("english", "nl", "It falls. And then it stays.", "Het daalt. And then it stays."),
        ("english", "pcm", "It falls. This is good.", "E dey fall. This is good."),
        ("english", "zh", "So. It was at the top of a hill.", "它。It was at the top of a hill."),
    ],
)  # fmt: skip
def test_a_mistake_is_found(check: str, code: str, english: str, translated: str) -> None:
    assert check in found(code, english, translated)


@pytest.mark.parametrize(
    ("code", "english", "translated"),
    [
        ("nl", "It is not larger than before.", "Het is niet groter dan ervoor."),
        ("nl", "A trick: *Why not?* is a title.", "Een truc: *Why not?* is een titel."),
        ("uk", "The weights never grow.", "Ваги ніколи не зростають."),
        ("pcm", "It does not change.", "E no dey change."),
        ("zh", "Two different layers.", "两个不同的层。"),
        ("zh", "saturation", "饱和（saturation）"),
        ("uk", "Nothing changes.", "Нічого не змінюється."),
        ("uk", "The network is not trained well.", "Мережа погано навчена."),
        ("zh", "the gradients that vanish", "消失的梯度"),
    ],
)
def test_a_good_translation_is_not_blamed(code: str, english: str, translated: str) -> None:
    assert found(code, english, translated) == set()


def test_a_label_in_a_figure_may_be_short() -> None:
    assert found("uk", "batch norm", "пак. норм.", "label in a figure") == set()
    assert found("uk", "batch norm", "пак. норм.") == {"terms"}


@pytest.mark.timeout(20)
@pytest.mark.parametrize("mark", ["[", "{", "<", "`", "](", "“", "a", "аa", "不", "(", "1", "not "])
def test_a_hostile_text_takes_no_longer_than_its_length(mark: str) -> None:
    for checks in CHECKS.values():
        list(checks.problems(Message("It is not 5.", mark * 20_000)))


@pytest.mark.parametrize("mark", ["<b>", "`", "$", "{x}", "[", "*"])
def test_plain_text_has_the_marks_of_the_english(mark: str) -> None:
    assert "markup" in found("nl", "the loss", f"het verlies {mark}", "label in a figure")
    # Elsewhere the page is rendered, which knows more.
    assert "markup" not in found("nl", "the loss", f"het verlies {mark}")


def test_a_language_without_lists_gets_the_other_checks() -> None:
    checks = Checks(GLOSSARY, ENGLISH, Language("fr", "français"), Rules(rules_path("fr")))
    problems = checks.problems(Message("It is not 5.", "C’est 6."))
    assert {problem.check for problem in problems} == {"numbers"}
    directions = ({"larger": ("plus",), "smaller": ("moins",)},)
    checks = Checks(
        GLOSSARY, ENGLISH, Language("fr", "français"), Rules(Path(), directions=directions)
    )
    problems = checks.problems(Message("It is not larger.", "C’est moins."))
    assert {problem.check for problem in problems} == {"direction"}
    good = Message("It is 10,000.5.", "C’est 10\u202f000,5.")
    assert list(checks.problems(good)) == []
    persian = Checks(GLOSSARY, ENGLISH, Language("fa", "فارسی"), Rules(rules_path("fa")))
    assert list(persian.problems(Message("It is 15.", "این ۱۵ است."))) == []
