import { expect, it } from 'vitest';
import { csvLine } from './csv.ts';

it.each([
  [['a', 'b "c"', 'd,e', 'f\ng'], 'a,"b ""c""","d,e","f\ng"\r\n'],
  [['=1+1', '+x', '-x', '@x', '\tx', '\rx'], `'=1+1,'+x,'-x,'@x,'\tx,"'\rx"\r\n`],
  [
    [-1, 1e-7, Number.NaN, 9007199254740993n, true, null, undefined],
    '-1,1e-7,NaN,9007199254740993,true,,\r\n',
  ],
])('%s is written so that it is read as it is', (values, line) => {
  expect(csvLine(values)).toBe(line);
});
