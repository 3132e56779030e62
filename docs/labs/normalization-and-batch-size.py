# ---
# title: Normalization and batch size
# description: Batch norm, layer norm, group norm and no normalization, with 2 to 256 images in a minibatch. Where batch norm breaks, where it leads, and why.
# ---

# %% [markdown]
# # Normalization and batch size
#
# How many images does [*batch normalization*](../glossary.md#batch-normalization) (short: batch norm) need in a minibatch? And what if you have fewer? The lesson on [normalization](../tricks/normalization.md) gives a first answer.
#
# ## What is compared
#
# Four networks learn to read digits from 1024 images. A [*validation set*](../glossary.md#validation-set) of 386 images chooses the learning rates. A [*test set*](../glossary.md#test-set) of 387 images chooses nothing.
#
# Every training has two [*epochs*](../glossary.md#epoch) (passes through the training images). The [*batch size*](../glossary.md#batch-size) is the number of images in a [*minibatch*](../glossary.md#minibatch), the group that one step uses. So a larger batch size means fewer steps.

# %%
import matplotlib.pyplot as plt
import numpy as np
from joblib import Parallel, delayed

import training_tricks as tt

images, labels = tt.load_digits()
pixels = images.reshape(1797, 64) / 8 - 1
order = np.random.default_rng(0).permutation(1797)
train_rows, validation_rows, test_rows = np.split(
    order, [1024, 1410]
)
print(len(train_rows), len(validation_rows), len(test_rows))
for size in (2, 4, 16, 64, 256):
    print(f"batch size {size:3}: {2 * 1024 // size:4} steps")


# %% [markdown]
# ## The four kinds
#
# - **None:** no normalization, only a bias.
# - **Batch norm:** a mean and a variance for each neuron, over the minibatch.
# - [**Layer norm**](../glossary.md#layer-normalization)**:** a mean and a variance for each image, over its 64 neurons.
# - [**Group norm**](../glossary.md#group-normalization)**:** like layer norm, but in 8 groups of neurons.
#
# All have one hidden layer of 64 neurons and the same first weights. The normalization sits between the weights and ReLU (negative values become 0), and learns a scale $\gamma$ and a shift $\beta$.
#
# At [*inference*](../glossary.md#inference) (using the trained network), batch norm uses its [*running statistics*](../glossary.md#running-statistics): moving averages of the means and variances seen in training.


# %%
def normalize(kind, z, gamma, beta):
    if kind == "batch norm":
        y, mean, var = tt.batch_norm(z, gamma, beta)
        return y, np.stack([mean, var])
    if kind == "layer norm":
        return tt.layer_norm(z, gamma, beta), None
    if kind == "group norm":
        return tt.group_norm(z, gamma, beta, num_groups=8), None
    return z + beta, None


def normalize_backward(kind, dy, z, gamma):
    if kind == "batch norm":
        return tt.batch_norm_backward(dy, z, gamma)
    if kind == "layer norm":
        return tt.layer_norm_backward(dy, z, gamma)
    if kind == "group norm":
        return tt.group_norm_backward(dy, z, gamma, num_groups=8)
    return dy, 0, dy.sum(axis=0)


# %%
def train(inputs, kind, size, rate, seed):
    rng = np.random.default_rng(seed)
    W = tt.he_normal(rng, (64, 64))
    V = 0.1 * tt.he_normal(rng, (64, 10))
    gamma, beta = np.ones(64), np.zeros(64)
    running = np.stack([np.zeros(64), np.ones(64)])
    for _ in range(2):
        for rows in rng.permutation(train_rows).reshape(-1, size):
            z = inputs[rows] @ W
            y, stats = normalize(kind, z, gamma, beta)
            if kind == "batch norm":
                running = 0.9 * running + 0.1 * stats
            h = np.maximum(y, 0)
            logits = h @ V
            if not np.abs(logits).max() < 1e6:
                return None  # diverged
            d = tt.softmax_cross_entropy(logits, labels[rows])[1]
            dy = (d @ V.T) * (h > 0)
            dz, *slopes = normalize_backward(kind, dy, z, gamma)
            V = V - rate * h.T @ d
            W = W - rate * inputs[rows].T @ dz
            gamma = gamma - rate * slopes[0]
            beta = beta - rate * slopes[1]
    return W, V, gamma, beta, running


