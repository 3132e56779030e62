# ---
# title: Dropout on digits
# description: The same network with and without dropout, on a small and a large training set. How fast does it learn, and how good is it on new digits?
# ---

# %% [markdown]
# # Dropout on digits
#
# You may read that [dropout](../glossary.md#dropout) speeds up training: higher [accuracy](../glossary.md#accuracy) (share of right answers) in fewer [epochs](../glossary.md#epoch) (passes through the training digits). The lesson [Dropout](../tricks/dropout.md) says that it is slower. Measure it.
#
# ## What is compared
#
# One network with two hidden layers of 128 neurons. In training, dropout sets each of their outputs to 0 with probability $p$: 0 (no dropout), 0.2 or 0.5.
#
# - **Two sizes:** 100 and 1000 training digits. With few, [overfitting](../glossary.md#overfitting) (learning by heart) is likely.
# - **Same start.** With the same [seed](../glossary.md#seed) (it starts the random generator), all $p$ get the same digits, first weights and [minibatches](../glossary.md#minibatch) (25 digits for one step). Only the masks (which outputs are dropped) differ.
# - **Own learning rate.** Each $p$ gets the best of three [learning rates](../glossary.md#learning-rate) (step sizes).
# - **Three sets of digits.** The network learns from the [training set](../glossary.md#training-set). The [validation set](../glossary.md#validation-set), 300 digits, chooses the learning rate and shows the progress. The [test set](../glossary.md#test-set) is put aside first and chooses nothing.

# %%
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from joblib import Parallel, delayed

from training_tricks import (
    dropout,
    dropout_backward,
    load_digits,
    mlp,
    mlp_init,
    read_idx,
    softmax_cross_entropy,
)

images, digits = load_digits()
pixels = images.reshape(-1, 64) / 8 - 1
order = np.random.default_rng(0).permutation(len(pixels))
pool, test = order[:1300], order[1300:]
print(f"pool {len(pool)}, test {len(test)}")

# %% [markdown]
# ## The network and its training
#
# Forwards and backwards, the masks are the same.


# %%
def gradients(masks, params, x, y, rate):
    W1, b1, W2, b2, W3, b3 = params
    h1 = np.maximum(x @ W1 + b1, 0)
    h1, mask1 = dropout(masks, h1, rate)
    h2 = np.maximum(h1 @ W2 + b2, 0)
    h2, mask2 = dropout(masks, h2, rate)
    logits = h2 @ W3 + b3
    _, dz = softmax_cross_entropy(logits, y)
    dh2 = dropout_backward(dz @ W3.T, mask2) * (h2 > 0)
    dh1 = dropout_backward(dh2 @ W2.T, mask1) * (h1 > 0)
    grads = [x.T @ dh1, dh1.sum(axis=0), h1.T @ dh2]
    grads += [dh2.sum(axis=0), h2.T @ dz, dz.sum(axis=0)]
    return logits, grads


# %% [markdown]
# Each epoch gives three accuracies. The first comes from its minibatches, with dropout on. The others are measured after it, with dropout off, as at [inference](../glossary.md#inference) (when you use the network): on up to 300 training digits, and on the validation digits.


# %%
def accuracy(logits, y):
    return 100 * np.mean(logits.argmax(axis=1) == y)


def train(x, y, x_val, y_val, rate, lr, seed, epochs):
    rng = np.random.default_rng(seed)
    masks = np.random.default_rng(seed + 100)
    params = mlp_init(rng, (x.shape[1], 128, 128, 10))
    params = [w.astype(x.dtype) for w in params]
    history = []
    for _ in range(epochs):
        during = []
        order = rng.permutation(len(x))
        for i in np.split(order, range(25, len(x), 25)):
            logits, grads = gradients(
                masks, params, x[i], y[i], rate
            )
            params = [w - lr * dw for w, dw in zip(params, grads)]
            during.append(accuracy(logits, y[i]))
        known = accuracy(mlp(params, x[:300]), y[:300])
        new = accuracy(mlp(params, x_val), y_val)
        history.append((np.mean(during), known, new))
    return params, np.array(history)


# %%
def run(size, rate, lr, seed, epochs):
    drawn = np.random.default_rng(seed).permutation(pool)
    few, val = drawn[:size], drawn[-300:]
    parts = pixels[few], digits[few], pixels[val], digits[val]
    params, history = train(*parts, rate, lr, seed, epochs)
    exam = accuracy(mlp(params, pixels[test]), digits[test])
    return history, exam


# %% [markdown]
# ## First, the learning rate
#
# Five seeds and short runs. The best learning rate has the highest validation accuracy, averaged over all epochs. So a fast start counts.

# %%
rates = (0, 0.2, 0.5)
lrs = (0.06, 0.2, 0.6)
short = {100: 30, 1000: 8}
settings = [(n, p, lr) for n in short for p in rates for lr in lrs]
runs = Parallel(n_jobs=-1)(
    delayed(run)(n, p, lr, seed, short[n])
    for n, p, lr in settings
    for seed in range(5)
)
means = [history[:, 2].mean() for history, _ in runs]
scores = dict(zip(settings, np.reshape(means, (-1, 5))))

