# ---
# title: Depth, plain and residual
# description: Train plain and residual networks with 2 to 50 layers, each with its own best learning rate, and see where depth fails and whether it pays.
# ---

# %% [markdown]
# # Depth, plain and residual
#
# A deeper network can represent more complex functions. Does it also learn better? This lab trains networks with 2 to 50 layers on images of digits, in two kinds:
#
# - **Plain**: each block of two layers replaces its input.
# - **Residual**: each block *adds* its result to its input. This is a [residual connection](../glossary.md#residual-connection).
#
# The lesson [Network architectures](../tricks/architectures.md) explains the [residual block](../glossary.md#residual-block). Here you measure more: training and test accuracy, longer training, and what the two kinds do to the signal and to the gradient.
#
# ## The data
#
# The digits are split into 1000 for training, 400 in a [validation set](../glossary.md#validation-set) for choosing the learning rate, and 397 in a [test set](../glossary.md#test-set) that chooses nothing.

# %%
import matplotlib.pyplot as plt
import numpy as np
from joblib import Parallel, delayed

import training_tricks as tt

images, labels = tt.load_digits()
order = np.random.default_rng(0).permutation(1797)
x = images.reshape(1797, 64)[order]
x = (x - x[:1000].mean()) / x[:1000].std()
y = labels[order]
fit, choose = slice(0, 1000), slice(1000, 1400)
test = slice(1400, 1797)
print(len(y[fit]), len(y[choose]), len(y[test]))

# %% [markdown]
# ## The two networks
#
# Both kinds have the same layers: a first layer from 64 pixels to 32 numbers, then blocks of two layers, then a last layer. "Depth" counts the layers in the blocks. Between the two layers of a block there is [ReLU](../glossary.md#relu), which replaces negative values by 0. `shortcut` is 1 for residual networks and 0 for plain ones. This is the only difference in what they compute.
#
# Each kind has a start that suits it ([weight initialization](../glossary.md#weight-initialization)). Residual blocks start with $W_2 = 0$, so each block first copies its input. Plain blocks could not learn from zeros. They start with He's rule.