# %%
def error(inputs, kind, network, rows, stats=None):
    W, V, gamma, beta, _ = network
    z = inputs[rows] @ W
    if stats is None:
        y, _ = normalize(kind, z, gamma, beta)
    else:
        y = tt.batch_norm_inference(z, gamma, beta, *stats)
    answers = (np.maximum(y, 0) @ V).argmax(axis=1)
    return 100 * np.mean(answers != labels[rows])


def errors(inputs, kind, size, rate, seed):
    network = train(inputs, kind, size, rate, seed)
    if network is None:
        return 90.0, 90.0  # as bad as guessing
    stats = network[-1] if kind == "batch norm" else None
    return (
        error(inputs, kind, network, validation_rows, stats),
        error(inputs, kind, network, test_rows, stats),
    )


# %% [markdown]
# ## A learning rate for each
#
# The best [*learning rate*](../glossary.md#learning-rate) changes with the batch size and with the normalization. So at each batch size, all kinds get the same five or seven rates, with five [*seeds*](../glossary.md#seed) (starts of the random generator) each. The numbers are validation [*errors*](../glossary.md#error) (wrong answers, in percent), means over the seeds. A training that diverges counts as 90, which is guessing.

# %%
kinds = ("none", "batch norm", "layer norm", "group norm")
rates = {
    2: (0.003, 0.01, 0.03, 0.1, 0.3),
    4: (0.01, 0.03, 0.1, 0.3, 1),
    16: (0.03, 0.1, 0.3, 1, 3),
    64: (0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4),
    256: (0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4),
}


def sweep(inputs, kind, size):
    runs = Parallel(n_jobs=-1)(
        delayed(errors)(inputs, kind, size, rate, seed)
        for rate in rates[size]
        for seed in range(5)
    )
    return np.reshape(runs, (len(rates[size]), 5, 2))


results = {}
for kind in kinds:
    for size in rates:
        results[kind, size] = sweep(pixels, kind, size)

# %%
figure, panels = plt.subplots(2, 1, figsize=(5.6, 6.4))
for panel, size in zip(panels, (2, 64), strict=True):
    print("batch size", size, "rates", *rates[size])
    for kind in kinds:
        mean = results[kind, size][:, :, 0].mean(axis=1)
        print(f"{kind:10}", *(f"{m:3.0f}" for m in mean))
        panel.plot(rates[size], mean, marker="o", label=kind)
    panel.set_xscale("log")
    panel.set_xticks(rates[size], rates[size])
    panel.set_yscale("log")
    panel.set_ylim(3, 700)
    panel.set_yticks((5, 10, 20, 50, 100), (5, 10, 20, 50, 100))
    panel.minorticks_off()
    panel.set_ylabel("error (%)")
    panel.set_title(f"batch size {size}")
    panel.legend(loc="upper left", ncols=2)
panels[-1].set_xlabel("learning rate")
plt.show()

# %% [markdown]
# ![Two panels with the validation error over the learning rate. Batch size 2: batch norm is highest up to rate 0.1; at 0.3, layer norm has 8% and group norm 14%, the others much more. Batch size 64: at rate 3.2, batch norm still has 5%, and the others fail.](figure "Batch size 2 and 64: the error over the learning rate.")
#
# With two images, batch norm is the worst at every rate up to 0.1. At rate 0.3, only layer norm and group norm still work. With 64 images, all are close at small rates, but at 1.6 and 3.2 only batch norm learns well.
#
# ## The best of each
#
# Now every kind takes the rate with the lowest validation error. The table shows batch size, rate and test error: mean ± [*standard deviation*](../glossary.md#standard-deviation), lowest and highest seed.


