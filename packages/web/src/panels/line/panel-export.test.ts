import { expect, test } from 'vitest';
import { fileName } from './panel-export.ts';

test('files have names that every file system takes', () => {
  expect(fileName('train/loss.csv')).toBe('train-loss.csv');
  expect(fileName('../../etc/passwd.svg')).toBe('etc-passwd.svg');
  expect(fileName('🦄 <b>"loss"</b>.png')).toBe('b-loss-b.png');
  expect(fileName('///.png')).toBe('chart.png');
  expect(fileName(`${'x'.repeat(500)}.csv`)).toHaveLength(124);
});
