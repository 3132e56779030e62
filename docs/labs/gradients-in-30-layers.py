# ---
# title: Gradients in a 30-layer network
# description: Measure the gradient of every layer in a network with 30 layers, add one remedy at a time, and see which of them make the network learn.
# ---

# %% [markdown]
# # Gradients in a 30-layer network
#
# On its way back through many layers, the [gradient](../glossary.md#gradient) can become almost 0: it [vanishes](../glossary.md#vanishing-gradient). Or it becomes huge: it [explodes](../glossary.md#exploding-gradient). The lesson [Why deep networks are hard to train](../tricks/hard-to-train.md) explains why. This lab asks two questions. What does each remedy change in the gradients? And does the network then learn?
#
# Good gradients may not be enough.
#
# ## The data and the network
#
# The digits are split into three parts: 1000 for training, 400 in a [validation set](../glossary.md#validation-set) for choosing the learning rate, and 397 in a [test set](../glossary.md#test-set) for the results. Two neighbouring pixels are averaged, so a digit has 32 numbers. Then all 30 layers have 32 inputs and 32 outputs.

# %%
import matplotlib.pyplot as plt
import numpy as np
from joblib import Parallel, delayed

import training_tricks as tt

images, labels = tt.load_digits()
order = np.random.default_rng(0).permutation(1797)
# the mean of each pair of neighbouring pixels
x = images.reshape(1797, 32, 2).mean(axis=2)[order]
x = (x - x[:1000].mean()) / x[:1000].std()
y = labels[order]
train_x, valid_x, test_x = x[:1000], x[1000:1400], x[1400:]
train_y, valid_y, test_y = y[:1000], y[1000:1400], y[1400:]
print(len(train_x), len(valid_x), len(test_x))

# %% [markdown]
# There are three [activation functions](../glossary.md#activation-function), the non-linear functions after each layer. `var` is the [variance](../glossary.md#variance) of the first weights, times the 32 inputs.


# %%
def sigmoid(z):
    return 1 / (1 + np.exp(-z))


# each function, and its slope computed from its result
activations = {
    "sigmoid": (sigmoid, lambda h: h * (1 - h)),
    "tanh": (np.tanh, lambda h: 1 - h**2),
    "ReLU": (lambda z: np.maximum(z, 0), np.sign),
}
ones = np.ones(32)


def start(var, rng):
    Ws = rng.normal(0, np.sqrt(var / 32), (30, 32, 32))
    last = rng.normal(0, np.sqrt(1 / 32), (32, 10))
    return [Ws, np.zeros((30, 32)), last]


# %% [markdown]
# `forward` computes the answers. With `norm`, each layer has [batch norm](../glossary.md#batch-normalization), which gives each sum mean 0 and standard deviation 1 over the examples. Its shift is learned, its scale is not. With `share`, each layer has a [residual connection](../glossary.md#residual-connection): the layer's result, times `share`, is added to its input.


# %%
def forward(params, x, name, norm=False, share=0, stats=None):
    Ws, bs, last = params
    h, cache = x, []
    for k in range(30):
        z = h @ Ws[k]
        if norm and stats:
            a = tt.batch_norm_inference(z, ones, bs[k], *stats[k])
        elif norm:
            a = tt.batch_norm(z, ones, bs[k])[0]
        else:
            a = z + bs[k]
        out = activations[name][0](a)
        cache.append((h, z, out))
        h = h + share * out if share else out
    return h, h @ last, cache


# %%
def gradients(params, x, y, name, norm=False, share=0):
    Ws, bs, last = params
    h, logits, cache = forward(params, x, name, norm, share)
    loss, d = tt.softmax_cross_entropy(logits, y)
    dWs, dbs, dlast = np.empty_like(Ws), np.empty_like(bs), h.T @ d
    d = d @ last.T
    # walk back from layer 30 to layer 1
    for k in reversed(range(30)):
        h, z, out = cache[k]
        dz = (share or 1) * d * activations[name][1](out)
        dbs[k] = dz.sum(axis=0)
        if norm:
            dz = tt.batch_norm_backward(dz, z, ones)[0]
        dWs[k] = h.T @ dz
        back = dz @ Ws[k].T
        d = d + back if share else back
    return loss, [dWs, dbs, dlast]


# %% [markdown]
# ## The gradient at the start
#
# First look at untrained networks. The cell measures the [norm](../glossary.md#norm) (the length) of the gradient for the weights of each layer. It uses 256 digits and 5 [seeds](../glossary.md#seed). The variance of the weights is $1/(3n)$, $1/n$, $2/n$ or $16/n$ for $n = 32$ inputs.