# %%
def choose(runs, size):
    i = runs[:, :, 0].mean(axis=1).argmin()
    edge = i in (0, len(rates[size]) - 1)
    return rates[size][i], runs[i, :, 1], edge


def row(kind, size, rate, test):
    print(f"{size:3} {kind:10} rate {rate:4}", end=" ")
    print(f"{test.mean():5.1f} ± {test.std():.1f}", end=" ")
    print(f"{test.min():5.1f} {test.max():4.1f}")


best, tests, edges = {}, {}, 0
for kind in kinds:
    for size in rates:
        rate, test, edge = choose(results[kind, size], size)
        best[kind, size], tests[kind, size] = rate, test
        edges += edge
        row(kind, size, rate, test)
print("best rate at the edge of the grid:", edges, "of 20")


# %%
def size_axis():
    plt.xscale("log", base=2)
    plt.xticks(list(rates), list(rates))
    plt.xlabel("batch size")


for k, kind in enumerate(kinds):
    test = np.array([tests[kind, size] for size in rates])
    mean = test.mean(axis=1)
    spread = [mean - test.min(axis=1), test.max(axis=1) - mean]
    # a little to the side, so that the bars can be seen
    x = np.array(list(rates)) * (0.82 + 0.12 * k)
    plt.errorbar(x, mean, spread, label=kind)
size_axis()
plt.ylim(0, 38)
plt.ylabel("test error (%)")
plt.legend(loc="upper center", ncols=2)
plt.show()

# %% [markdown]
# ![The test error over the batch size for the four kinds. With 2, batch norm is highest. With 4 and 16, all are close. With 64 and 256, batch norm is lowest, at about half the error of the next best.](figure "The best learning rate for each. The bars go from the best to the worst seed.")
#
# - **2 images:** batch norm breaks. Its mean error is more than twice that of every other kind.
# - **4 and 16 images:** the bars overlap.
# - **64 and 256 images:** batch norm has about half the error of the next best.
#
# Layer norm and group norm do not break with 2 images. But they gain little here: at every batch size, their bars overlap with those of *no* normalization.
#
# ## Where does the lead come from?
#
# The mean of the pixels is −0.4, not 0. Batch norm subtracts each neuron's mean over the images, and so removes what all images share. The other kinds cannot. Is this the reason?
#
# Centre the inputs: subtract from each pixel its mean over the training images (see the lesson on [inputs](../tricks/values-in-range.md)). Then repeat the sweep for the two large batch sizes.

# %%
centred = pixels - pixels[train_rows].mean(axis=0)
print(f"mean of the pixels: {pixels[train_rows].mean():.1f}")
edges = 0
for size in (64, 256):
    for kind in kinds:
        runs = sweep(centred, kind, size)
        rate, test, edge = choose(runs, size)
        edges += edge
        row(kind, size, rate, test)
print("best rate at the edge of the grid:", edges, "of 8")

# %% [markdown]
# The lead is gone: with 64 and with 256 images, the bars of all four overlap. Without normalization, centring alone lowers the error with 256 images from 18% to 8%. And all four now work with rates of 1.6 or 3.2.
#
# So here, batch norm mostly repaired the inputs. Centre them first, then ask what a normalization adds. In a deep network, centred inputs do not keep the later layers centred, and batch norm can do more.
#
# ## Why batch norm breaks
#
# Put one image into 300 minibatches with different companions. How much do its normalized signals change? The program prints their standard deviation, as a mean over the neurons. The signals have a size of about 1, so 1 would be all noise.

# %%
W = tt.he_normal(np.random.default_rng(0), (64, 64))
gamma, beta = np.ones(64), np.zeros(64)
for kind in ("batch norm", "group norm"):
    changes = []
    for size in rates:
        rng, seen = np.random.default_rng(0), []
        for _ in range(300):
            others = rng.choice(train_rows[1:], size - 1, False)
            z = pixels[[train_rows[0], *others]] @ W
            seen.append(normalize(kind, z, gamma, beta)[0][0])
        changes.append(np.std(seen, axis=0).mean())
    print(kind, *(f"{change:5.2f}" for change in changes))
    plt.plot(list(rates), changes, marker="o", label=kind)

