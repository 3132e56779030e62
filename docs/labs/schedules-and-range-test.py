# ---
# title: Schedules and the range test
# description: How to read a learning-rate range test, whether it is right, and what eight learning-rate schedules gain over a constant rate.
# ---

# %% [markdown]
# # Schedules and the range test
#
# The [*learning rate*](../glossary.md#learning-rate) is the most important number of a training. Does a short test find a good one? And what do you gain if the rate follows a [*schedule*](../glossary.md#learning-rate-schedule) (a rule that changes it during training)? The lesson on [learning-rate decay](../tricks/learning-rate-decay.md) explains the rules. This lab compares all eight of the package with a constant rate.
#
# ## What is compared
#
# A small network learns to read digits: 64 inputs, one hidden layer of 32 neurons, 10 outputs. The [*validation set*](../glossary.md#validation-set) (400 images) chooses the rates. The [*test set*](../glossary.md#test-set) (397 images) chooses nothing.
#
# The optimizer is stochastic gradient descent with [*momentum*](../glossary.md#momentum) 0.9 (each step keeps 0.9 of the step before). Each [*minibatch*](../glossary.md#minibatch) (the group of examples of one step) has 20 images, so one [*epoch*](../glossary.md#epoch) (one pass through the training images) is 50 steps.

# %%
import matplotlib.pyplot as plt
import numpy as np
from joblib import Parallel, delayed

import training_tricks as tt

images, labels = tt.load_digits()
pixels = images.reshape(1797, 64) / 16
order = np.random.default_rng(0).permutation(1797)
train_rows, validation_rows, test_rows = np.split(
    order, [1000, 1400]
)
print(len(train_rows), len(validation_rows), len(test_rows))