# %%
def first_norms(name, var, norm=False, share=0):
    runs = []
    for seed in range(5):
        params = start(var, np.random.default_rng(seed))
        batch = train_x[:256], train_y[:256]
        _, grads = gradients(params, *batch, name, norm, share)
        runs.append(tt.norm_per_layer(list(grads[0])))
    return runs


figure, panels = plt.subplots(3, 1, figsize=(5.6, 6.4), sharex=True)
for panel, name in zip(panels, activations):
    print(f"{name:8}", end="")
    for var in (1 / 3, 1, 2, 16):
        runs = first_norms(name, var)
        middle = np.median(runs, axis=0)
        print(f"  {middle[0]:5.0e} / {middle[-1]:5.0e}", end="")
        label = f"{var:.2g} / n" if name == "tanh" else None
        panel.plot(range(1, 31), middle, label=label)
        low, high = np.min(runs, axis=0), np.max(runs, axis=0)
        panel.fill_between(range(1, 31), low, high, alpha=0.2)
    print()
    panel.set_title(name)
    panel.set_yscale("log")
panels[-1].set_xlabel("layer")
panels[1].set_ylabel("norm of the gradient")
figure.legend(loc="outside upper center", ncols=4)
plt.show()

# %% [markdown]
# ![Three panels with the norm of the gradient over the layers 1 to 30, on a logarithmic scale, for four variances of the weights. With sigmoid, all four lines fall steeply towards layer 1. With tanh, three lines are flat, and the line for 16/n rises towards layer 1. With ReLU, all four lines are flat: the lowest is near a trillionth, the highest is above a trillion.](figure "Each line is the median of 5 networks. The shaded areas go from the lowest to the highest.")
#
# The table has layer 1 / layer 30 for each of the four variances. There are three kinds of trouble:
#
# - **Sigmoid:** the gradient shrinks on its way back. None of these weights stops that.
# - **Tanh with large weights:** the gradient grows on its way back.
# - **ReLU:** the gradient is about equal in all layers. With small weights it is tiny in all of them, with large weights it is huge in all of them.
#
# With $1/n$ for tanh and $2/n$ for ReLU, the gradients look healthy: flat, and neither tiny nor huge.
#
# ## One remedy at a time
#
# Now train with sigmoid and with ReLU. Each network gets 64 steps with [minibatches](../glossary.md#minibatch) of 32 digits: about two passes through the training data. For validation and test digits, batch norm uses means and variances of the training digits.


# %%
def accuracies(params, name, norm, share):
    cache = forward(params, train_x, name, norm, share)[2]
    stats = [(z.mean(axis=0), z.var(axis=0)) for _, z, _ in cache]
    for x, y in ((valid_x, valid_y), (test_x, test_y)):
        logits = forward(params, x, name, norm, share, stats)[1]
        yield np.mean(logits.argmax(axis=1) == y)


def train(name, var, norm, share, change, rate, seed):
    rng = np.random.default_rng(seed)
    params, norms = start(var, rng), []
    setting = name, norm, share
    with np.errstate(all="ignore"):
        try:
            for _ in range(64):
                rows = rng.integers(0, 1000, 32)
                batch = train_x[rows], train_y[rows]
                grads = gradients(params, *batch, *setting)[1]
                norms += tt.norm_per_layer([grads[0][0]])
                grads = change(grads)
                params = [
                    p - rate * g for p, g in zip(params, grads)
                ]
            return *accuracies(params, *setting), norms
        except ValueError:
            # numbers overflow: no better than guessing
            return 0.1, 0.1, norms


# %% [markdown]
# To be fair, each remedy gets its own best [learning rate](../glossary.md#learning-rate) of six. Two networks for each rate choose it, on the validation digits. Then 5 new networks (other seeds) train with this rate. The test digits give the result, and choose nothing.


# %%
def compare(setting, rates, seeds=(5, 6)):
    jobs = [(rate, seed) for rate in rates for seed in seeds]
    runs = Parallel(n_jobs=-1)(
        delayed(train)(*setting, *job) for job in jobs
    )
    valid = np.reshape([run[0] for run in runs], (len(rates), -1))
    best = rates[valid.mean(axis=1).argmax()]
    runs = Parallel(n_jobs=-1)(
        delayed(train)(*setting, best, seed) for seed in range(5)
    )
    test = [run[1] for run in runs]
    print(f"rate {best:<6g} test {np.mean(test):.2f}", end=" ")
    print(f"({min(test):.2f} to {max(test):.2f})")
    return valid, test, [run[2] for run in runs]


