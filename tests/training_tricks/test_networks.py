import numpy as np
import pytest

import training_tricks as tt


@pytest.fixture(scope="module")
def digits() -> tuple[np.ndarray, np.ndarray]:
    images, labels = tt.load_digits()
    x = images.reshape(len(images), -1)
    return tt.standardize(x, x[:1000].mean(axis=0), x[:1000].std(axis=0)), labels


def accuracy(logits: np.ndarray, labels: np.ndarray) -> float:
    return float((logits.argmax(axis=1) == labels).mean())


def test_the_mlp_learns_the_digits(digits: tuple[np.ndarray, np.ndarray]) -> None:
    x, labels = digits
    rng = np.random.default_rng(0)
    params = tt.mlp_init(rng, (64, 64, 10))
    for _ in range(20):
        for batch in rng.permutation(1000).reshape(-1, 50):
            _, params = tt.mlp_step(params, x[batch], labels[batch], lr=0.1)
    assert accuracy(tt.mlp(params, x[1000:]), labels[1000:]) > 0.9


def test_the_convnet_learns_the_digits(digits: tuple[np.ndarray, np.ndarray]) -> None:
    x, labels = digits
    images = x.reshape(-1, 8, 8, 1).astype(np.float32)
    rng = np.random.default_rng(0)
    params = [p.astype(np.float32) for p in tt.convnet_init(rng, (8, 8, 1), (4, 8), 10)]
    for _ in range(3):
        for batch in rng.permutation(1000).reshape(-1, 50):
            _, params = tt.convnet_step(params, images[batch], labels[batch], lr=0.1)
    assert accuracy(tt.convnet(params, images[1000:]), labels[1000:]) > 0.85
    assert {p.dtype for p in params} == {np.dtype(np.float32)}


def test_a_step_is_the_gradients_and_sgd() -> None:
    rng = np.random.default_rng(0)
    params = tt.mlp_init(rng, (4, 5, 6, 3))
    x, labels = rng.normal(size=(7, 4)), rng.integers(0, 3, size=7)
    loss, gradients = tt.mlp_gradients(params, x, labels)
    step_loss, stepped = tt.mlp_step(params, x, labels, lr=0.1)
    assert loss == step_loss
    for w, g, new in zip(params, gradients, stepped, strict=True):
        np.testing.assert_array_equal(tt.sgd(w, g, 0.1), new)


def test_logits_and_loss_agree() -> None:
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 3, size=5)
    params = tt.mlp_init(rng, (4, 6, 3))
    x = rng.normal(size=(5, 4))
    expected, _ = tt.softmax_cross_entropy(tt.mlp(params, x), labels)
    assert tt.mlp_gradients(params, x, labels)[0] == pytest.approx(expected)
    params = tt.convnet_init(rng, (2, 3, 2), (3, 4), 3)
    x = rng.normal(size=(5, 2, 3, 2))
    expected, _ = tt.softmax_cross_entropy(tt.convnet(params, x), labels)
    assert tt.convnet_gradients(params, x, labels)[0] == pytest.approx(expected)


def test_a_network_of_one_layer_is_a_dense_layer() -> None:
    rng = np.random.default_rng(0)
    W, b = tt.mlp_init(rng, (4, 3))
    x, labels = rng.normal(size=(5, 4)), rng.integers(0, 3, size=5)
    np.testing.assert_array_equal(tt.mlp([W, b], x), tt.dense(x, W, b))
    _, dlogits = tt.softmax_cross_entropy(x @ W + b, labels)
    np.testing.assert_allclose(tt.mlp_gradients([W, b], x, labels)[1][0], x.T @ dlogits)


def test_layers_that_do_not_fit_are_named() -> None:
    rng = np.random.default_rng(0)
    W1, b1, W2, b2 = tt.mlp_init(rng, (4, 5, 3))
    x = np.ones((2, 4))
    with pytest.raises(
        ValueError, match=r"params\[2\] must have the shape \(5, any\), but .*\(4, 3\)"
    ):
        tt.mlp([W1, b1, W2[:4], b2], x)
    with pytest.raises(ValueError, match=r"params\[1\] must have the shape \(5,\), but .*\(4,\)"):
        tt.mlp([W1, b1[:4], W2, b2], x)
    with pytest.raises(ValueError, match=r"params must be weights and biases .* 3 arrays"):
        tt.mlp([W1, b1, W2], x)
    with pytest.raises(ValueError, match=r"x must have the shape \(any, 4\), but .*\(2, 3\)"):
        tt.mlp([W1, b1, W2, b2], x[:, :3])
    convolutions = tt.convnet_init(rng, (4, 4, 1), (2, 2), 3)
    with pytest.raises(ValueError, match=r"x must have the size that params\[4\] was made for"):
        tt.convnet(convolutions, np.ones((2, 5, 4, 1)))
    with pytest.raises(ValueError, match="params must be two kernels and a matrix"):
        tt.convnet(convolutions[:4], np.ones((2, 4, 4, 1)))
