# ---
# title: Optimizers race
# description: Ten optimizers, each with its best learning rate.
# ---

# %% [markdown]
# # Optimizers race
#
# Which [optimizer](../glossary.md#optimizer) is best? Here the rules of the lesson [Optimizers](../tricks/optimizers.md) all try the same 12 [learning rates](../glossary.md#learning-rate), each twice the one before. Each races with its best one. Other settings keep our package's defaults. "Normalized" is normalized gradient descent.

# %%
import matplotlib.pyplot as plt
import numpy as np
from joblib import Parallel, delayed

import training_tricks as tt

# %%
RULES = {
    "SGD": tt.sgd,
    "momentum": tt.momentum,
    "Nesterov": tt.nesterov,
    "normalized": tt.normalized_gradient_descent,
    "Adagrad": tt.adagrad,
    "RMSProp": tt.rmsprop,
    "Adam": tt.adam,
    "AdamW": tt.adamw,
    "Lion": tt.lion,
    "Muon": tt.muon,
}
RATES = 2.0 ** np.arange(-9, 3)
print(f"{len(RATES)} rates: {RATES[0]:.4f} to {RATES[-1]:.0f}")

# %% [markdown]
# `step` makes step number `t` of a rule, with weights `w` and gradient `g`. Most rules keep an array `m`. Adam and AdamW also keep `v`.


# %%
def step(name, w, g, m, v, t, rate):
    rule = RULES[name]
    if name in ("SGD", "normalized"):
        w = rule(w, g, rate)
    elif name in ("Adam", "AdamW"):
        w, m, v = rule(w, g, m, v, t, rate)
    else:
        w, m = rule(w, g, m, rate)
    return w, m, v


# %% [markdown]
# ## A ravine
#
# A [ravine](../glossary.md#ravine) is a long, narrow valley of the loss. Ours is
#
# $$L(u) = \frac{1}{2} \left( u_1^2 + 50 \, u_2^2 \right).$$
#
# Its [condition number](../glossary.md#condition-number), the largest [curvature](../glossary.md#curvature) divided by the smallest, is 50. We count the steps until the loss stays below 0.01. A run that does not get there within 150 steps counts as 150.
#
# In the straight view, each weight is one direction of the valley. The turned view turns it by 37 degrees. In a network, valleys need not fit the weights.

# %%
LIMIT = 150
# cosine and sine of 0 and of 37 degrees
VIEWS = {"straight": (1.0, 0.0), "turned": (0.8, 0.6)}


def rotate(u, cos, sin):
    x, y = u
    return np.array([cos * x - sin * y, sin * x + cos * y])


def ravine(u):
    x, y = u
    loss = (x**2 + 50 * y**2) / 2
    return loss[0], np.array([x, 50 * y])


# %%
def descend(land, name, rate, view, start):
    cos, sin = VIEWS[view]
    losses, along = np.full(LIMIT, np.inf), np.zeros(LIMIT)
    w = rotate(start, cos, sin)
    m = v = np.zeros_like(w)
    for t in range(LIMIT):
        u = rotate(w, cos, -sin)
        losses[t], g = land(u)
        along[t] = u[0, 0]
        if losses[t] > 1e6:
            break
        g = rotate(g, cos, sin)
        w, m, v = step(name, w, g, m, v, t + 1, rate)
    return losses, along


# %% [markdown]
# `descend` makes one run. `choose` tries all rates from five random starts and takes the one with the fewest steps on average. Ten new starts measure it.
#
# Muon is made for matrices. Here it gets one column, with one [singular value](../glossary.md#singular-value), its length. So all its steps are about equally long.


# %%
def arrivals(land, name, rate, view, starts):
    steps = []
    for start in starts:
        losses, _ = descend(land, name, rate, view, start)
        last_above = np.flatnonzero(losses > 0.01)[-1]
        steps.append(last_above + 1)
    return steps


def choose(land, name, view, starts):
    steps = Parallel(n_jobs=-1)(
        delayed(arrivals)(land, name, rate, view, starts)
        for rate in RATES
    )
    best = np.mean(steps, axis=1).argmin()
    return best + 1, RATES[best]


# %%
rng = np.random.default_rng(0)
starts = rng.uniform([0.5, -0.2], [1.5, 0.2], (15, 2))
# columns, as Muon needs matrices
starts = starts.reshape(15, 2, 1)
through = {}
print(f"{'':10} view      place   rate  median (range)")
for name in RULES:
    for view in VIEWS:
        place, rate = choose(ravine, name, view, starts[:5])
        steps = arrivals(ravine, name, rate, view, starts[5:])
        through[view, name] = steps
        print(f"{name:10} {view:9} {place:5} {rate:7.4f}", end="")
        print(f" {np.median(steps):5.0f} ", end="")
        print(f" ({min(steps):3}-{max(steps):3})")