def keep(grads):
    return grads


# %% [markdown]
# The weights start with the variance $1/(3n)$, which is too small. Only "initialization" and "all three" use a better [initialization](../glossary.md#weight-initialization): $1/n$ for sigmoid and $2/n$ for ReLU. The share of the residual networks is $1/\sqrt{30}$.


# %%
rates = (0.004, 0.02, 0.1, 0.5, 2.5, 12.5)
part = 30**-0.5
remedies = {
    "nothing": (1 / 3, False, 0),
    "initialization": (None, False, 0),
    "batch norm": (1 / 3, True, 0),
    "residual": (1 / 3, False, part),
    "all three": (None, True, part),
}
results = {}
starts = ("sigmoid", 1, "C0o"), ("ReLU", 2, "C1^")
for name, fitted, style in starts:
    for place, (remedy, (var, *kind)) in enumerate(
        remedies.items()
    ):
        setting = name, var or fitted, *kind
        middle = np.median(first_norms(*setting), axis=0)
        print(f"{name:8}{remedy:15}{middle[0]:5.0e} /", end=" ")
        print(f"{middle[-1]:5.0e}", end="  ")
        results[name, remedy] = compare((*setting, keep), rates)
        test = results[name, remedy][1]
        label = None if place else name
        height = place + 0.3 * (name == "ReLU")
        plt.plot(test, 5 * [height], style, label=label)
plt.yticks(np.arange(5) + 0.15, remedies)
plt.ylim(4.6, -0.3)
plt.xlim(0, 1)
plt.xlabel("test accuracy")
plt.legend(loc="upper right")
plt.show()

# %% [markdown]
# ![The test accuracy of 5 networks for each remedy, with sigmoid and with ReLU. Nothing: all near 0.1. Initialization: sigmoid near 0.1, ReLU only slightly higher. Batch norm: ReLU lower, sigmoid higher, both in the middle between guessing and the best. Residual and all three: all near 0.9.](figure "Each mark is one network. Guessing gives 0.1.")
#
# The table has the gradient at the start (layer 1 / layer 30), the chosen rate, and the mean test accuracy with its lowest and highest value. Where nothing is learned, all rates are equally bad, so the chosen one means nothing.
#
# - **Initialization** gives ReLU a healthy gradient. But after 64 steps these networks have learned little, with any rate. So a healthy gradient at the start is *not enough* for 30 plain layers. With sigmoid, nothing is learned.
# - **Batch norm** helps both. With ReLU, layer 1 starts with a gradient more than 100 times as large as that of layer 30. Both stay far behind the residual networks. For ReLU, several rates are about equally good, so your computer may choose another one.
# - **Residual** networks reach an accuracy of about 0.9, with sigmoid too, although their weights have the bad start.
# - **All three** together are not clearly better here than residual alone.
#
# Do not conclude that batch norm or initialization are weak in general. With few layers, initialization is enough: see the lab [Depth, plain and residual](plain-and-residual-depth.md).
#
# ## The gradient during training
#
# How does the gradient of layer 1 change in these 64 steps? The table has the first step, and the median of the last 10 steps.


# %%
figure, panels = plt.subplots(2, 1, figsize=(5.6, 5.6), sharex=True)
for panel, name in zip(panels, ("sigmoid", "ReLU")):
    for remedy in remedies:
        middle = np.median(results[name, remedy][2], axis=0)
        print(f"{name:8}{remedy:15}{middle[0]:5.0e}", end=" ")
        print(f"-> {np.median(middle[-10:]):5.0e}")
        label = remedy if name == "ReLU" else None
        panel.plot(range(1, 65, 3), middle[::3], label=label)
    panel.set_title(name)
    panel.set_yscale("log")
panels[1].set_xlabel("step")
panels[0].set_ylabel("norm of the gradient")
figure.legend(loc="outside upper center", ncols=2)
plt.show()

# %% [markdown]
# ![Two panels with the norm of the gradient of layer 1 over 64 steps, on a logarithmic scale. With sigmoid, nothing and initialization stay flat, far below a billionth, and the others stay in the upper part. With ReLU, nothing is tiny and becomes even smaller. Batch norm starts in the hundreds and soon falls far below that. The others stay in the upper part.](figure "The gradient of layer 1, the median of 5 networks.")
#
# What vanishes at the start stays vanished: training does not repair it. The large gradients of batch norm with ReLU do not last. In the last steps they are far smaller.
#
# ## What does not help
#
# Can you make the gradient longer? `rescale` divides all gradients by their global norm, so it has the norm 1 in every step. But one factor for all layers does not change the *ratio* between layers. `rescale_each` gives each layer its own factor, so all layers get the norm 1. The weights have the small start.


