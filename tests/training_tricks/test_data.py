import gzip
from pathlib import Path

import numpy as np
import pytest

import training_tricks as tt


def test_the_digits_are_those_of_uci() -> None:
    images, labels = tt.load_digits()
    assert images.shape == (1797, 8, 8)
    assert (images.min(), images.max()) == (0, 16)
    # How often each digit occurs, as UCI's description of the test part says.
    assert np.bincount(labels).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    # The first row of the file optdigits.tes.
    assert images[0, 0].tolist() == [0, 0, 5, 13, 9, 1, 0, 0]
    assert labels[0] == 0


def idx(*shape: int, entries: bytes, kind: int = 8) -> bytes:
    lengths = b"".join(length.to_bytes(4, "big") for length in shape)
    return bytes([0, 0, kind, len(shape)]) + lengths + entries


def test_reading_idx_files_packed_or_not(tmp_path: Path) -> None:
    content = idx(2, 2, 3, entries=bytes(range(12)))
    (tmp_path / "plain").write_bytes(content)
    (tmp_path / "packed.gz").write_bytes(gzip.compress(content))
    expected = np.arange(12, dtype=np.uint8).reshape(2, 2, 3)
    for name in ("plain", "packed.gz"):
        found = tt.read_idx(tmp_path / name)
        np.testing.assert_array_equal(found, expected)
        found[0] = 0  # it is the reader's own copy


BROKEN = {
    "empty": (b"", "starts with b''"),
    "something else": (b"not an IDX file", "starts with b'not '"),
    "floats": (idx(2, entries=b"ab", kind=13), "IDX file of unsigned bytes"),
    "cut in its header": (bytes([0, 0, 8, 3, 0, 0]), "IDX file of unsigned bytes"),
    "cut short": (
        idx(2, 3, entries=b"12345"),
        r"holds 5 entries and its header says \(2, 3\), which is 6",
    ),
    "too long": (idx(2, 3, entries=b"1234567"), r"holds 7 entries"),
    "cut gzip": (gzip.compress(idx(2, entries=b"ab"))[:-6], "must be a whole gzip file"),
}


@pytest.mark.parametrize(("content", "complaint"), BROKEN.values(), ids=BROKEN)
def test_files_that_are_not_whole_are_refused(
    tmp_path: Path, content: bytes, complaint: str
) -> None:
    path = tmp_path / "broken"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=complaint) as caught:
        tt.read_idx(path)
    assert str(path) in str(caught.value)
