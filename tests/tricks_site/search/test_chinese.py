from __future__ import annotations

import pytest

from tricks_site.search.chinese import character, code, decode, encode


def test_codes_are_letters_and_a_pair_begins_with_its_first_character() -> None:
    assert code("过") == "zqipmh"
    assert code("过拟") == "zqipmhgcnp"
    assert character("ipmh") == "过"


def test_each_character_is_indexed_with_the_next_one_and_the_last_alone() -> None:
    assert encode("过拟合。") == f"{code('过拟')}{{~}} {code('拟合')}{{~}} {code('合')}{{~}} 。"


def test_other_words_stay_whole() -> None:
    assert encode("用he_normal 初").split() == [f"{code('用')}{{~}}", "he_normal", code("初")]


def test_the_text_can_be_had_back_cut_into_words() -> None:
    assert decode(encode("用 ReLU。")) == "用 \u200bReLU。"


@pytest.mark.parametrize(
    "text",
    [
        "把 ReLU 与 tanh（双曲正切）比较：标准差是 √n，不是n。",
        "x = {} 时，字典为空 {}。",
        "No Chinese {} at all.",
        "",
    ],
)
def test_nothing_is_lost(text: str) -> None:
    assert decode(encode(text)).replace("\u200b", "") == text
