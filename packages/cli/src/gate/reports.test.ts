import { describe, expect, it } from 'vitest';
import { type GateRule, judge } from './judge.ts';
import { junitOf } from './junit.ts';
import { inline, markdownOf } from './markdown.ts';
import { exitCodeOf, type GateOutcome, verdictOfAll } from './outcome.ts';
import type { PairedValues } from './paired-values.ts';
import { evaluation, metric, passes } from './testing.ts';

const RULE: GateRule = { alpha: 0.05, power: 0.8, margin: 0.05, margins: new Map() };
const HOSTILE = '<img src=x onerror=alert(1)> | `a` & "b" \u0000\n# c';

function outcomeOf(values: readonly PairedValues[], part: Partial<GateOutcome> = {}): GateOutcome {
  const metrics = judge(values, RULE);
  return {
    verdict: verdictOfAll(metrics),
    baseline: evaluation({ id: 'e1', name: 'main' }),
    candidate: evaluation({ id: 'e2', name: HOSTILE }),
    metrics,
    rule: RULE,
    warnings: [],
    commonCount: 200,
    isStrict: false,
    ...part,
  };
}

const WORSE = passes(12, 2, 20, 166);
const SMALL = { ...passes(1, 1, 4, 4), key: 'small' };
const NUMBERS = metric({ key: 'score', kind: 'number', baseline: [1, 2, 3], candidate: [2, 3, 4] });

describe('a gate’s report', () => {
  it('says in Markdown what was compared and what came of it', () => {
    const text = markdownOf(outcomeOf([WORSE, SMALL, NUMBERS]), 'http://host/compare');
    expect(text).toContain('### ❌ Blocked: match got worse by more than noise.');
    expect(text).toMatch(
      /❌ match \| 89 % \| 84 % \| −5 points \(−8\.65 to −1\.26\) \| 2 \/ 12 \/ 186 \|/,
    );
    expect(text).toMatch(
      /❔ small .* 10 examples can’t rule out a loss of 5 points; about \d+ would do\./,
    );
    expect(text).toContain('| ✅ score | 2 | 3 | +1 (+1 to +1) | 3 / 0 / 0 |');
  });

  it('takes no text of people for markup', () => {
    expect(inline(HOSTILE)).toBe('\\<img src=x onerror=alert(1)\\> \\| \\`a\\` & "b" \u0000 \\# c');
    const text = markdownOf(outcomeOf([{ ...WORSE, key: 'a|b\nc' }]), 'http://host/compare');
    expect(text).toContain('| ❌ a\\|b c | 89 %');
  });

  it('is JUnit’s XML with a case a metric', () => {
    const xml = junitOf(outcomeOf([WORSE, SMALL, NUMBERS], { warnings: [HOSTILE] }));
    expect(xml).toContain('tests="3" failures="1" errors="0" skipped="1"');
    expect(xml).toMatch(/name="match">\s*<failure message="Worse by more than noise\. 89 % → 84 %/);
    expect(xml).toContain('&#60;img src=x onerror=alert(1)&#62;');
    expect(xml).not.toContain('\u0000');
    const strict = junitOf(outcomeOf([WORSE, SMALL, NUMBERS], { isStrict: true }));
    expect(strict).toContain('failures="2" errors="0" skipped="0"');
  });

  it('ends with a code of its own for each outcome', () => {
    const codeOf = (values: readonly PairedValues[], isStrict: boolean) =>
      exitCodeOf(outcomeOf(values, { isStrict }));
    expect([codeOf([NUMBERS], true), codeOf([WORSE, SMALL], true)]).toEqual([0, 1]);
    expect([codeOf([SMALL], false), codeOf([SMALL], true)]).toEqual([0, 3]);
  });
});
