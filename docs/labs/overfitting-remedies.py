# ---
# title: Overfit, then do not
# description: 100 training digits, 20 of them with wrong labels. Eleven remedies against overfitting, alone and together, tuned on validation digits and measured on test digits.
# ---

# %% [markdown]
# # Overfit, then do not
#
# A network with few training digits learns them by heart. This is [overfitting](../glossary.md#overfitting). The lesson [Preventing overfitting](../tricks/overfitting.md) lists remedies. How much does each one help, alone and together? And does it help as much as more data?
#
# ## What is compared
#
# - **The task:** 100 training digits. As in the lesson, the [labels](../glossary.md#label) (the answers) of 20 of them are wrong, as can happen in real data. Validation and test digits have right labels. With wrong labels, learning by heart does much harm, so there is much to repair. The last experiment has right labels only, and another result.
# - **The network:** one hidden layer of 128 neurons, 40 [epochs](../glossary.md#epoch) (passes through the training digits), [minibatches](../glossary.md#minibatch) of 25 digits.
# - **Tuning:** every remedy, and also the network without one, gets its best strength and [learning rate](../glossary.md#learning-rate) (step size). The [validation set](../glossary.md#validation-set) of 400 digits decides, by the mean error of five [seeds](../glossary.md#seed).
# - **The result:** twelve new seeds, and a [test set](../glossary.md#test-set) of 997 digits. It is put aside first, and it chooses nothing.

# %%
import matplotlib.pyplot as plt
import numpy as np
from joblib import Parallel, delayed

from training_tricks import (
    dropout,
    early_stopping,
    ema,
    ensemble,
    l1_penalty,
    l2_penalty,
    load_digits,
    mixup,
    mlp,
    mlp_init,
    mlp_step,
    smooth_labels,
    softmax_cross_entropy,
    swa,
)

# %%
images, labels = load_digits()
x = images.reshape(-1, 64) / 8 - 1
order = np.random.default_rng(0).permutation(len(x))
pool, test = order[:800], order[800:]
padded = np.pad(images, ((0, 0), (1, 1), (1, 1))) / 8 - 1
places = [(i, j) for i in range(3) for j in range(3)]
moved = [padded[:, i : i + 8, j : j + 8] for i, j in places]
moved = np.reshape(moved, (9, -1, 64))
print(f"pool {len(pool)}, test {len(test)}")


def split(seed, size=100, share=0.2):
    rng = np.random.default_rng(seed)
    drawn = rng.permutation(pool)
    few, val = drawn[:size], drawn[-400:]
    y, wrong = labels[few], round(share * size)
    y[:wrong] = (y[:wrong] + rng.integers(1, 10, wrong)) % 10
    return rng, few, y, val


# %%
errors = np.zeros((5, 40, 2))
for seed in range(5):
    rng, few, y, val = split(seed)
    params = mlp_init(rng, (64, 128, 10))
    for epoch in range(40):
        for i in rng.permutation(100).reshape(4, 25):
            _, params = mlp_step(params, x[few[i]], y[i], lr=0.15)
        known = mlp(params, x[few]).argmax(axis=1) != y
        new = mlp(params, x[val]).argmax(axis=1) != labels[val]
        errors[seed, epoch] = 100 * known.mean(), 100 * new.mean()
mean = errors.mean(axis=0)
for epoch in (8, 40):
    known, new = mean[epoch - 1]
    print(f"epoch {epoch:2}: training {known:.0f} %", end="")
    print(f"  validation {new:.0f} %")
plt.plot(range(1, 41), mean[:, 0], label="training")
plt.plot(range(1, 41), mean[:, 1], label="validation")
plt.ylim(0, 80)
plt.xlabel("epoch")
plt.ylabel("error in %")
plt.legend()
plt.show()

# %% [markdown]
# ![Error over 40 epochs. The training error falls from 16 percent at epoch 8 to 1 percent at epoch 40. The validation error falls to 23 percent at epoch 8, then moves up and down, and is 25 percent at the end.](figure "Mean of five seeds, learning rate 0.15. Labels of the training digits: 20 of 100 are wrong.")
#
# From epoch 8 to epoch 40, the training error falls from 16% to 1%. So the network learns almost all labels by heart, also the wrong ones. The validation error goes from 23% to 25%: for new digits, this gives nothing.
#
# ## All remedies in one training loop
#
# `step` makes one step; `one_epoch` and `train` repeat it. The dictionary `use` switches the remedies on. With `shift`, a share of the digits moves by up to one pixel, in a random direction: a simple [data augmentation](../glossary.md#data-augmentation). The penalties [L2](../glossary.md#l2-penalty) (here the same as [weight decay](../glossary.md#weight-decay)) and [L1](../glossary.md#l1-penalty) act on the weights, not on the biases.