size_axis()
plt.ylim(-0.05, 1.25)
plt.ylabel("change of the signals")
plt.legend(loc="upper right")
plt.show()

# %% [markdown]
# ![The change of the signals of one image over the batch size. With batch norm it falls from 0.80 with 2 images to 0.58, 0.29, 0.14 and 0.06 with 256. With group norm it is 0 everywhere.](figure "With batch norm, other images change the signals of an image.")
#
# With two images, much of the signal comes from the companion. With group norm the change is 0, because images share nothing.
#
# ## The gap between training and inference
#
# The networks with batch norm (inputs not centred) answer the test images with three kinds of mean and variance:
#
# - those of the **own minibatch**, as in training, with the same batch size;
# - the **running** statistics, as at inference;
# - those of the whole **training set**, measured after training.


# %%
def errors_by_statistics(inputs, size, rate, seed):
    kind, rng = "batch norm", np.random.default_rng(seed)
    network = train(inputs, kind, size, rate, seed)
    z = inputs[train_rows] @ network[0]
    whole = z.mean(axis=0), z.var(axis=0)
    own = []
    for _ in range(2048 // size):
        rows = rng.choice(test_rows, size, False)
        own.append(error(inputs, kind, network, rows))
    return (
        np.mean(own),
        error(inputs, kind, network, test_rows, network[-1]),
        error(inputs, kind, network, test_rows, whole),
    )


# %%
sources = ("own minibatch", "running", "training set")
print("    ", *(f"{source:>13}" for source in sources))
table = []
for size in rates:
    rate = best["batch norm", size]
    runs = Parallel(n_jobs=-1)(
        delayed(errors_by_statistics)(pixels, size, rate, seed)
        for seed in range(5)
    )
    table.append(np.mean(runs, axis=0))
    cells = np.transpose([table[-1], np.std(runs, axis=0)])
    print(f"{size:4}", *(f"{m:7.1f} ± {s:.1f}" for m, s in cells))
print(f"0.9 ** 8 = {0.9**8:.0%}")

for k, source in enumerate(sources):
    means = [line[k] for line in table]
    plt.plot(list(rates), means, marker="o", label=source)
size_axis()
plt.ylim(0, 52)
plt.ylabel("test error (%)")
plt.legend(loc="upper right")
plt.show()

# %% [markdown]
# ![The test error over the batch size for three kinds of statistics. With 4 images, the own minibatch gives about 17%, the others 6%. With 2 images, all are higher. With 256, the running statistics are the worst.](figure "Batch norm: one network, three kinds of statistics.")
#
# With small minibatches, batch norm makes the task much harder in training than at inference.
#
# Do bad running statistics cause the failure with 2 images? No: those of the training set repair nothing, within the spread. A likely reason: with two images, a signal says little more than which of the two sums is larger (see the lesson). The network learns from such signals. At inference it gets others.
#
# With 256 images, the running statistics do harm: those of the training set give 5%. The running ones keep 0.9 of their value in each step, so after 8 steps 43% of their start (0 and 1) is left. A very short training needs another factor, or statistics measured after training ([Wu and Johnson](https://arxiv.org/abs/2105.07576)).
#
# ## Limits
#
# Small images, one hidden layer, five seeds, few rates. Two epochs measure speed: a long training can end differently. The same people wrote the digits of all three parts. In a [convolution](../glossary.md#convolution), all places of an image count for the mean, so two images give many values.
#
# ## Try it yourself
#
# - Centre the pixels in the programs of the lesson, which have more layers. What stays of the lead of batch norm?
# - Make the factor 0.9 of the running statistics smaller. Who gains, who loses?
# - Train with batch norm and 2 images. Then train only `V` again, with the statistics of the training set. Was `W` the problem?
