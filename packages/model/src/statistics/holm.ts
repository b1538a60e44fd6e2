/**
 * Holm's step-down adjustment of p values that are looked at together: those at or below α stay a family
 * in which any false one has a probability of at most α (Holm, Scandinavian Journal of Statistics 6, 1979).
 * Aligned with what is given; null stays null and does not count.
 */
export function holmAdjusted(ps: readonly (number | null)[]): readonly (number | null)[] {
  const known = ps
    .flatMap((p, place) => (p === null ? [] : [{ p, place }]))
    .sort((a, b) => a.p - b.p);
  const adjusted: (number | null)[] = ps.map(() => null);
  let least = 0;
  known.forEach(({ p, place }, rank) => {
    least = Math.max(least, Math.min(1, (known.length - rank) * p));
    adjusted[place] = least;
  });
  return adjusted;
}