# %%
def step(noise, params, i, targets, lr, use):
    W1, b1, W2, b2 = params
    inputs = x[i]
    if use["shift"]:
        chosen = noise.random(len(i)) < use["shift"]
        way = noise.integers(9, size=len(i))
        inputs = moved[np.where(chosen, way, 4), i]
    if use["alpha"]:
        alpha = use["alpha"]
        inputs, targets = mixup(noise, inputs, targets, alpha)
    h = np.maximum(inputs @ W1 + b1, 0)
    mask = 1
    if use["rate"]:
        h, mask = dropout(noise, h, use["rate"])
    _, dz = softmax_cross_entropy(h @ W2 + b2, targets)
    dh = dz @ W2.T * mask * (h > 0)
    grads = [inputs.T @ dh, dh.sum(axis=0)]
    grads += [h.T @ dz, dz.sum(axis=0)]
    for k in (0, 2):
        if use["l2"]:
            grads[k] += l2_penalty(params[k], use["l2"])[1]
        if use["l1"]:
            grads[k] += l1_penalty(params[k], use["l1"])[1]
    return [w - lr * g for w, g in zip(params, grads)]


# %%
def one_epoch(rng, noise, params, average, few, targets, lr, use):
    for i in rng.permutation(len(few)).reshape(-1, 25):
        params = step(noise, params, few[i], targets[i], lr, use)
        if use["decay"]:
            pairs = zip(average, params)
            average = [ema(a, w, use["decay"]) for a, w in pairs]
    return params, average


# %%
def train(rng, noise, few, y, val, lr, use):
    params = average = mlp_init(rng, (64, use["width"], 10))
    targets = smooth_labels(np.eye(10)[y], use["smooth"])
    low, best, waited, stop = np.inf, params, 0, False
    for epoch in range(use["epochs"]):
        params, average = one_epoch(
            rng, noise, params, average, few, targets, lr, use
        )
        n = epoch - use["start"]
        if n >= 0:
            pairs = zip(average, params)
            average = [swa(a, w, n) for a, w in pairs]
        if use["patience"]:
            logits = mlp(params, x[val])
            loss, _ = softmax_cross_entropy(logits, labels[val])
            low, best, waited, stop = early_stopping(
                loss, params, low, best, waited, use["patience"]
            )
            if stop:
                break
    if use["patience"]:
        return best
    if use["decay"] or use["start"] < use["epochs"]:
        return average
    return params


# %% [markdown]
# `plain` has no remedy. Shifts, dropout and mixup draw from a generator of their own, `noise`. So for one seed, networks of the same size have the same first weights and minibatches.


# %%
plain = {"size": 100, "wrong": 0.2, "width": 128, "epochs": 40}
plain |= {"patience": 0, "l2": 0, "l1": 0, "rate": 0}
plain |= {"shift": 0, "smooth": 0, "alpha": 0}
plain |= {"decay": 0, "start": 40, "networks": 1}


def run(trick, lr, seed, on_test=False):
    use = plain | trick
    rng, few, y, val = split(seed, use["size"], use["wrong"])
    noise = np.random.default_rng(seed + 100)
    judged = test if on_test else val
    chances = []
    for _ in range(use["networks"]):
        params = train(rng, noise, few, y, val, lr, use)
        z = mlp(params, x[judged])
        e = np.exp(z - z.max(axis=1, keepdims=True))
        chances.append(e / e.sum(axis=1, keepdims=True))
    found = ensemble(np.array(chances)).argmax(axis=1)
    return 100 * np.mean(found != labels[judged])


