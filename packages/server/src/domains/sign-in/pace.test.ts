import { expect, it } from 'vitest';
import { createPace } from './pace.ts';

it('an address is held up after 120 times in a minute, others are not, and a minute later it goes on', () => {
  const clock = { now: 1_000_000 };
  const pace = createPace(() => clock.now);
  for (let count = 0; count < 120; count += 1) pace(`2001:db8::${count.toString(16)}`);
  expect(() => pace('2001:db8::ffff')).toThrow('wait a minute');
  expect(() => pace('2001:db8:0:1::1')).not.toThrow();
  expect(() => pace('192.0.2.1')).not.toThrow();
  clock.now += 60_000;
  expect(() => pace('2001:db8::1')).not.toThrow();
});