# %%
def start(depth, scale, rng):
    first = tt.lecun_normal(rng, (64, 32))
    last = tt.lecun_normal(rng, (32, 10))
    blocks = []
    for _ in range(depth // 2):
        W1 = tt.lecun_normal(rng, (32, 32))
        W2 = scale * tt.he_normal(rng, (32, 32))
        blocks.append([W1, np.zeros(32), W2, np.zeros(32)])
    return first, blocks, last


def forward(net, x, shortcut):
    first, blocks, last = net
    signals = [x @ first]
    for block in blocks:
        h = signals[-1]
        out = tt.residual_block(h, *block)
        # without the shortcut, take the input away again
        signals.append(out if shortcut else out - h)
    return signals, signals[-1] @ last


# %%
def gradients(net, x, y, shortcut):
    _, blocks, last = net
    signals, logits = forward(net, x, shortcut)
    _, d = tt.softmax_cross_entropy(logits, y)
    # backs: the gradient of each signal, from the first to the last
    dlast, dblocks, backs = signals[-1].T @ d, [], [d @ last.T]
    for h, (W1, b1, W2, _) in zip(signals[-2::-1], blocks[::-1]):
        d = backs[0]
        dh, *grads = tt.residual_block_backward(d, h, W1, b1, W2)
        dblocks.insert(0, grads)
        backs.insert(0, dh if shortcut else dh - d)
    return backs, (x.T @ backs[0], dblocks, dlast)


def step(net, rng, shortcut, rate):
    rows = rng.integers(0, 1000, 32)
    _, grads = gradients(net, x[rows], y[rows], shortcut)
    blocks = [
        [w - rate * g for w, g in zip(*pair)]
        for pair in zip(net[1], grads[1])
    ]
    return (
        net[0] - rate * grads[0],
        blocks,
        net[2] - rate * grads[2],
    )


# %% [markdown]
# ## A fair comparison
#
# Each depth and each kind gets its own best [learning rate](../glossary.md#learning-rate) of five. Three networks for each rate choose it, on the validation digits. Then five new networks (other [seeds](../glossary.md#seed)) train with it, and the test digits give the result. A network whose numbers overflow counts as guessing, 0.1. One [step](../glossary.md#step) uses 32 digits.


# %%
def train(depth, shortcut, scale, steps, rate, seed):
    rng = np.random.default_rng(seed)
    net = start(depth, scale, rng)
    with np.errstate(all="ignore"):
        try:
            for _ in range(steps):
                net = step(net, rng, shortcut, rate)
            right = forward(net, x, shortcut)[1].argmax(axis=1) == y
        except ValueError:
            # numbers overflow: no better than guessing
            return [0.1, 0.1, 0.1]
        return [right[part].mean() for part in (fit, choose, test)]


rates = (0.005, 0.015, 0.05, 0.15, 0.5)


def compare(train, *setting):
    jobs = [(rate, seed) for rate in rates for seed in range(5, 8)]
    runs = Parallel(n_jobs=-1)(
        delayed(train)(*setting, *job) for job in jobs
    )
    scores = np.reshape(runs, (5, 3, 3))[:, :, 1].mean(axis=1)
    best = rates[scores.argmax()]
    runs = Parallel(n_jobs=-1)(
        delayed(train)(*setting, best, seed) for seed in range(5)
    )
    known, _, new = np.transpose(runs)
    print(f"rate {best:<5} training", end=" ")
    print(f"{np.median(known):.2f}", end=" ")
    print(f"test {np.median(new):.2f}", end=" ")
    print(f"({new.min():.2f} to {new.max():.2f})")
    return scores, known, new


# %% [markdown]
# ## From 2 to 50 layers
#
# Each network gets 100 steps: about three passes through the training digits.

# %%
depths = (2, 6, 12, 30, 50)
results = {}
figure, axes = plt.subplots()
for kind, shortcut, scale in (("plain", 0, 1), ("residual", 1, 0)):
    for depth in depths:
        print(f"{kind:9}{depth:2}", end="  ")
        results[kind, depth] = compare(
            train, depth, shortcut, scale, 100
        )
    for i, name in ((1, "training"), (2, "test")):
        scores = np.array([results[kind, d][i] for d in depths])
        middle = np.median(scores, axis=1)
        low = scores.min(axis=1)
        bars = middle - low, scores.max(axis=1) - middle
        label = f"{kind}, {name}"
        axes.errorbar(depths, middle, bars, label=label, capsize=3)
axes.set_ylim(0, 1)
axes.set_xlabel("layers")
axes.set_ylabel("accuracy")
figure.legend(loc="outside upper center", ncols=2)
plt.show()

# %% [markdown]
# ![Training and test accuracy over 2 to 50 layers, with bars from the lowest to the highest of five networks. The residual line stays above 0.9 at all depths. At 12 layers, its bar reaches down to 0.1. The plain network starts at about the same height with 2 layers, is clearly lower with 12 layers, and is near the bottom with 30 and 50. Training and test lines almost lie on each other.](figure "Only the plain network loses with depth. Lines are medians.")
#
# With 2 layers, both kinds are about equal. With 12, the plain network is clearly behind. With 30 and 50 it hardly learns, at any of the five rates. Its *training* accuracy is as low as its test accuracy. So this is not [overfitting](../glossary.md#overfitting), which means good results on the training data only. The network is not trained well.
#
# The residual network learns at every depth: the median is above 0.9. One long bar is a network whose numbers overflowed, because its rate is near the limit. But look at the line: it does not rise. On these digits, more than 2 layers bring no gain that you could see next to the spread.
#
# The next figure shows how the choice was made.

# %%
figure, axes = plt.subplots()
for kind in ("plain", "residual"):
    for depth in (2, 12, 50):
        label = f"{kind}, {depth}"
        axes.plot(rates, results[kind, depth][0], label=label)
axes.set_xscale("log")
axes.set_xticks(rates, rates)
axes.minorticks_off()
axes.set_ylim(0, 1)
axes.set_xlabel("learning rate")
axes.set_ylabel("validation accuracy")
figure.legend(loc="outside upper center", ncols=2)
plt.show()

# %% [markdown]
# ![Validation accuracy over five learning rates from 0.005 to 0.5, for plain and residual networks with 2, 12 and 50 layers. All lines end at guessing at rate 0.5. Plain with 50 layers is low everywhere. The deeper the residual network, the higher its line at the smallest rate. With 50 layers it falls at 0.15, with 2 layers only at 0.5.](figure "No line has its highest point at the largest rate.")
#
# Depth also moves the right learning rate. A deep residual network learns fast with a small rate, but it overflows with a rate that is fine for 2 layers. With the rate 0.15 for all, you would have seen the deepest residual networks fail, and drawn a wrong conclusion.
#
# ## Is the comparison fair to the plain network?
#
# Two doubts remain. Perhaps these plain networks are weak, since only every second layer has ReLU. So train the usual form: He's rule, and ReLU after each layer. And perhaps not the shortcut helps, but the start with $W_2 = 0$. So train residual networks with a random $W_2$, made smaller by $1/\sqrt{15}$ for their 15 blocks. Both have 30 layers.


# %%
def train_mlp(depth, steps, rate, seed):
    rng = np.random.default_rng(seed)
    sizes = (64, *[32] * (depth + 1), 10)
    net = tt.mlp_init(rng, sizes)
    with np.errstate(all="ignore"):
        try:
            for _ in range(steps):
                rows = rng.integers(0, 1000, 32)
                _, net = tt.mlp_step(net, x[rows], y[rows], rate)
            right = tt.mlp(net, x).argmax(axis=1) == y
        except ValueError:
            return [0.1, 0.1, 0.1]
        return [right[part].mean() for part in (fit, choose, test)]


print("plain, ReLU after each layer", end="  ")
_ = compare(train_mlp, 30, 100)
print("residual, random W2         ", end="  ")
_ = compare(train, 30, 1, 15**-0.5, 100)

# %% [markdown]
# Neither doubt holds: the usual plain network fails, too, and the residual network learns with a random start as well.
#
# ## Twice the training
#
# Perhaps the deep networks only need more time. Now they get 200 steps, and again their own best rate.

# %%
for kind, shortcut, scale in (("plain", 0, 1), ("residual", 1, 0)):
    for depth in (2, 30):
        print(f"{kind:9}{depth:2}", end="  ")
        compare(train, depth, shortcut, scale, 200)

# %% [markdown]
# The plain network with 30 layers gets better, but it is still far behind. The residual network with 30 layers is now as good as the networks with 2 layers, and not better: the ranges overlap. So the shortcut makes depth *possible*. On this task, depth does not *pay*: 2 layers are faster to compute and just as right.
#
# ## What the shortcut does to the signal and the gradient
#
# The last cell looks into networks with 50 layers, before training and after 100 steps with the rate 0.015. It measures two things after each block:
#
# - How alike are the signals of different digits? `alike` is the mean cosine of the angle between them. 1 means that all digits point in the same direction.
# - How large is the [gradient](../glossary.md#gradient) on its way back? It is the [norm](../glossary.md#norm) (the length) of the gradient with respect to the signal.


# %%
def alike(h):
    h = h / np.linalg.norm(h, axis=1)[:, None]
    return (h @ h.T)[np.triu_indices(len(h), 1)].mean()


figure, panels = plt.subplots(2, 1, figsize=(5.6, 5.6), sharex=True)
for kind, shortcut, scale in (("plain", 0, 1), ("residual", 1, 0)):
    for steps in (0, 100):
        lines = []
        for seed in range(5):
            rng = np.random.default_rng(seed)
            net = start(50, scale, rng)
            for _ in range(steps):
                net = step(net, rng, shortcut, 0.015)
            signals, _ = forward(net, x[:256], shortcut)
            backs, _ = gradients(net, x[:256], y[:256], shortcut)
            cosines = [alike(h) for h in signals]
            lines.append([cosines, tt.norm_per_layer(backs)])
        for i, line in enumerate(np.median(lines, axis=0)):
            name = f"{kind}, {'trained' if steps else 'start'}"
            label = name if i == 0 else None
            panels[i].plot(range(0, 51, 2), line, label=label)
            print(f"{line[0]:.2f} -> {line[-1]:.2f}", end="  ")
        print(name)
panels[0].set_ylabel("similarity of digits")
panels[0].set_ylim(0, 1.02)
panels[1].set_ylabel("norm of the gradient")
panels[1].set_yscale("log")
panels[1].set_ylim(0.003, 0.3)
panels[1].set_xlabel("layer")
figure.legend(loc="outside upper center", ncols=2)
plt.show()

# %% [markdown]
# ![Two panels over the layers 0 to 50. Above, the similarity of the digits. Plain at the start rises from about 0.5 to 0.99. Plain and trained also rises, and falls again in the last layers. Residual at the start is constant at about 0.5, and after training it falls with depth. Below, the norm of the gradient on a logarithmic scale. Residual at the start is exactly constant. All lines stay within a factor of ten.](figure "Above: the signal on its way forward. Below: the gradient on its way back. Medians of five networks.")
#
# Each row of the table has the first and the last value of both lines: first the similarity, then the norm.
#
# **The gradient.** In a residual network with $W_2 = 0$, each block is a copy. So the gradient is the same in all layers at the start, and after training it changes only slowly from layer to layer. But the plain network has a healthy gradient, too: at the start it does not [vanish](../glossary.md#vanishing-gradient). He's rule takes care of that. So a vanishing gradient does *not* explain why these plain networks fail.
#
# **The signal.** Here the kinds differ. In the plain network, the digits become more alike from layer to layer, up to 0.99. So the last layer must tell ten classes apart although all digits look nearly the same. In the residual network, the digits stay as different as they were, and training makes them more different. This fits the failure, but it does not prove the cause.
#
# ## Limits
#
# This is an easy task with small images. The networks are narrow, without [normalization](../glossary.md#normalization), and trained with plain gradient descent for a short time. The five rates, and medians in place of means, were settled after earlier runs on the same digits, test digits included. In those runs, too, some residual networks overflowed at the chosen rate. For large collections of photos, depth does pay: there, residual networks with many more layers were the better ones ([He et al., 2016](https://arxiv.org/abs/1512.03385)).
#
# ## Try it yourself
#
# - Train only on the first 100 digits. Does depth hurt the test accuracy now?
# - Give `W1` and `W2` of the plain network orthogonal weights (`tt.orthogonal`, and the gain $\sqrt{2}$ for `W2`). How many layers can you train?
# - Multiply the random `W2` of the residual network by 1 and not by $1/\sqrt{15}$. Which rates still work?
