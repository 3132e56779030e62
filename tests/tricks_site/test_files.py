"""Files are written at once or not at all."""

from pathlib import Path

import pytest

from tricks_site.errors import SiteError
from tricks_site.files import read_text, write_all, write_text


def test_written_text_is_read_again_byte_for_byte(tmp_path: Path) -> None:
    text = "gradiënt\r\nградієнт\n梯度"
    write_text(tmp_path / "new/folder/file.txt", text)
    assert read_text(tmp_path, Path("new/folder/file.txt")) == text
    assert (tmp_path / "new/folder/file.txt").stat().st_mode & 0o777 == 0o644


def test_an_interrupted_write_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file.txt"
    write_text(path, "old")

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_text(path, "new")
    assert [p.name for p in tmp_path.iterdir()] == ["file.txt"]
    assert path.read_text() == "old"


def test_several_files_take_their_places_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = {tmp_path / name: name for name in ("b/new.txt", "a/c/new.txt", "last.txt")}
    written: list[Path] = []
    replace = Path.replace

    def noted(self: Path, target: Path) -> Path:
        written.append(target)
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", noted)
    write_all(texts)
    assert written == [*texts]
    assert [path.read_text() for path in texts] == list(texts.values())


@pytest.mark.parametrize("fails", range(3))
def test_of_several_files_all_are_written_or_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: int
) -> None:
    (tmp_path / "old.txt").write_bytes(b"old\r\n")
    texts = {tmp_path / name: "new" for name in ("a/b/c.txt", "old.txt", "last.txt")}
    replace = Path.replace

    def interrupted(self: Path, target: Path) -> Path:
        if target == [*texts][fails]:
            raise KeyboardInterrupt
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_all(texts)
    assert [path.name for path in tmp_path.rglob("*")] == ["old.txt"]
    assert (tmp_path / "old.txt").read_bytes() == b"old\r\n"


def test_what_is_not_utf8_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_bytes(b"one\ntwo\ngradi\xebnt\n")
    with pytest.raises(SiteError, match=r"page\.md:3: the byte 0xeb is not UTF-8"):
        read_text(tmp_path, Path("page.md"))