# %%
def rescale(grads):
    norm = tt.global_norm(grads)
    return [g / norm for g in grads]


def rescale_each(grads):
    norms = np.array(tt.norm_per_layer([*grads[0], grads[2]]))
    norms = norms[:, None] + 1e-300
    dWs, dbs = grads[0] / norms[:30, None], grads[1] / norms[:30]
    return [dWs, dbs, grads[2] / norms[30]]


for name in ("sigmoid", "ReLU"):
    params = start(1 / 3, np.random.default_rng(0))
    h = forward(params, train_x, name)[0]
    grads = gradients(params, train_x, train_y, name)[1]
    print(f"{name:8}norm < 1:", tt.global_norm(grads) < 1)
    print(f"{name:8}spread < 1e-9:", h.std(axis=0).max() < 1e-9)
    for change in (rescale, rescale_each):
        print(f"{name:8}{change.__name__:13}", end="")
        compare((name, 1 / 3, False, 0, change), rates)

# %% [markdown]
# All of them stay at guessing. [Clipping](../glossary.md#gradient-clipping), which shortens long gradients, cannot help, either: at the start the norm is below 1, so clipping at 1 changes nothing.
#
# Why does even `rescale_each` fail? `spread` is the largest standard deviation of a neuron in layer 30 over the training digits. It is below $10^{-9}$, so for the last layers all digits look the same. Not only the gradient vanishes, but also the *signal*. A remedy for the gradient alone does not bring it back.
#
# ## Where clipping helps, and where not
#
# Clipping is for exploding gradients. The next cell makes them in two ways. First come plain ReLU networks with too large weights, $3/n$. Then come networks with residual connections at full size: `share` is 1 and not $1/\sqrt{30}$, so their signals grow in each layer. The rates go from 0.00001 to 10. For the residual networks, five networks choose the best.


# %%
def clip(grads):
    return tt.clip_by_global_norm(grads, 1.0)


powers = range(-5, 2)
tens = [10.0**p for p in powers]
for change in (keep, clip):
    print(f"plain, 3 / n, {change.__name__:5}", end=" ")
    compare(("ReLU", 3, False, 0, change), tens)
for name, share, change in (
    ("full size", 1, keep),
    ("full size, clipped", 1, clip),
    ("reduced", part, keep),
):
    middle = np.median(
        first_norms("ReLU", 1 / 3, False, share), axis=0
    )
    print(
        f"{name:19}{middle[0]:5.0e} / {middle[-1]:5.0e}", end="  "
    )
    setting = "ReLU", 1 / 3, False, share, change
    valid, *_ = compare(setting, tens, seeds=range(5, 10))
    plt.plot(powers, valid.mean(axis=1), label=name)
    low, high = valid.min(axis=1), valid.max(axis=1)
    plt.fill_between(powers, low, high, alpha=0.2)
plt.xticks(powers, [f"{10.0**p:.{max(-p, 0)}f}" for p in powers])
plt.ylim(0, 1)
plt.xlabel("learning rate")
plt.ylabel("validation accuracy")
plt.legend(loc="upper left")
plt.show()

# %% [markdown]
# ![The validation accuracy over seven learning rates from 0.00001 to 10. Full size without clipping is highest at 0.001, far below the others, and at guessing for all higher rates. With clipping it rises to about 0.8 at rate 1. The reduced share is near 0.9 at rate 1.](figure "Lines are means of five networks, shaded areas go from the lowest to the highest.")
#
# For the plain networks, clipping brings nothing: with and without it they hardly learn. Their trouble is not only the size of the steps.
#
# For the residual networks it does. Without clipping, such gradients allow only tiny rates. With higher rates, the numbers overflow. With clipping, the rate 1 works, and the test accuracy is about 0.8. That is a large gain. But the cause is still there. The reduced share removes it, and reaches about 0.9 *without* clipping.
#
# ## Limits
#
# These are small images, narrow layers, plain gradient descent and a short training. The large differences above are far larger than the spread of the seeds. Differences of a few hundredths are not, so read no order into them. The normalization is batch norm without a learned scale. The rates, the number of steps and the cases for clipping were settled after trial runs on the same digits.
#
# ## Try it yourself
#
# - Train ten times as long. How far do initialization and batch norm come?
# - Replace the normal weights in `start` by `tt.orthogonal`, times $\sqrt{2}$ for ReLU. Which row changes?
# - Do the remedies again with tanh. Which row changes most?
