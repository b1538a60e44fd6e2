import type { JudgedMetric } from './judge.ts';
import type { GateOutcome } from './outcome.ts';
import { differenceText, headline, pText, valueText, verdictText } from './texts.ts';

/** JUnit's XML, a test case a metric: what is too small to tell is skipped, or fails where that is asked for. */
export function junitOf(outcome: GateOutcome): string {
  const { metrics, baseline, candidate, isStrict, warnings } = outcome;
  const fails = ({ verdict }: JudgedMetric): boolean =>
    verdict === 'regression' || (isStrict && verdict !== 'passed');
  const skipped = metrics.filter((metric) => !fails(metric) && metric.verdict !== 'passed');
  const counts = [
    ['tests', metrics.length],
    ['failures', metrics.filter(fails).length],
    ['errors', 0],
    ['skipped', skipped.length],
  ] as const;
  const properties = [
    ['baseline', `${baseline.name} (${baseline.id})`],
    ['candidate', `${candidate.name} (${candidate.id})`],
    ['verdict', outcome.verdict],
    ...warnings.map((warning) => ['warning', warning] as const),
  ] as const;
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="runloom gate" ${attributes(counts)}>`,
    `  <testsuite ${attributes([['name', headline(outcome)], ...counts])}>`,
    '    <properties>',
    ...properties.map(
      ([name, value]) =>
        `      <property ${attributes([
          ['name', name],
          ['value', value],
        ])}/>`,
    ),
    '    </properties>',
    ...metrics.flatMap((metric) => testCase(metric, fails(metric))),
    '  </testsuite>',
    '</testsuites>',
  ].join('\n')}\n`;
}

function testCase(metric: JudgedMetric, isFailure: boolean): readonly string[] {
  const { verdict, values, pairs, baseline, candidate, better, worse, ties, p } = metric;
  const open = `    <testcase ${attributes([
    ['classname', 'runloom.gate'],
    ['name', values.key],
  ])}`;
  if (verdict === 'passed') return [`${open}/>`];
  const figures =
    pairs === 0
      ? ''
      : ` ${valueText(metric, baseline)} → ${valueText(metric, candidate)}, ${differenceText(metric)}; p ${pText(p)}; ${better} better, ${worse} worse, ${ties} the same`;
  const message = attributes([['message', `${verdictText(metric)}${figures}`]]);
  const inner = isFailure ? `<failure ${message} type="${verdict}"/>` : `<skipped ${message}/>`;
  return [`${open}>`, `      ${inner}`, '    </testcase>'];
}

const attributes = (pairs: readonly (readonly [string, string | number])[]): string =>
  pairs.map(([name, value]) => `${name}="${escaped(String(value))}"`).join(' ');

/** Characters that XML 1.0 can't hold at all: any but those of its production `Char`, unpaired surrogates too. */
const UNHELD = /[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

function escaped(text: string): string {
  return text
    .replace(UNHELD, '\ufffd')
    .replace(/[&<>"'\n\r\t]/g, (character) => `&#${character.charCodeAt(0)};`);
}
