"""Real data to train on: small digits that come with the package, and MNIST from your own copy."""

from __future__ import annotations

import os

import numpy as np

from training_tricks.validation import checked, file_path


@checked()
def load_digits() -> tuple[np.ndarray, np.ndarray]:
    """Load 1797 handwritten digits of 8 x 8 pixels.

    Parameters
    ----------
    None.

    Returns
    -------
    images : float64 from 0 to 16, of shape (1797, 8, 8). `images.reshape(1797, 64)` has one row
        for each digit.
    labels : the digits, integers of shape (1797,).

    Raises
    ------
    OSError
        If the file that comes with the package is missing.

    References
    ----------
    Alpaydin and Kaynak, Optical recognition of handwritten digits, UCI Machine Learning
    Repository, 1998, https://doi.org/10.24432/C50P49, under CC BY 4.0. This is its test part.

    Examples
    --------
    >>> images, labels = load_digits()
    >>> images.shape, labels[:10]
    ((1797, 8, 8), array([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]))
    """
    with np.load(os.path.join(os.path.dirname(__file__), "digits", "digits.npz")) as file:
        return file["images"].astype(np.float64), file["labels"].astype(np.int64)


@checked(path=file_path)
def read_idx(path: str | os.PathLike[str]) -> np.ndarray:
    """Read a file of the IDX format, in which MNIST comes, packed with gzip or not.

    The format: two bytes of 0; one byte for the type, here always 8, unsigned bytes; one byte for
    the number of axes; the length of each axis as a big-endian integer of 4 bytes; the entries.

    Parameters
    ----------
    path : the file, for example `train-images-idx3-ubyte.gz`.

    Returns
    -------
    An array of unsigned bytes: (60000, 28, 28) for MNIST's training images, (60000,) for their
    labels.

    Raises
    ------
    ValueError
        If there is no such file, or it is not whole, or not of this format.

    References
    ----------
    LeCun, Cortes and Burges, The MNIST database of handwritten digits.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "two-by-three"
    ...     _ = path.write_bytes(bytes([0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 5, 6, 7, 8, 9, 10]))
    ...     read_idx(path)
    array([[ 5,  6,  7],
           [ 8,  9, 10]], dtype=uint8)
    """
    with open(path, "rb") as file:
        content = file.read()
    if content[:2] == b"\x1f\x8b":
        import gzip  # here, because the package should import fast

        try:
            content = gzip.decompress(content)
        except (OSError, EOFError) as error:
            raise ValueError(
                f"path must be a whole gzip file, but {path} is not: {error}"
            ) from error
    axes = content[3] if len(content) >= 4 else 0
    start = 4 + 4 * axes
    if content[:3] != b"\0\0\x08" or axes == 0 or len(content) < start:
        raise ValueError(
            f"path must be an IDX file of unsigned bytes, but {path} starts with {content[:4]!r}"
        )
    shape = tuple(int(length) for length in np.frombuffer(content[4:start], ">u4"))
    expected, found = int(np.prod(shape, dtype=object)), len(content) - start
    if found != expected:
        raise ValueError(
            f"path must be a whole IDX file, but {path} holds {found} entries and its header"
            f" says {shape}, which is {expected}"
        )
    return np.frombuffer(content[start:], np.uint8).reshape(shape).copy()
