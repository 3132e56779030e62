from __future__ import annotations

from itertools import pairwise

from tricks_site.search.annotations import without_terms
from tricks_site.search.chinese import annotate, code


def test_codes_are_letters_and_a_pair_begins_with_its_first_character() -> None:
    assert code("过") == "zqipmh"
    assert code("过拟") == "zqipmhgcnp"


def test_every_character_has_its_pair_and_the_last_one_itself() -> None:
    words = annotate("过拟合。").split()
    assert [word.split("{")[0] for word in words] == ["过", "拟", "合", "。"]
    for word, pair in zip(words, [*map("".join, pairwise("过拟合")), "合"], strict=False):
        assert f"~{code(pair)}~" in word


def test_the_text_can_be_had_back() -> None:
    text = "把 ReLU 与 tanh（双曲正切）比较：标准差是 √n，不是n。"
    assert without_terms(annotate(text)).replace("\u200b", "") == text


def test_other_words_stay_whole() -> None:
    words = annotate("用he_normal 初始化").split()
    assert "he_normal" in words
