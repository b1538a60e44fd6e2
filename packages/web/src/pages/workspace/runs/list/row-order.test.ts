import { expect, it } from 'vitest';
import { createRowOrder } from './row-order.ts';

it('names all rows between two runs as they stand on screen, groups left out', () => {
  const order = createRowOrder();
  order.reset('by name');
  for (const [index, name] of [null, 'c', 'a', null, 'b'].entries()) order.see(index, name);
  expect(order.between('b', 'c')).toEqual(['c', 'a', 'b']);
  expect(order.between('a', 'a')).toEqual(['a']);
});

it('says nothing when a row between them was never on screen', () => {
  const order = createRowOrder();
  order.see(0, 'a');
  order.see(2, 'c');
  expect(order.between('a', 'c')).toBeNull();
  expect(order.between('a', 'gone')).toBeNull();
});

it('forgets the rows of a list that is sorted in another way', () => {
  const order = createRowOrder();
  order.reset('by name');
  order.see(0, 'a');
  order.see(1, 'b');
  order.reset('by name');
  expect(order.between('a', 'b')).toEqual(['a', 'b']);
  order.reset('by loss');
  expect(order.between('a', 'b')).toBeNull();
});
