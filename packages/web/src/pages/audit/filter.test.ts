import { expect, it } from 'vitest';
import { readFilter } from './filter.ts';

it('a filter of the address is one of the server, with whole days of the reader', () => {
  const filter = readFilter({
    actor: 'ada',
    outcome: 'denied',
    from: '2026-11-26',
    to: '2026-11-26',
  });
  expect(filter).toEqual({
    actor: 'ada',
    outcome: 'denied',
    from: new Date(2026, 10, 26).getTime(),
    to: new Date(2026, 10, 27).getTime(),
  });
});

it.each(['yesterday', '2026-1-1', '', '26.11.2026'])('%j is no day and narrows nothing', (day) => {
  expect(readFilter({ from: day, to: day, outcome: 'anything', resource: '' })).toEqual({});
});