# %%
remedies = {
    "none": [{}],
    "early stopping": [{"patience": s} for s in (1, 2, 5)],
    "L2": [{"l2": s} for s in (0.01, 0.03, 0.1)],
    "L1": [{"l1": s} for s in (0.003, 0.01, 0.03)],
    "dropout": [{"rate": s} for s in (0.4, 0.6, 0.8)],
    "shifts": [{"shift": s} for s in (0.5, 0.75, 1)],
    "smoothing": [{"smooth": s} for s in (0.03, 0.1, 0.3)],
    "mixup": [{"alpha": s} for s in (1, 5, 20)],
    "EMA": [{"decay": s} for s in (0.8, 0.9, 0.97)],
    "SWA": [{"start": s} for s in (15, 25, 35)],
    "smaller network": [{"width": s} for s in (24, 64, 96)],
    "200 digits": [{"size": 200, "epochs": 20}],
    "400 digits": [{"size": 400, "epochs": 10}],
}
lrs = (0.015, 0.05, 0.15, 0.5)


# %%
def tune(tricks, lrs):
    grid = [(trick, lr) for trick in tricks for lr in lrs]
    errors = Parallel(n_jobs=-1)(
        delayed(run)(trick, lr, seed)
        for trick, lr in grid
        for seed in range(5)
    )
    means = np.reshape(errors, (-1, 5)).mean(axis=1)
    return grid[means.argmin()], means.min()


chosen, found = {}, {}
for name, tricks in remedies.items():
    chosen[name], found[name] = tune(tricks, lrs)
    trick, lr = chosen[name]
    values = ", ".join(f"{k} {v}" for k, v in trick.items())
    print(f"{name:15} {found[name]:.0f} %  lr {lr:<5}", values)

# %% [markdown]
# Each row shows the validation error, the best learning rate and the best strength. All learning rates lie inside the grid, and all strengths but that of [mixup](../glossary.md#mixup). With 20, nearly every mix is half and half, so a higher value changes little.
#
# `200 digits` and `400 digits` are more data, again one fifth with wrong labels, for the same number of steps.
#
# ## Six remedies together
#
# Now six remedies act at the same time, first with the strengths that are best alone (share 1), then with all strengths multiplied by a smaller share. The learning rate is tuned each time.

# %%
six = ("L2", "L1", "dropout", "shifts", "smoothing", "mixup")
full = {}
for name in six:
    full |= chosen[name][0]
shares, errors = (1, 0.3, 0.1, 0.03), []
picks = []
for share in shares:
    trick = {key: share * value for key, value in full.items()}
    pick, error = tune([trick], lrs)
    picks.append(pick)
    errors.append(error)
    print(f"share {share:<4} lr {pick[1]:<4} {error:.0f} %")
trick, lr = picks[np.argmin(errors)]
chosen["six together"] = trick, lr
chosen["six, ensemble"] = trick | {"networks": 5}, lr
pair = chosen["L2"][0] | chosen["dropout"][0]
chosen["L2 and dropout"], error = tune([pair], lrs)
print(f"L2 and dropout      {error:.0f} %")
plt.plot(shares, errors, "o-")
plt.text(0.7, found["none"] + 1, "none")
plt.axhline(found["none"], linewidth=1)
plt.ylim(0, 80)
plt.xlabel("share of each strength")
plt.ylabel("validation error in %")
plt.show()

# %% [markdown]
# ![Validation error of six remedies together over the share of their strengths. At share 1 it is 65 percent, at 0.3 it is 23, at 0.1 it is 20 and at 0.03 it is 22. A horizontal line marks 24 percent, without any remedy.](figure "Together, each remedy must be weaker than alone.")
#
# At full strength, the error is 65%. At one tenth, it is 20%. So strengths that are right alone can be far too much together. They need not be: L2 and [dropout](../tricks/dropout.md) reach 19% together.
#
# ## On test digits
#
# `change` compares with `none` for the same seed, in percentage points: mean ± [standard deviation](../glossary.md#standard-deviation). `better` counts the seeds with a lower error. `not tuned` has no remedy and the learning rate 0.15 of the first figure. The [ensemble](../glossary.md#ensemble) averages the predictions of five networks like `none`, for five times the work. `six, ensemble` is five networks, each with the six remedies.

