"""Makes the reference figures of agreement.test.ts: krippendorff 0.9.0, statsmodels 0.15.0."""

import krippendorff
import numpy as np
from statsmodels.stats.inter_rater import cohens_kappa


class Chance:
    def __init__(self, seed):
        self.state = seed

    def __call__(self):
        self.state = (self.state * 1664525 + 1013904223) % 2**32
        return self.state / 2**32


chance = Chance(11)
# Four judges, 40 units; a judge leaves out one in four, and mostly says what is the case.
table = [[np.nan] * 40 for _ in range(4)]
for unit in range(40):
    truth = int(chance() * 5)
    for judge in range(4):
        left_out, is_right, other = chance() < 0.25, chance() < 0.6, int(chance() * 5)
        if not left_out:
            table[judge][unit] = truth if is_right else other
for scale in ("nominal", "ordinal", "interval"):
    print(scale, krippendorff.alpha(reliability_data=table, level_of_measurement=scale))

both = [(a, b) for a, b in zip(table[0], table[1]) if not (np.isnan(a) or np.isnan(b))]
matrix = np.zeros((5, 5))
for a, b in both:
    matrix[int(a)][int(b)] += 1
print("pairs", len(both))
for name, found in (
    ("nominal", cohens_kappa(matrix)),
    ("quadratic", cohens_kappa(matrix, wt="quadratic")),
):
    print(name, found.kappa, found.kappa_low, found.kappa_upp)