# %%
def minibatches(rng, steps):
    epochs = [
        rng.permutation(train_rows) for _ in range(steps // 50)
    ]
    return np.reshape(epochs, (steps, 20))


def momentum_step(params, velocities, rows, rate):
    loss, gradients = tt.mlp_gradients(
        params, pixels[rows], labels[rows]
    )
    moved = [
        tt.momentum(w, g, v, rate)
        for w, g, v in zip(
            params, gradients, velocities, strict=True
        )
    ]
    return loss, [w for w, _ in moved], [v for _, v in moved]


# %% [markdown]
# ## The range test
#
# A [*learning-rate range test*](../glossary.md#learning-rate-range-test) is one short training. Its rate grows by an equal factor in every step, here from 0.001 to 3. Watch the [*loss*](../glossary.md#loss-function) (how wrong the network is). While the rate is too small, the loss hardly moves. Then it falls, and when the rate is too large, it rises. The lowest point gives the order of magnitude.
#
# How long should the test be? Try 50, 200 and 800 steps, each with ten [*seeds*](../glossary.md#seed) (starts of the random generator).


# %%
def range_test(steps, seed):
    rng = np.random.default_rng(seed)
    params = tt.mlp_init(rng, (64, 32, 10))
    velocities = [np.zeros_like(w) for w in params]
    losses = []
    for t, rows in enumerate(minibatches(rng, steps)):
        rate = tt.range_test(t, 0.001, 3, steps)
        loss, params, velocities = momentum_step(
            params, velocities, rows, rate
        )
        losses.append(loss)
    # running mean, to see more than the noise
    width = 1 + 2 * (steps // 40)
    return np.convolve(losses, np.ones(width) / width, "valid")


# %%
print("steps  lowest loss at rate: median   min   max")
for steps in (50, 200, 800):
    runs = Parallel(n_jobs=-1)(
        delayed(range_test)(steps, seed) for seed in range(10)
    )
    first = steps // 40
    middle = range(first, first + len(runs[0]))
    used = [tt.range_test(t, 0.001, 3, steps) for t in middle]
    lowest = [used[np.argmin(run)] for run in runs]
    print(f"{steps:5} {np.median(lowest):27.2f}", end=" ")
    print(f"{min(lowest):5.2f} {max(lowest):5.2f}")
    some = slice(None, None, max(1, steps // 100))
    curve = np.median(runs, axis=0)
    plt.plot(used[some], curve[some], label=f"{steps} steps")

plt.xscale("log")
plt.ylim(0, 4)
plt.xlabel("learning rate")
plt.ylabel("loss")
plt.legend(loc="upper left")
plt.show()

# %% [markdown]
# ![The loss over the learning rate for range tests of 50, 200 and 800 steps. All fall and then rise. The longer the test, the further left the lowest point.](figure "Three range tests: the longer the test, the smaller the rate it shows. Medians of ten seeds.")
#
# The three tests disagree. The median of the lowest point is 0.52 with 50 steps, 0.18 with 200 and 0.09 with 800. The seeds differ, too. A likely reason is that a short test leaves each rate before its damage shows.
#
# ## Is the test right?
#
# Now train for 350 steps (7 epochs), with eight constant rates. The program already has the schedules of the next part. Their lengths fit the 350 steps: the rounds of warm restarts have 50, 100 and 200, and the [*warmup*](../glossary.md#warmup) (the rise at the start) takes 35. "On plateau" looks at the validation loss after each epoch, and multiplies the rate by 0.3 if the loss is not the lowest so far.

# %%
schedules = {
    "constant": lambda t, lr: lr,
    "exponential": lambda t, lr: tt.exponential_decay(t, lr, 0.987),
    "step decay": lambda t, lr: tt.step_decay(t, lr, 0.1, 140),
    "cosine": lambda t, lr: tt.cosine_decay(t, lr, 350),
    "warm restarts": lambda t, lr: tt.warm_restarts(t, lr, 50),
    "warmup + cosine": lambda t, lr: tt.warmup_cosine(
        t, lr, 35, 350
    ),
    "one-cycle": lambda t, lr: tt.one_cycle(t, lr, 350),
    "warmup-stable-decay": lambda t, lr: tt.warmup_stable_decay(
        t, lr, 35, 70, 350
    ),
    "on plateau": None,
}


def measure(params, rows):
    logits = tt.mlp(params, pixels[rows])
    loss, _ = tt.softmax_cross_entropy(logits, labels[rows])
    wrong = logits.argmax(axis=1) != labels[rows]
    return loss, 100 * np.mean(wrong)


# %%
def train(name, peak, seed):
    rng = np.random.default_rng(seed)
    params = tt.mlp_init(rng, (64, 32, 10))
    velocities = [np.zeros_like(w) for w in params]
    rate, best, waited = peak, np.inf, 0
    for t, rows in enumerate(minibatches(rng, 350)):
        if name != "on plateau":
            rate = schedules[name](t, peak)
        elif t > 0 and t % 50 == 0:
            loss, _ = measure(params, validation_rows)
            rate, best, waited = tt.reduce_on_plateau(
                rate, loss, best, waited, factor=0.3, patience=1
            )
        _, params, velocities = momentum_step(
            params, velocities, rows, rate
        )
    return (
        *measure(params, validation_rows),
        *measure(params, test_rows),
    )


# %%
def sweep(name, peaks, seeds):
    runs = Parallel(n_jobs=-1)(
        delayed(train)(name, peak, seed)
        for peak in peaks
        for seed in seeds
    )
    return np.reshape(runs, (len(peaks), len(seeds), 4))


constant_rates = [0.00625 * 2**k for k in range(8)]
constant = sweep("constant", constant_rates, range(10))
print("  rate  validation loss: mean    min    max  error")
for rate, runs in zip(constant_rates, constant, strict=True):
    loss, wrong = runs[:, 0], runs[:, 1]
    print(f"{rate:6.3f} {loss.mean():22.2f}", end=" ")
    print(f"{loss.min():6.2f} {loss.max():6.2f}", end=" ")
    print(f"{wrong.mean():6.1f}")

# %%
losses = constant[:, :, 0]
mean = losses.mean(axis=1)
spread = [mean - losses.min(axis=1), losses.max(axis=1) - mean]
plt.errorbar(constant_rates, mean, spread, marker="o")
plt.xscale("log")
plt.yscale("log")
plt.xticks(constant_rates[1::2], constant_rates[1::2])
plt.yticks((0.1, 0.2, 0.5, 1, 2), (0.1, 0.2, 0.5, 1, 2))
plt.minorticks_off()
plt.xlabel("constant learning rate")
plt.ylabel("validation loss")
plt.show()

# %% [markdown]
# ![The validation loss over eight constant rates, with bars from the lowest to the highest seed. The mean falls from about 0.4 to 0.14 and 0.13 at rates 0.05 and 0.1, and rises to 0.22 at 0.2 and 1.5 at 0.4.](figure "The real sweep of constant rates, ten seeds each.")
#
# The losses at 0.05 and 0.1 are lowest: 0.14 and 0.13. Ten seeds cannot say which of the two is better. At 0.2 the loss is higher, and at 0.4 training fails.
#
# So the test of 200 steps has the right order of magnitude, but its lowest point, 0.18, is too high. The test of 50 steps points to 0.52, where real training fails. The test of 800 steps comes closest, but it costs more than one real training. A range test tells you where to sweep. It does not replace the sweep.
#
# ## A sweep for each schedule
#
# A decaying schedule has a lower rate on average. So each schedule needs its own highest rate. All get the same five to choose from, and the same ten seeds.

# %%
peaks = [0.025, 0.05, 0.1, 0.2, 0.4]
results = {"constant": constant[2:7]}
for name in list(schedules)[1:]:
    results[name] = sweep(name, peaks, range(10))

print("validation loss, highest rates", *peaks)
for name, runs in results.items():
    mean = runs[:, :, 0].mean(axis=1)
    print(f"{name:19}", *(f"{m:5.2f}" for m in mean))
    if name in ("constant", "exponential", "cosine", "one-cycle"):
        plt.plot(peaks, mean, marker="o", label=name)
plt.xscale("log", base=2)
plt.xticks(peaks, peaks)
plt.ylim(0, 1)
plt.xlabel("highest learning rate")
plt.ylabel("validation loss")
plt.legend(loc="upper center")
plt.show()

# %% [markdown]
# ![The validation loss over the highest rate for the constant rate and three schedules. At 0.025, exponential decay is highest and the constant rate lowest. At 0.2, the constant rate has 0.22 and the others about 0.12. At 0.4, only exponential decay stays low, with 0.18.](figure "A schedule needs its own highest rate.")
#
# If the highest rate is too low, a schedule can harm: at 0.025, exponential decay has 0.44 and one-cycle 0.22, but the constant rate 0.17. At 0.2 it is the other way round: the constant rate has 0.22, one-cycle 0.11. So with one common rate you could "show" either.
#
# ## What a schedule gains
#
# Each schedule takes the highest rate with the lowest validation loss. For the constant rate, 0.05 and 0.1 were close, so the table has both.
#
# Choosing favours the seeds that it saw. So now train with 20 *new* seeds. The table shows the test [*error*](../glossary.md#error) (the share of wrong answers): mean ± [*standard deviation*](../glossary.md#standard-deviation). "Gain" is the error of the constant rate 0.05 minus this one, seed by seed: both start from the same weights and see the same minibatches.

# %%
rows = {
    "constant 0.05": ("constant", 0.05),
    "constant 0.1": ("constant", 0.1),
}
at_edge = 0
for name, runs in results.items():
    i = runs[:, :, 0].mean(axis=1).argmin()
    at_edge += i in (0, 4)
    if name != "constant":
        rows[name] = name, peaks[i]
print("best rate at the edge of the grid:", at_edge, "of 9")

tests = {
    label: sweep(name, [peak], range(30, 50))[0, :, 3]
    for label, (name, peak) in rows.items()
}

# %%
print(f"{'':19} rate  test error  gain")
for k, (label, test) in enumerate(tests.items()):
    gain = tests["constant 0.05"] - test
    mean = test.mean()
    print(f"{label:19} {rows[label][1]:4}", end=" ")
    print(f"{mean:5.1f} ± {test.std():.1f}", end=" ")
    print(f"{gain.mean():5.1f} ± {gain.std():.1f}", end=" ")
    print(f"better: {np.sum(gain > 0)}, worse: {np.sum(gain < 0)}")
    spread = [[mean - test.min()], [test.max() - mean]]
    plt.errorbar(mean, -k, xerr=spread, marker="o", color="C0")
plt.yticks(range(0, -len(tests), -1), list(tests))
plt.xlim(left=0)
plt.xlabel("test error (%)")
plt.show()

# %% [markdown]
# ![The test error of two constant rates and eight schedules, with bars from the best to the worst seed. The constant rates have the highest means, 4.0% and 4.5%. One-cycle and cosine are lowest, below 3%. The other schedules lie at about 3%.](figure "The best highest rate for each schedule, 20 new seeds.")
#
# - **The constant rates** stay close: 4.0 ± 1.0 with 0.05, and 4.5 ± 1.4 with 0.1.
# - **Against the constant rate 0.05:** every schedule has a lower mean, by about 1 point. One-cycle and cosine are better with 17 of 20 seeds, warmup-stable-decay only with 10. The gains are about as large as their spread, so a single training can go the other way.
# - **Steadier:** one-cycle and cosine reach the rate 0.1, too, but their spread is 0.4 instead of 1.4.
# - **Among the schedules**, the means differ no more than the seeds of one schedule. That is no order to rely on. Warmup before cosine brings nothing that you could measure here.
#
# In the lesson, warmup-stable-decay has the lowest error of five. Here, it gains least. The lesson uses no momentum, fewer steps and other rates, and says itself that its differences prove nothing. Together, the results suggest: *that* the rate falls matters more than *how*.
#
# ## Limits
#
# The task and the network are small, and 350 steps are few. Warmup is made for large networks and large minibatches. Only the highest rate is swept: the factor 0.987 and the lengths are one choice each, and another choice can change the order. "On plateau" sees the validation set during training. And its patience was changed once, after a trial run of the authors that also showed test errors. The last table was planned after a trial run with the seeds `range(10, 30)`. There, every schedule was ahead, too, but most gains were only about half a point. So the seeds are new, but the test images are not. The same people wrote the digits of all three sets.
#
# ## Try it yourself
#
# - Use a factor closer to 1 than 0.987, so that exponential decay ends higher. What happens to its best highest rate?
# - Make the training 10 times longer. Does the gain of the schedules grow?
# - Replace `tt.momentum` by `tt.adam`, and start with a range test. Where is its lowest point?
