import { expect, test } from 'vitest';
import { readException } from './exception.ts';

test('a traceback of Python is read frame by frame', () => {
  const frame = { filename: '/a.py', line_number: 3, function_name: 'f', text: 'raise E' };
  const text = JSON.stringify({ type: 'ValueError', message: 'no', traceback: [frame, 'odd'] });
  expect(readException(text)).toEqual({
    type: 'ValueError',
    message: 'no',
    frames: [
      { file: '/a.py', line: 3, name: 'f', text: 'raise E' },
      { file: '', line: null, name: '', text: '' },
    ],
  });
});

test.each(['bad', '{not json', '{"other": 1}', ''])('%j is a message by itself', (text) => {
  expect(readException(text)).toEqual({ type: null, message: text, frames: [] });
});