# %%
def dots(panel, runs, shift=0.0, label=None):
    middle = np.median(runs, axis=1)
    low, high = np.min(runs, axis=1), np.max(runs, axis=1)
    rows = np.arange(len(runs)) + shift
    reach = [middle - low, high - middle]
    panel.errorbar(middle, rows, xerr=reach, fmt="o", label=label)
    panel.set_yticks(range(len(runs)), RULES)
    panel.set_ylim(len(runs) - 0.5, -0.5)


figure, panel = plt.subplots(figsize=(5.6, 4.2))
for view, shift in (("straight", -0.17), ("turned", 0.17)):
    dots(panel, [through[view, n] for n in RULES], shift, view)
panel.set_xscale("log")
panel.set_xlabel("steps")
panel.legend(loc="upper left", bbox_to_anchor=(0, 1.15), ncols=2)
plt.show()

# %% [markdown]
# ![Steps for ten rules, on a logarithmic axis. Adagrad and RMSProp need 3 in the straight view, and 85 and 71 in the turned view. Nesterov needs 25, momentum 38 and SGD 68 in both views, Adam 42 and 40. Lion needs the most.](figure "Steps through the ravine: median and range of ten starts. Left is better.")
#
# `place` says which of the 12 rates was best: never the first or the last.
#
# - SGD, momentum, Nesterov, normalized and Muon need the same steps in both views: they treat all directions alike.
# - **Adagrad and RMSProp** need 3 steps in the straight view, but 85 and 71 in the turned one, no fewer than the 68 of SGD. One rate for each weight helps if each weight is a direction of the valley.
# - **Momentum** needs 38 steps and **Nesterov** 25. **Adam** needs 42, and 40 after the turn.
# - **Lion** needs almost all 150 steps, or more. With a constant rate, its steps do not shrink near the minimum, and it jumps around it.
#
# This ravine is smooth and has no noise. RMSProp's 3 steps begin with a jump far over the minimum: do not expect that of a network.
#
# ## A saddle point
#
# A [saddle point](../glossary.md#saddle-point) has slope 0, but is no minimum. Ours lies between two equal minima at $u_1 = \pm 1$:
#
# $$L(u) = \frac{1}{4} \left( u_1^2 - 1 \right)^2 + 5 u_2^2.$$
#
# The runs start high on one steep wall, close to the ridge $u_1 = 0$, on both sides in turn. Starts at distance 0.001 choose the rate that arrives first at a minimum. Six new starts, at distance 0.01 and then at 0.000001, measure how many steps pass until $|u_1|$ is above 0.5. `right` says how many of the last six runs end on the positive side.


# %%
def saddle(u):
    x, y = u
    loss = (x**2 - 1) ** 2 / 4 + 5 * y**2
    return loss[0], np.array([x * (x**2 - 1), 10 * y])


def near_ridge(distance, heights):
    sides = distance * (-1) ** np.arange(len(heights))
    return np.stack([sides, heights], axis=1)[:, :, None]


def leave(name, rate, view, starts):
    steps, ends = [], []
    for start in starts:
        _, along = descend(saddle, name, rate, view, start)
        away = np.flatnonzero(np.abs(along) > 0.5)
        steps.append(away[0] if len(away) > 0 else LIMIT)
        ends.append(along[-1])
    return steps, ends


# %%
heights = np.random.default_rng(0).uniform(0.5, 1.5, 11)
stays = {}
print(f"{'':10} view      place   rate  1e-2  1e-6  right")
for name in RULES:
    for view in VIEWS:
        starts = near_ridge(1e-3, heights[:5])
        place, rate = choose(saddle, name, view, starts)
        print(f"{name:10} {view:9} {place:5} {rate:7.4f}", end="")
        for distance in (1e-2, 1e-6):
            starts = near_ridge(distance, heights[5:])
            steps, ends = leave(name, rate, view, starts)
            stays[view, distance, name] = steps
            print(f" {np.median(steps):5.0f}", end="")
        print(f" {np.sum(np.array(ends) > 0):4}/{len(ends)}")

# %%
figure, panel = plt.subplots(figsize=(5.6, 4.2))
for distance, shift in ((1e-2, -0.17), (1e-6, 0.17)):
    runs = [stays["turned", distance, name] for name in RULES]
    dots(panel, runs, shift, f"distance {distance:.0e}")
panel.set_xlabel("steps near the saddle point")
panel.legend(loc="upper left", bbox_to_anchor=(0, 1.15), ncols=2)
plt.show()