best = {}
print("digits  p   ", *(f"    lr {lr:<6}" for lr in lrs), " best")
for n in short:
    for p in rates:
        row = [scores[n, p, lr] for lr in lrs]
        best[n, p] = lrs[np.argmax(np.mean(row, axis=1))]
        cells = [f"{s.mean():5.1f} ± {s.std():4.1f}" for s in row]
        print(f"{n:6}  {p:<4}", *cells, f"  {best[n, p]}")

# %% [markdown]
# Each cell shows the mean ± [standard deviation](../glossary.md#standard-deviation) over the seeds. The middle learning rate is best in all rows, so the grid is wide enough, but coarse.
#
# ## Accuracy in each epoch
#
# Now longer runs with the best learning rate and new seeds: 21 with 100 digits, 13 with 1000.

# %%
epochs = {100: 60, 1000: 20}
seeds = {100: range(5, 26), 1000: range(5, 18)}
histories, exams = {}, {}
for n, p in best:
    runs = Parallel(n_jobs=-1)(
        delayed(run)(n, p, best[n, p], seed, epochs[n])
        for seed in seeds[n]
    )
    histories[n, p] = np.array([history for history, _ in runs])
    exams[n, p] = np.array([exam for _, exam in runs])
for n in seeds:
    print(f"{n} digits: {len(seeds[n])} seeds")

# %%
fig, axes = plt.subplots(2, 1, figsize=(5.6, 5.6))
for n, ax in zip(epochs, axes):
    for p in (0, 0.5):
        mean = histories[n, p].mean(axis=0)
        xs = range(1, epochs[n] + 1)
        ax.plot(xs, mean[:, 1], label=f"p = {p}, training")
        ax.plot(xs, mean[:, 2], label=f"p = {p}, validation")
    ax.set_title(f"{n} training digits")
    ax.set_ylabel("accuracy in %")
    ax.legend(loc="lower right")
axes[0].set_ylim(50, 102)
axes[1].set_ylim(75, 101)
axes[1].set_xticks(range(0, 21, 5))
axes[1].set_xlabel("epoch")
plt.show()

# %% [markdown]
# ![Training and validation accuracy over the epochs, in two panels. With 100 training digits, both curves rise later with p = 0.5; both validation curves end near 88%. With 1000, p = 0.5 stays a little below p = 0, and both end near 97%.](figure "Mean over the seeds, with p = 0 and p = 0.5. Dropout is behind at the start.")
#
# How many epochs does a run need for a goal, a given validation accuracy? `inf` means never. `reached` counts the seeds that get there, `slower` those that need more epochs than with $p = 0$.


# %%
def first_epoch(n, p, goal):
    reached = histories[n, p][:, :, 2] >= goal
    first = reached.argmax(axis=1) + 1
    return np.where(reached.any(axis=1), first, np.inf)


print("digits  goal   p   median  min  max  reached   slower")
for n, goal in ((100, 85), (100, 90), (1000, 95), (1000, 97)):
    plain = first_epoch(n, 0, goal)
    for p in rates:
        first = first_epoch(n, p, goal)
        count = len(first)
        print(f"{n:6}  {goal} %  {p:<3}", end="")
        print(f" {np.median(first):5.0f}", end="")
        print(f" {first.min():5.0f} {first.max():4.0f}", end="")
        print(f"  {np.sum(first < np.inf):4}/{count}", end="")
        print(f"  {np.sum(first > plain):4}/{count}")

# %% [markdown]
# **Dropout does not speed up training here.**
#
# - With $p = 0.5$, two goals take about twice as long: 85% takes 13 epochs against 7, and 97% takes 12 against 7 (medians). For 95% it is 5 against 4. The paper on dropout says that training typically takes two to three times as long ([Srivastava et al., 2014](https://jmlr.org/papers/v15/srivastava14a.html)).
# - With $p = 0.2$ it is equal or a little slower: 8 against 7, 4 against 4, 8 against 7.
#
# For 90% with 100 digits it is different. Without dropout, 7 of 21 runs ever get there; with dropout, 12 ($p = 0.2$) and 11 ($p = 0.5$). But a curve that moves up and down touches a goal more easily: in the figure, both validation curves end at nearly the same height.
#
# ## What dropout gives
#
# Dropout is a [regularization](../glossary.md#regularization), a measure against overfitting. Its purpose is to be better on new digits, not to be fast. The table shows the last epoch, in percent. The gap is training accuracy minus validation accuracy. The gain is test accuracy minus that with $p = 0$ and the same seed, in points (percentage points).

# %%
print("digits  p    train   val    gap        test      gain")
for n, p in best:
    known, new = histories[n, p][:, -1, 1:].T
    gap, exam = known - new, exams[n, p]
    gain = exam - exams[n, 0]
    print(f"{n:6}  {p:<4} {known.mean():5.1f}", end="")
    print(f"  {new.mean():.1f}", end="")
    print(f"  {gap.mean():4.1f} ± {gap.std():.1f}", end="")
    print(f"  {exam.mean():.1f} ± {exam.std():.1f}", end="")
    print(f" {gain.mean():4.1f} ± {gain.std():.1f}", end="")
    print(f" {np.sum(gain > 0):3} > 0, {np.sum(gain < 0)} < 0")

