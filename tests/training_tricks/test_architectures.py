import numpy as np
import pytest

import training_tricks as tt


def test_a_kernel_with_a_1_in_the_middle_copies_the_image() -> None:
    x = np.random.default_rng(0).normal(size=(2, 4, 5, 1))
    for height, width in ((1, 1), (3, 3), (5, 3)):
        w = np.zeros((height, width, 1, 1))
        w[height // 2, width // 2] = 1
        np.testing.assert_array_equal(tt.conv2d(x, w, np.zeros(1)), x)


def test_the_kernel_is_not_turned_over() -> None:
    x = np.zeros((1, 3, 3, 1))
    x[0, 1, 1, 0] = 1
    w = np.arange(9.0).reshape(3, 3, 1, 1)
    y = tt.conv2d(x, w, np.zeros(1))
    np.testing.assert_array_equal(y[0, :, :, 0], w[::-1, ::-1, 0, 0])


def test_a_1_by_1_convolution_is_a_dense_layer_at_every_pixel() -> None:
    rng = np.random.default_rng(0)
    x, W, b = rng.normal(size=(2, 3, 4, 5)), rng.normal(size=(5, 6)), rng.normal(size=6)
    expected = tt.dense(x.reshape(-1, 5), W, b).reshape(2, 3, 4, 6)
    np.testing.assert_allclose(tt.conv2d(x, W[None, None], b), expected)


def test_inception_is_its_convolutions_side_by_side() -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(2, 4, 5, 3))
    ws = [rng.normal(size=(side, side, 3, out)) for side, out in ((1, 2), (3, 1), (5, 4))]
    branches = [tt.conv2d(x, w, np.zeros(w.shape[3])) for w in ws]
    np.testing.assert_allclose(tt.inception_block(x, ws), np.concatenate(branches, axis=3))


def test_a_residual_block_with_a_second_layer_of_zeros_is_the_identity() -> None:
    rng = np.random.default_rng(0)
    x, W1 = rng.normal(size=(3, 4)), rng.normal(size=(4, 6))
    W2 = np.zeros((6, 4))
    np.testing.assert_array_equal(tt.residual_block(x, W1, np.ones(6), W2, np.zeros(4)), x)
    dx, *_ = tt.residual_block_backward(x, x, W1, np.ones(6), W2)
    np.testing.assert_array_equal(dx, x)


def test_relu_passes_nothing_at_0() -> None:
    np.testing.assert_array_equal(
        tt.relu_backward(np.ones(3), np.array([-1.0, 0.0, 1.0])), [0, 0, 1]
    )


def test_shapes_that_do_not_fit() -> None:
    x = np.ones((2, 3, 3, 4))
    with pytest.raises(
        ValueError, match=r"w must have an odd height and width, but .*\(2, 3, 4, 5\)"
    ):
        tt.conv2d(x, np.ones((2, 3, 4, 5)), np.ones(5))
    with pytest.raises(ValueError, match=r"w must have the shape \(any, any, 4 as in x, any\)"):
        tt.conv2d(x, np.ones((3, 3, 5, 5)), np.ones(5))
    with pytest.raises(ValueError, match=r"ws must have the 5 channels of dy .* have 3"):
        tt.inception_block_backward(np.ones((2, 3, 3, 5)), x, [np.ones((1, 1, 4, 3))])
    with pytest.raises(
        ValueError, match=r"W must have the shape \(3 as in x, any\), but .*\(2, 3\)"
    ):
        tt.dense(np.ones((2, 3)), np.ones((2, 3)), np.ones(3))