# %% [markdown]
# ![Steps near the saddle point in the turned view, for two distances from the ridge. For the smaller distance, SGD rises from 35 to 113 and momentum from 14 to 44. For Adagrad, Adam and Lion, both distances give the same.](figure "How long ten rules stay near the saddle point in the turned view: median and range of six starts.")
#
# **How long?** Close to the ridge, the slope that leads away from it is tiny. From the smaller distance, SGD stays 113 steps in place of 35, and momentum 44 in place of 14. For Lion and the [adaptive methods](../glossary.md#adaptive-method), the distance does not matter: Adam stays 9 steps, or 16 in the turned view. They divide a gradient by its usual size, or use only its sign.
#
# **Where?** In the straight view, 3 of 6 runs end on the right: each on its own side. In the turned view, it is 6 of 6 for Adagrad, RMSProp, Adam, AdamW and Lion. Their first steps fight the steep wall with both weights, and so push all runs over the ridge to one side. Both minima are equally good.
#
# In a network, the noise of [minibatches](../glossary.md#minibatch) also pushes weights off a ridge.
#
# ## The digits
#
# The network has two hidden layers of 32 neurons. Of 1400 digits, each [seed](../glossary.md#seed) draws 1000 for training, in 20 minibatches. The others are the [validation set](../glossary.md#validation-set). All remaining digits are the [test set](../glossary.md#test-set), the same for all seeds. It chooses nothing. For one seed, all rules get the same digits, first weights and minibatches.


# %%
def split(rng):
    images, labels = tt.load_digits()
    x = (images.reshape(-1, 64) - 8) / 6
    order = np.random.default_rng(0).permutation(len(x))
    others, test = np.split(order, [1400])
    train, valid = np.split(rng.permutation(others), [1000])
    return [
        (x[rows], labels[rows]) for rows in (train, valid, test)
    ]


def score(params, x, labels):
    guesses = tt.mlp(params, x).argmax(axis=1)
    return 100 * np.mean(guesses == labels)


# %% [markdown]
# [Muon's author](https://kellerjordan.github.io/posts/muon/) advises it for hidden matrices. So it updates only the matrix between the hidden layers. AdamW updates the rest, at a tenth of Muon's rate, which we did not tune. Biases have no weight decay. The normalized rule divides by one [norm](../glossary.md#norm) of all gradients together.


# %%
# i counts the arrays: W1, b1, W2, b2, W3, b3
def rule_for(name, i, rate):
    if name == "normalized":
        return "SGD", rate
    if name == "Muon" and i != 2:
        name, rate = "AdamW", rate / 10
    if name == "AdamW" and i in (1, 3, 5):
        name = "Adam"
    return name, rate


def update(name, params, gradients, m, v, t, rate):
    if name == "normalized":
        norm = tt.global_norm(gradients)
        gradients = [g / norm for g in gradients]
    for i, g in enumerate(gradients):
        rule, own_rate = rule_for(name, i, rate)
        params[i], m[i], v[i] = step(
            rule, params[i], g, m[i], v[i], t, own_rate
        )


# %%
BUDGETS = (2, 5)


def train(name, rate, seed, epochs):
    rng = np.random.default_rng(seed)
    (x, labels), valid, test = split(rng)
    params = list(tt.mlp_init(rng, (64, 32, 32, 10)))
    m = [np.zeros_like(p) for p in params]
    v = [np.zeros_like(p) for p in params]
    scores, t = dict.fromkeys(BUDGETS, (0, 0)), 0
    for epoch in range(1, epochs + 1):
        for batch in np.split(rng.permutation(1000), 20):
            loss, gradients = tt.mlp_gradients(
                params, x[batch], labels[batch]
            )
            if loss > 1000:
                return scores
            t += 1
            update(name, params, gradients, m, v, t, rate)
        if epoch in BUDGETS:
            scores[epoch] = (
                score(params, *valid),
                score(params, *test),
            )
    return scores


# %% [markdown]
# Each rule tries the 12 rates with five seeds, for 5 [epochs](../glossary.md#epoch) (passes through the training digits). By the mean validation [accuracy](../glossary.md#accuracy), we choose one rate for 2 epochs and one for 5. A run whose loss explodes scores 0.

# %%
best, errors = {}, {}
print(f"{'':10} epochs place   rate  accuracy   x4")
for name in RULES:
    runs = Parallel(n_jobs=-1)(
        delayed(train)(name, rate, seed, max(BUDGETS))
        for rate in RATES
        for seed in range(5)
    )
    for epochs in BUDGETS:
        valid = [run[epochs][0] for run in runs]
        means = np.reshape(valid, (len(RATES), 5)).mean(axis=1)
        k = means.argmax()
        best[epochs, name] = RATES[k]
        errors[epochs, name] = 100 - means
        print(f"{name:10} {epochs:6} {k + 1:5}", end="")
        print(f" {RATES[k]:7.4f} {means[k]:7.0f} %", end="")
        print(f" {means[k + 2]:4.0f} %")