# %%
rows = [(100, 0.2), (100, 0.5), (1000, 0.2), (1000, 0.5)]
for row, (n, p) in enumerate(rows):
    gain = exams[n, p] - exams[n, 0]
    height = np.full(len(gain), row)
    plt.plot(gain, height, "o", color="C0", alpha=0.4)
    plt.plot(gain.mean(), row, "D", color="C1", markersize=9)
plt.axvline(0, linewidth=1)
plt.yticks(range(4), [f"{n}, p = {p}" for n, p in rows])
plt.ylim(3.5, -0.5)
plt.xlabel("gain in test accuracy, points")
plt.show()

# %% [markdown]
# ![Gain in test accuracy with dropout, a point for each seed, and the mean. With 100 training digits the mean gain is 0.8 for p = 0.2 and 0.3 for p = 0.5. With 1000 it is 0.1 and −0.4. In each row, points lie on both sides of 0.](figure "One row for each number of training digits and each p. Diamonds: the mean. Right of the line, dropout is better.")
#
# - **100 digits: a small gain with $p = 0.2$.** It is 0.8 points; 14 of 21 seeds gain, 6 lose. The gap shrinks from about 12 points to 11, so most of the overfitting stays. With $p = 0.5$, 11 seeds gain and 8 lose: nothing clear.
# - **1000 digits: no gain.** With $p = 0.2$ it is 0.1 points, less than one of the 497 test digits. With $p = 0.5$, 9 of 13 seeds lose. It does not know all its training digits yet, so it may need more epochs.
# - **More digits help far more.** Without dropout, 1000 digits lower the gap from about 12 points to 3.
#
# In the lesson, too, $p = 0.2$ gains more than $p = 0.5$. With this spread, you cannot be sure.
#
# ## A trap: accuracy measured with dropout on
#
# Many programs print an accuracy collected during the epoch, with dropout on. Here are all three for 100 digits and $p = 0.5$.

# %%
mean = histories[100, 0.5].mean(axis=0)
names = ("during training", "training", "validation")
for k, name in enumerate(names):
    plt.plot(range(1, 61), mean[:, k], label=name)
    print(f"{name:16} epoch 10: {mean[9, k]:.0f} %", end="")
    print(f"  epoch 60: {mean[59, k]:.0f} %")
plt.xlabel("epoch")
plt.ylabel("accuracy in %")
plt.legend(loc="lower right")
plt.show()

# %% [markdown]
# ![Three accuracy curves for 100 training digits and p = 0.5. At epoch 10 they are at 72% during training, 83% on validation digits, and 97% on training digits with dropout off. Later the first curve crosses the validation curve.](figure "Accuracy measured during training, and after each epoch with dropout off.")
#
# At epoch 10, the accuracy is 72% during training, and 83% on validation digits. So new digits seem to be easier. But with dropout off, 97% of the training digits are right. During the epoch, the masks disturb the network, and it has not yet seen all minibatches. For the gap, measure both with dropout off.
#
# ## On full MNIST
#
# MNIST has larger images, and many more. Put its four files (such as `train-images-idx3-ubyte.gz`) into a folder `mnist` beside this notebook. Then the last cell trains on them. For each $p$, it chooses among three learning rates on a sixth of the training digits, and then tests once. One seed and 3 epochs are a first look.

# %%
names = ("train-images-idx3", "train-labels-idx1")
names += ("t10k-images-idx3", "t10k-labels-idx1")
files = [Path("mnist") / f"{name}-ubyte.gz" for name in names]
if all(file.exists() for file in files):
    x, y, x_test, y_test = (read_idx(file) for file in files)
    half = np.float32(127.5)
    x = x.reshape(len(x), -1) / half - 1
    x_test = x_test.reshape(len(x_test), -1) / half - 1
    cut = len(x) * 5 // 6
    parts = x[:cut], y[:cut], x[cut:], y[cut:]
    for p in rates:
        runs = Parallel(n_jobs=-1)(
            delayed(train)(*parts, p, lr, seed=0, epochs=3)
            for lr in (0.01, 0.03, 0.1)
        )
        vals = [history[-1, 2] for _, history in runs]
        params, _ = runs[np.argmax(vals)]
        exam = accuracy(mlp(params, x_test), y_test)
        print(f"p = {p}: validation", np.round(vals, 1), end="")
        print(f", test {exam:.1f} %")
else:
    print("MNIST: no files in the folder mnist, so no run")

# %% [markdown]
# ## What this experiment cannot say
#
# - It is one small network on small digits. Others may gain more, or less.
# - The learning rate is chosen for speed. For the final accuracy, another one may be better.
# - All seeds share one test set, so the spread leaves out other test digits.
#
# ## Try it yourself
#
# - Replace 0.5 by 0.8 in `rates` and in the three figures. How many epochs does the network need now?
# - Set `epochs[1000]` to 60. Does $p = 0.5$ catch up?
# - Change the width 128 to 16 in `train`. What does dropout do to a small network?