# %%
chosen["not tuned"] = {}, 0.15
chosen["ensemble"] = {"networks": 5}, chosen["none"][1]
exams = Parallel(n_jobs=-1)(
    delayed(run)(trick, lr, seed, on_test=True)
    for trick, lr in chosen.values()
    for seed in range(5, 17)
)
exams = dict(zip(chosen, np.reshape(exams, (-1, 12))))
names = sorted(exams, key=lambda name: -exams[name].mean())
print("                test error   change       better")
for name in names:
    change = exams[name] - exams["none"]
    better = np.sum(change < 0)
    mean, std = change.mean(), change.std()
    print(f"{name:15} {exams[name].mean():4.1f}", end="")
    print(
        f" ± {exams[name].std():.1f} {mean:6.1f} ± {std:.1f}",
        end="",
    )
    print(f" {better:4}/12")

# %%
plt.figure(figsize=(5.6, 5.2), layout="none")
plt.subplots_adjust(left=0.36, right=0.97, top=0.98)
for row, name in enumerate(names):
    change = exams[name] - exams["none"]
    mean, std = change.mean(), change.std()
    plt.errorbar(mean, row, xerr=std, fmt="o", color="C0")
plt.yticks(range(len(names)), names)
plt.axvline(0, linewidth=1)
plt.ylim(len(names) - 0.5, -0.5)
plt.xlabel("change of the test error, points")
plt.show()

# %% [markdown]
# ![Change of the test error for each setting, mean and standard deviation. It goes from +3.1 points without tuning, through values near 0 for EMA, smoothing and a smaller network, −1.8 to −2.3 for six single remedies and −3.6 for the ensemble, to −6.2 for six remedies and an ensemble, −10.8 for 200 digits and −14.4 for 400.](figure "Change against the tuned network without a remedy. Further left is better.")
#
# - **More data wins.** 100 more digits lower the error by 10.8 points. Six remedies and five networks together give 6.2.
# - **The learning rate is a remedy, too.** Without any other, a smaller one lowers the error from 28.5% to 25.5%.
# - **Clear gain:** the ensemble, 3.6 points, for all 12 seeds.
# - **Gain, but no clear order:** L2, mixup, early stopping, L1, dropout and shifts give 1.8 to 2.3 points. Their spread is large; only L2 is better for all seeds. Dropout was the best of them on validation digits, but is not here: a small lead in tuning may be luck.
# - **Little or nothing:** two averages of weights, SWA and EMA, [label smoothing](../glossary.md#label-smoothing) and the smaller network gain 0.7 points or less.
# - **Together is better, but gains do not add up.** Six remedies give 3.2 points, and L2 with dropout 3.6. With this spread, you cannot tell these apart.
#
# In the lesson, early stopping, L2, mixup, smoothing and SWA gain more. Its network is smaller, and its learning rate is not tuned. Here `none` has its best one, so there is probably less to repair.
#
# ## With right labels only
#
# Now no label is wrong. The strengths stay. The learning rate is tuned again. The columns are as before.

# %%
baseline = 0
for name in ("none", "dropout", "six together"):
    trick = chosen[name][0] | {"wrong": 0}
    (trick, lr), _ = tune([trick], (0.05, 0.15, 0.5, 1.5))
    tested = Parallel(n_jobs=-1)(
        delayed(run)(trick, lr, seed, on_test=True)
        for seed in range(5, 17)
    )
    if name == "none":
        baseline = tested
    change = np.subtract(tested, baseline)
    print(f"{name:13} lr {lr:<5} {np.mean(tested):4.1f}", end="")
    print(f" {change.mean():5.1f} ± {change.std():.1f}", end="")
    print(f" {np.sum(change < 0):4}/12")

# %% [markdown]
# The error without a remedy is now 10.8%, and the gains are gone. Dropout makes no clear difference. The six remedies together are better for only 1 of 12 seeds. So strengths that fit one data set can do harm on another: tune again. (The lesson tunes strengths for right labels, too, and some tricks gain a little.)
#
# ## What this experiment cannot say
#
# - The tuning is noisy: several settings have nearly the same validation error. A remedy with more strengths to try also has more chances to be lucky.
# - With 100 training digits, nobody would keep 400 for validation. Training on these 400, too, would probably help more than any remedy. Early stopping even uses their right labels in each run.
# - It is one small network, and 40 epochs. Longer training may need other remedies.
#
# ## Try it yourself
#
# - In `plain`, make `epochs` and `start` four times as large. Does early stopping gain more now?
# - Leave one of the six remedies out. Which one matters most?
# - In the last experiment, tune the strengths, too. Does any remedy help now?