# %%
figure, panels = plt.subplots(
    2, 1, figsize=(5.6, 5.4), sharex=True, sharey=True
)
for k, name in enumerate(RULES):
    panels[k // 5].plot(RATES, errors[5, name], label=name)
for panel in panels:
    panel.set_xscale("log")
    panel.set_ylim(0, 30)
    panel.set_ylabel("validation error in %")
    panel.legend(loc="upper left", bbox_to_anchor=(1, 1))
panels[1].set_xlabel("learning rate")
plt.show()

# %% [markdown]
# ![Validation error over the learning rate for ten rules, in two panels. Every curve has its lowest point inside the 12 rates. SGD, momentum and Nesterov rise steeply on the right, most others more slowly.](figure "Validation error after 5 epochs: mean of five seeds.")
#
# No choice is at the edge. `x4` shows the accuracy at 4 times the chosen rate. After 5 epochs, SGD falls from 93% to 9%, which is guessing. Adam still has 92%.
#
# The lesson advises a rate 3 to 10 times smaller for Lion than for AdamW. Here it is 2 times smaller for 2 epochs, and 4 times for 5, on a coarse grid.
#
# Now the race: 15 new seeds with the chosen rates, and the test digits.

# %%
SEEDS = range(100, 115)
results = {}
print(f"{'':10} epochs test           lower  higher")
for epochs in BUDGETS:
    for name in RULES:
        runs = Parallel(n_jobs=-1)(
            delayed(train)(name, best[epochs, name], seed, epochs)
            for seed in SEEDS
        )
        tests = np.array([run[epochs][1] for run in runs])
        results[epochs, name] = tests
    for name in RULES:
        tests = results[epochs, name]
        gain = tests - results[epochs, "AdamW"]
        print(f"{name:10} {epochs:6} {tests.mean():5.1f}", end="")
        print(f" ± {tests.std():3.1f} %", end="")
        print(f" {np.sum(gain < 0):6} {np.sum(gain > 0):7}")

# %%
figure, panels = plt.subplots(2, 1, figsize=(5.6, 6.6), sharex=True)
for panel, epochs in zip(panels, BUDGETS, strict=True):
    dots(panel, [results[epochs, name] for name in RULES])
    panel.set_title(f"{epochs} epochs")
panels[1].set_xlabel("test accuracy in %")
plt.show()

# %% [markdown]
# ![Two panels with the test accuracies of ten rules. After 2 epochs, SGD, momentum, Nesterov and normalized have the lowest medians and the widest ranges. After 5 epochs, the ranges of all rules overlap.](figure "The race on the digits: median and range of 15 seeds.")
#
# The table shows mean ± [standard deviation](../glossary.md#standard-deviation). `lower` and `higher` count the seeds below and above AdamW. A difference is clear if at least 14 of 15 seeds agree. With so many comparisons, fewer can be luck.
#
# - **After 2 epochs**, AdamW has 93.1%, momentum 88.1% and normalized 86.1%. These two are clearly lower. SGD is lower in 13 seeds and Nesterov in 10: hints. The rest is near AdamW.
# - **After 5 epochs**, **no rule clearly differs from AdamW.** The means lie between 92.4% and 96.7%. Normalized is the lowest, in 13 of 15 seeds below AdamW. Other seeds can make that clear.
#
# So the lesson is right here: a bad rate costs much more than a bad rule.
#
# **Limits:** one small network, a short training, constant rates, one batch size. The spread leaves out the choice of the test digits and of the rates. Large networks may differ.
#
# ## On many machines
#
# Every sweep goes through joblib. To run it on a [Dask](https://docs.dask.org/) cluster, insert one cell before the first sweep:
#
# ```python no-run="needs a cluster"
# import joblib
# from dask.distributed import Client
#
# client = Client()  # or Client("address:8786")
# joblib.parallel_config(backend="dask")
# ```
#
# `Client()` without an address starts a local cluster on your machine. Every worker needs our package. The numbers stay the same to the last digit, because each run takes its seed (or its starts) as an argument. A test of ours checks this. Another type of processor can change the last digits.
#
# ## Try it yourself
#
# - In the saddle cells, replace `1e-6` by 0. Which rules still leave the ridge, in which view, and why?
# - Lower the rate in `descend` with `tt.cosine_decay(t, rate, LIMIT)`. How many steps does Lion need now?
# - In `rule_for`, change the tenth to 1. Which rate does Muon choose now?
