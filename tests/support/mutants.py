"""Ways to spoil a translation, one at a time, as a slip or an attack would.

Each takes a message and a random generator, and gives the spoiled translation, or None where the
message has nothing to spoil in that way. The words here are a list of their own: what the checks
look for is in `translations/checks/`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Original:
    """A translated message; `avoided` are pairs of a form of a term and a word to avoid for it."""

    language: str
    english: str
    translated: str
    is_plain: bool
    avoided: tuple[tuple[str, str], ...] = ()


Mutate = Callable[[Original, Random], str | None]

CODE = re.compile(r"`[^`]+`")
FORMULA = re.compile(r"\$[^$]+\$")
LINK = re.compile(r"(?<!!)\[([^\]]*)\]\(([^)]*)\)")
STRONG = re.compile(r"\*\*([^*]+)\*\*")
EMPHASIS = re.compile(r"(?<!\*)\*([^*]+)\*(?!\*)")
PROTECTED = re.compile(r"`[^`]*`|\$[^$]*\$|\]\([^)]*\)|https?://\S+|\{[^}]*\}")
NUMBER = re.compile(r"(?<![A-Za-z\d.,-])\d+(?:[.,]\d+)*(?![\d.,]*e[-−])")
GROUPED = re.compile(r"\d+|[1-9]\d{0,2}(?:[.,]\d{3})+")
SENTENCE = re.compile(r".+?(?:[.?!](?=\s|$)\s*|[。？！]|$)", re.DOTALL)


def _places(pattern: re.Pattern[str], text: str, is_plain: bool) -> list[re.Match[str]]:
    """Where the pattern fits outside of code, formulas and addresses."""
    protected = [] if is_plain else [m.span() for m in PROTECTED.finditer(text)]
    return [
        match
        for match in pattern.finditer(text)
        if not any(start < match.end() and match.start() < end for start, end in protected)
    ]


def _replace(text: str, match: re.Match[str], new: str) -> str:
    spoiled = text[: match.start()] + new + text[match.end() :]
    return re.sub(r"(?<=\S)  +", " ", spoiled).strip()


def _one(places: list[re.Match[str]], random: Random) -> re.Match[str] | None:
    return random.choice(places) if places else None


def _numbers(original: Original) -> list[re.Match[str]]:
    """The numbers of the translation that say something: not those that it says once more."""
    english = re.sub(r"[^\d]", " ", original.english).split()
    said = re.sub(r"[^\d]", " ", original.translated).split()
    return [
        match
        for match in _places(NUMBER, original.translated, original.is_plain)
        if all(said.count(part) <= english.count(part) for part in re.split("[.,]", match[0]))
    ]


def drop_number(original: Original, random: Random) -> str | None:
    match = _one(_numbers(original), random)
    return _replace(original.translated, match, "") if match else None


def change_number(original: Original, random: Random) -> str | None:
    """Another digit, a digit more or less, or the decimal mark in another place."""
    match = _one(_numbers(original), random)
    if not match:
        return None
    number = match[0]
    at = random.choice([i for i, c in enumerate(number) if c.isdigit()])
    other = random.choice([d for d in "0123456789" if d != number[at]])
    ways = [
        number[:at] + other + number[at + 1 :],
        number[: at + 1] + number[at:],
        f"1{number}" if GROUPED.fullmatch(number) else re.sub("[.,]", "", number),
    ]
    return _replace(original.translated, match, random.choice(ways))


EXPONENT_OR_SIGN = [
    (re.compile(r"(?<=\de)-(?=\d)"), ""),
    (re.compile(r"(?<=\de-)\d+"), "3"),
    (re.compile(r"(?<![\w)\]$])[-−](?=\d)"), ""),
    (re.compile("±"), "+"),
    (re.compile("×"), ""),
    (re.compile("%"), ""),
    (re.compile("<"), ">"),
    (re.compile("≤"), "≥"),
]
IN_FORMULA = [
    (re.compile(r"\^\{([^}]*)\}"), "^{7}"),
    (re.compile(r"\^\d"), "^7"),
    (re.compile(r"-"), "+"),
    (re.compile(r"<"), ">"),
    (re.compile(r"\\le\b"), r"\\ge"),
]


def change_exponent_or_sign(original: Original, random: Random) -> str | None:
    text = original.translated
    found = [
        (match, new)
        for pattern, new in EXPONENT_OR_SIGN
        for match in _places(pattern, text, original.is_plain)
    ]
    formulas = [] if original.is_plain else list(FORMULA.finditer(text))
    for formula in formulas:
        for pattern, new in IN_FORMULA:
            found += [
                (match, new) for match in pattern.finditer(text, formula.start(), formula.end())
            ]
    if not found:
        return None
    match, new = random.choice(found)
    return _replace(text, match, match.expand(new) if "\\" in new else new)


# What stands there, and what is left of it. A word alone in a pattern is taken out.
NEGATIONS: Mapping[str, list[tuple[str, str]]] = {
    "nl": [
        (r"\bniet ", ""), (r"\bgeen\b", "een"), (r"\bzonder\b", "met"), (r"\bnooit\b", "altijd"),
        (r"\bniets\b", "iets"), (r"\bniemand\b", "iemand"), (r"\bGeen\b", "Een"),
        (r"\bZonder\b", "Met"), (r"\bnauwelijks\b", "duidelijk"),
    ],
    "uk": [
        (r"\bне ", ""), (r"\bНе ", ""), (r"\bбез\b", "з"), (r"\bБез\b", "З"), (r"\bнемає\b", "є"),
        (r"\bніколи не\b", "завжди"), (r"\bнічого не\b", "щось"),
        (r"\bніхто не\b", "хтось"),
    ],
    "pcm": [
        (r"\bno ", ""), (r"\bnever\b", "don"), (r"\bwithout\b", "with"), (r"\bWithout\b", "With"),
        (r"\bnothing\b", "something"), (r"\bnobody\b", "somebody"), (r"\bnone\b", "all"),
        (r"\bhardly ", ""), (r"\bnot ", ""),
    ],
    "zh": [
        (r"没有", "有"), (r"不会", "会"), (r"不是", "是"), (r"不能", "能"), (r"不再", "再"),
        (r"不变", "改变"), (r"无法", "可以"), (r"无用", "有用"), (r"从不", "总是"), (r"并不", ""),
        (r"不(?![同断仅只过管论少必妨如然久]|等式)", ""),
    ],
}  # fmt: skip

# Opposites in the same form, each for the other.
OPPOSITES: Mapping[str, list[tuple[str, str]]] = {
    "nl": [
        ("groter", "kleiner"), ("grotere", "kleinere"), ("grootste", "kleinste"),
        ("grote", "kleine"), ("groot", "klein"), ("hoger", "lager"), ("hogere", "lagere"),
        ("hoogste", "laagste"), ("meer", "minder"), ("meest", "minst"), ("stijgt", "daalt"),
        ("stijgen", "dalen"), ("groeit", "krimpt"), ("groeien", "krimpen"), ("vóór", "na"),
        ("voordat", "nadat"), ("eerste", "laatste"), ("eerder", "later"), ("boven", "onder"),
        ("hieronder", "hierboven"), ("beter", "slechter"), ("goede", "slechte"),
        ("sneller", "langzamer"), ("snel", "langzaam"), ("langer", "korter"), ("lange", "korte"),
        ("lang", "kort"), ("links", "rechts"), ("linker", "rechter"), ("positief", "negatief"),
        ("positieve", "negatieve"), ("invoer", "uitvoer"), ("vooruit", "terug"),
        ("breed", "smal"), ("vaak", "zelden"), ("hoogstens", "minstens"), ("juiste", "foute"),
        ("veel", "weinig"), ("vergroot", "verkleint"), ("verhoog", "verlaag"),
        ("omhoog", "omlaag"), ("sterker", "zwakker"), ("verdubbelt", "halveert"),
        ("begin", "eind"),
    ],
    "uk": [
        ("більше", "менше"), ("більший", "менший"), ("більша", "менша"), ("більші", "менші"),
        ("більшої", "меншої"), ("більшу", "меншу"), ("більших", "менших"), ("більшим", "меншим"),
        ("найбільша", "найменша"), ("найбільше", "найменше"), ("найбільший", "найменший"),
        ("велика", "мала"), ("великий", "малий"), ("великі", "малі"), ("великої", "малої"),
        ("великих", "малих"), ("великою", "малою"), ("велику", "малу"), ("багато", "мало"),
        ("вище", "нижче"), ("вища", "нижча"), ("вищий", "нижчий"), ("висока", "низька"),
        ("зростає", "спадає"), ("зростають", "спадають"), ("збільшує", "зменшує"),
        ("збільшити", "зменшити"), ("збільшіть", "зменшіть"), ("зменшується", "збільшується"),
        ("перед", "після"), ("перші", "останні"), ("перший", "останній"), ("перша", "остання"),
        ("перших", "останніх"), ("першому", "останньому"), ("раніше", "пізніше"),
        ("рано", "пізно"), ("краще", "гірше"), ("кращий", "гірший"), ("краща", "гірша"),
        ("найкраща", "найгірша"), ("найкращий", "найгірший"), ("правильні", "хибні"),
        ("правильна", "хибна"), ("правильний", "хибний"), ("швидше", "повільніше"),
        ("швидко", "повільно"), ("довше", "коротше"), ("довгий", "короткий"),
        ("ліворуч", "праворуч"), ("вгору", "вниз"), ("угору", "униз"), ("вхід", "вихід"),
        ("входи", "виходи"), ("входу", "виходу"), ("додатні", "від’ємні"), ("широкий", "вузький"),
        ("часто", "рідко"), ("щонайбільше", "щонайменше"), ("початку", "кінця"),
        ("добре", "погано"), ("сильніше", "слабше"), ("завелика", "замала"),
        ("завеликі", "замалі"),
    ],
    "pcm": [
        ("bigger", "smaller"), ("biggest", "smallest"), ("big", "small"), ("large", "small"),
        ("larger", "smaller"), ("higher", "lower"), ("high", "low"), ("highest", "lowest"),
        ("more", "fewer"), ("most", "least"), ("plenty", "few"), ("rise", "fall"),
        ("grow", "shrink"), ("increase", "reduce"), ("before", "after"), ("first", "last"),
        ("early", "late"), ("earlier", "later"), ("above", "below"), ("better", "worse"),
        ("best", "worst"), ("good", "bad"), ("fast", "slow"), ("faster", "slower"),
        ("quickly", "slowly"), ("long", "short"), ("longer", "shorter"), ("left", "right"),
        ("positive", "negative"), ("input", "output"), ("inputs", "outputs"), ("wide", "narrow"),
        ("forward", "backward"), ("correct", "wrong"), ("up", "down"), ("start", "end"),
        ("at least", "at most"), ("double", "half"), ("strong", "weak"),
    ],
    "zh": [
        ("更大", "更小"), ("最大", "最小"), ("增大", "减小"), ("变大", "变小"),
        ("放大", "缩小"), ("太大", "太小"), ("很大", "很小"), ("更多", "更少"),
        ("更高", "更低"), ("最高", "最低"), ("太高", "太低"), ("大于", "小于"),
        ("高于", "低于"), ("上升", "下降"), ("升到", "降到"), ("提高", "降低"),
        ("增加", "减少"), ("之前", "之后"), ("以前", "以后"), ("最前", "最后"),
        ("前面", "后面"), ("更早", "更晚"), ("更好", "更差"), ("最好", "最差"),
        ("更快", "更慢"), ("很快", "很慢"), ("更长", "更短"), ("左边", "右边"), ("左侧", "右侧"),
        ("正确", "错误"), ("输入", "输出"), ("至少", "至多"), ("以上", "以下"),
        ("前向", "反向"), ("越大", "越小"), ("越多", "越少"), ("较大", "较小"),
        ("较高", "较低"), ("较好", "较差"), ("调小", "调大"), ("缩短", "拉长"),
        ("开始", "结束"),
    ],
}  # fmt: skip


def drop_negation(original: Original, random: Random) -> str | None:
    text = original.translated
    found = [
        (match, new)
        for pattern, new in NEGATIONS[original.language]
        for match in _places(re.compile(pattern), text, original.is_plain)
    ]
    if not found:
        return None
    match, new = random.choice(found)
    return _replace(text, match, new)


def swap_direction(original: Original, random: Random) -> str | None:
    text = original.translated
    edge = "" if original.language == "zh" else r"\b"
    found = []
    for pair in OPPOSITES[original.language]:
        for one, other in (pair, pair[::-1]):
            pattern = re.compile(f"{edge}{re.escape(one)}{edge}")
            found += [(m, other) for m in _places(pattern, text, original.is_plain)]
            capital = re.compile(f"{edge}{re.escape(one.capitalize())}{edge}")
            if edge:
                found += [
                    (m, other.capitalize()) for m in _places(capital, text, original.is_plain)
                ]
    if not found:
        return None
    match, new = random.choice(found)
    return _replace(text, match, new)


# A unit, and another one.
UNITS: Mapping[str, list[tuple[str, str]]] = {
    "nl": [
        ("-bits", "-bytes"),
        ("bits", "bytes"),
        ("pixels", "punten"),
        ("graden", "radialen"),
        ("minuten", "uren"),
    ],
    "uk": [
        ("-бітн", "-байтн"),
        ("біти", "байти"),
        ("бітів", "байтів"),
        ("пікселів", "точок"),
        ("пікселі", "точки"),
        ("градусів", "радіанів"),
        ("хвилин", "годин"),
    ],
    "pcm": [
        ("-bit", "-byte"),
        ("bits", "bytes"),
        ("pixels", "points"),
        ("degrees", "radians"),
        ("minutes", "hours"),
    ],
    "zh": [(" 位", " 字节"), ("像素", "点"), (" 度", " 弧度"), ("分钟", "小时")],
}


def change_unit(original: Original, random: Random) -> str | None:
    """Another unit, wherever this one stands."""
    text = original.translated
    found = [
        (old, new)
        for old, new in UNITS[original.language]
        if _places(re.compile(re.escape(old)), text, original.is_plain)
    ]
    if not found:
        return None
    old, new = random.choice(found)
    return text.replace(old, new)


def drop_link(original: Original, random: Random) -> str | None:
    match = None if original.is_plain else _one(list(LINK.finditer(original.translated)), random)
    return _replace(original.translated, match, match[1]) if match else None


def alter_link(original: Original, random: Random) -> str | None:
    match = None if original.is_plain else _one(list(LINK.finditer(original.translated)), random)
    if not match:
        return None
    ways = [
        "https://example.com/",
        match[2][:-1],
        match[2].replace("../", "") if "../" in match[2] else f"../{match[2]}",
        f"{match[2]}#top",
    ]
    return _replace(original.translated, match, f"[{match[1]}]({random.choice(ways)})")


def spoil_code(original: Original, random: Random) -> str | None:
    match = None if original.is_plain else _one(list(CODE.finditer(original.translated)), random)
    if not match:
        return None
    inside = match[0][1:-1]
    ways = ["", inside, f"`{inside[:-1]}`" if len(inside) > 1 else "`q`", f"`{inside}_`"]
    return _replace(original.translated, match, random.choice(ways))


def spoil_formula(original: Original, random: Random) -> str | None:
    match = None if original.is_plain else _one(list(FORMULA.finditer(original.translated)), random)
    if not match:
        return None
    inside = match[0][1:-1]
    ways = ["", inside, f"${inside} + 1$", f"$2 {inside}$"]
    return _replace(original.translated, match, random.choice(ways))


def spoil_emphasis(original: Original, random: Random) -> str | None:
    if original.is_plain:
        return None
    text = original.translated
    found = [(m, [m[1], f"*{m[1]}*"]) for m in STRONG.finditer(text)]
    found += [(m, [m[1], f"**{m[1]}**", f"_ {m[1]}*"]) for m in EMPHASIS.finditer(text)]
    if not found:
        return None
    match, ways = random.choice(found)
    return _replace(text, match, random.choice(ways))


def leave_sentence_out(original: Original, random: Random) -> str | None:
    sentences = [s for s in SENTENCE.findall(original.translated) if s.strip()]
    # A heading in bold type is no sentence that somebody leaves out.
    droppable = [i for i, s in enumerate(sentences) if sum(map(str.isalpha, s)) >= 6]
    if len(sentences) < 2 or not droppable:
        return None
    gone = random.choice(droppable)
    return "".join(s for i, s in enumerate(sentences) if i != gone).strip()


def paste_english(original: Original, random: Random) -> str | None:
    return original.english


def paste_english_sentence(original: Original, random: Random) -> str | None:
    mine = [s for s in SENTENCE.findall(original.translated) if s.strip()]
    english = [s for s in SENTENCE.findall(original.english) if s.strip()]
    if len(mine) != len(english) or len(mine) < 2:
        return None
    at = random.choice(range(len(mine)))
    mine[at] = english[at]
    return "".join(mine)


def slip_in_html(original: Original, random: Random) -> str | None:
    ways = [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<a href="javascript:alert(1)">x</a>',
        "<b>x</b>",
        "<iframe src=//example.com></iframe>",
        "<svg/onload=alert(1)>",
        "[x](javascript:alert(1))",
        "![x](https://example.com/x.png)",
        "<!-- x -->",
        "<style>*{display:none}</style>",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        '<div style="position:fixed">x</div>',
    ]
    at = random.choice([0, len(original.translated)])
    text = original.translated
    return f"{text[:at]} {random.choice(ways)} {text[at:]}".strip()


def use_avoided_term(original: Original, random: Random) -> str | None:
    text = original.translated
    edge = "" if original.language == "zh" else r"\b"
    found = [
        (match, avoided)
        for term, avoided in original.avoided
        for match in _places(re.compile(f"{edge}{re.escape(term)}{edge}"), text, original.is_plain)
    ]
    if not found:
        return None
    match, avoided = random.choice(found)
    return _replace(text, match, avoided)


LATIN, CYRILLIC = "aeiopcyxAEIKMOPTX", "аеіорсухАЕІКМОРТХ"
IN_LATIN = dict(zip(LATIN, CYRILLIC, strict=True))
SIMPLIFIED = "学习训练这个对时间说过该们会来开关应与让从网络层值误，：（）；"
LOOK_ALIKES = {
    "nl": IN_LATIN,
    "pcm": IN_LATIN,
    "uk": dict(zip("аеіоурсхАВЕІКМНОРСТХиєї", "aeioypcxABEIKMHOPCTXыэё", strict=True)),
    "zh": dict(
        zip(SIMPLIFIED, "學習訓練這個對時間說過該們會來開關應與讓從網絡層值誤,:();", strict=True)
    ),
}


def use_look_alike(original: Original, random: Random) -> str | None:
    alike = {k: v for k, v in LOOK_ALIKES[original.language].items() if k != v}
    pattern = re.compile("[" + re.escape("".join(alike)) + "]")
    match = _one(_places(pattern, original.translated, original.is_plain), random)
    return _replace(original.translated, match, alike[match[0]]) if match else None


# Of these, every one is to be caught.
CERTAIN: Mapping[str, Mutate] = {
    "drop a number": drop_number,
    "change a number": change_number,
    "exponent or sign": change_exponent_or_sign,
    "drop a link": drop_link,
    "alter a link": alter_link,
    "code span": spoil_code,
    "formula": spoil_formula,
    "emphasis": spoil_emphasis,
    "HTML or script": slip_in_html,
}
# Of these, four in five.
LIKELY: Mapping[str, Mutate] = {
    "drop a negation": drop_negation,
    "swap a direction": swap_direction,
    "change a unit": change_unit,
    "leave a sentence out": leave_sentence_out,
    "paste the English": paste_english,
    "paste one sentence": paste_english_sentence,
    "avoided term": use_avoided_term,
    "look-alike letter": use_look_alike,
}
