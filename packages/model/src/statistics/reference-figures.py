"""Makes the reference figures of analysis-statistics.test.ts: scikit-learn 1.9.1, SciPy 1.17.1.

The numbers that look like chance come from the same generator as in the test.
"""

import math

import numpy as np
from scipy import stats
from sklearn.ensemble import RandomForestRegressor
from sklearn.ensemble._forest import _generate_unsampled_indices


class Chance:
    def __init__(self, seed):
        self.state = seed

    def __call__(self):
        self.state = (self.state * 1664525 + 1013904223) % 2**32
        return self.state / 2**32


chance = Chance(7)
n = 300
X = np.array([[chance() for _ in range(8)] for _ in range(n)])
category = ["abcd"[int(x * 4)] for x in X[:, 5]]
effect = {"a": 0, "b": 6, "c": -3, "d": 1}
y = (
    10 * np.sin(np.pi * X[:, 0] * X[:, 1])
    + 20 * (X[:, 2] - 0.5) ** 2
    + 10 * X[:, 3]
    + 5 * X[:, 4]
    + np.array([effect[one] for one in category])
    + np.array([2 * (chance() - 0.5) for _ in range(n)])
)
one_hot = [[float(one == name) for one in category] for name in "abcd"]
F = np.column_stack([np.delete(X, 5, 1), *one_hot])
groups = [[0], [1], [2], [3], [4], [7, 8, 9, 10], [5], [6]]
explained, shares = [], []
for seed in range(5):
    forest = RandomForestRegressor(
        500, max_features=1 / 3, min_samples_leaf=5, oob_score=True, random_state=seed
    ).fit(F, y)
    explained.append(forest.oob_score_)
    growth = np.zeros(8)
    order = np.random.default_rng(seed)
    for tree in forest.estimators_:
        out = _generate_unsampled_indices(tree.random_state, n, n, None)
        before = ((tree.predict(F[out]) - y[out]) ** 2).mean()
        for at, columns in enumerate(groups):
            mixed = F[out].copy()
            mixed[:, columns] = mixed[order.permutation(len(out))][:, columns]
            growth[at] += ((tree.predict(mixed) - y[out]) ** 2).mean() - before
    shares.append(growth / 500 / y.var())
print("explained", np.mean(explained))
print("shares", np.round(np.mean(shares, 0), 4).tolist())

x = np.array([chance() for _ in range(30)])
z = np.round(x * 5 + 3 * np.array([chance() for _ in range(30)]))
pearson = stats.pearsonr(x, z)
print("pearson", pearson.statistic, pearson.confidence_interval())
print("spearman", stats.spearmanr(x, z).statistic)
line = stats.linregress(x, z)
t = stats.t.ppf(0.975, 28)
print("line", line.slope, line.intercept, line.rvalue**2)
print("slope", line.slope - t * line.stderr, line.slope + t * line.stderr)
spread = np.sqrt(((z - line.intercept - line.slope * x) ** 2).sum() / 28)
squares = ((x - x.mean()) ** 2).sum()
print("margin at 0.25", t * spread * math.sqrt(1 / 30 + (0.25 - x.mean()) ** 2 / squares))
v = np.sort(z)
width = 0.9 * min(v.std(ddof=1), np.subtract(*np.percentile(v, [75, 25])) / 1.34) * 30**-0.2
density = stats.gaussian_kde(v, bw_method=width / v.std(ddof=1))
print("density", density(np.linspace(v[0], v[-1], 5)).tolist())
print("quartiles", np.percentile(v, [25, 50, 75]).tolist())
