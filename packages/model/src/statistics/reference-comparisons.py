"""Makes the reference figures of comparisons.test.ts: SciPy 1.17, statsmodels 0.15."""

from scipy import stats
from statsmodels.stats import contingency_tables, multitest, proportion

print("tail", [stats.norm.sf(z) for z in (0.5, 2.9, 3.1, 8)], stats.norm.ppf(0.975), stats.norm.ppf(1e-6))
print("wilson", proportion.proportion_confint(7, 10, method="wilson"))
print("wilson 0", proportion.proportion_confint(0, 25, method="wilson"))
print("mcnemar exact", contingency_tables.mcnemar([[0, 12], [4, 0]], exact=True).pvalue)
print("mid-p", 2 * stats.binom.cdf(4, 16, 0.5) - stats.binom.pmf(4, 16, 0.5))
print("worse", stats.binom.cdf(4, 16, 0.5))
print("t", stats.ttest_1samp([0.3, -0.1, 0.4, 0.2, 0.6, -0.2], 0))
print("holm", multitest.multipletests([0.01, 0.04, 0.03, 0.005], method="holm")[1])


def flipped(differences):
    less = stats.permutation_test(
        (differences,), lambda x, axis: x.sum(axis), permutation_type="samples", alternative="less", n_resamples=1e9
    )
    return less.pvalue


print("flipped", flipped([0.3, -0.1, 0.4, 0.2, 0.6, -0.2]), flipped([-0.3, 0.1, -0.4, -0.2, -0.6, 0.2]))
print("flipped", flipped([-2, -1, 0.5, -1.5, 0, -3, -0.25, 1]))
