import { parseExactJson } from '@runloom/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readNotebook } from './notebook.ts';

const read = (value: unknown) => readNotebook(parseExactJson(JSON.stringify(value)));

describe('readNotebook', () => {
  it('reads cells with what they printed, drew and raised', () => {
    const notebook = read({
      metadata: { kernelspec: { language: 'python' } },
      cells: [
        { cell_type: 'markdown', source: ['# Title\n', 'text'] },
        {
          cell_type: 'code',
          execution_count: 3,
          source: 'print(1)',
          outputs: [
            { output_type: 'stream', name: 'stderr', text: ['a\n', 'b'] },
            {
              output_type: 'display_data',
              data: { 'image/png': 'iVBO\nRw==', 'text/plain': '<Figure>' },
            },
            {
              output_type: 'execute_result',
              data: { 'text/html': '<table></table>', 'text/plain': 'df' },
            },
            {
              output_type: 'error',
              ename: 'E',
              evalue: 'v',
              traceback: ['\u001b[31mE\u001b[0m: v'],
            },
            { output_type: 'display_data', data: { 'application/x-odd': {} } },
          ],
        },
      ],
    });
    expect(notebook?.language).toBe('python');
    expect(notebook?.cells[0]).toMatchObject({ kind: 'markdown', source: '# Title\ntext' });
    expect(notebook?.cells[1]).toEqual({
      kind: 'code',
      source: 'print(1)',
      count: 3,
      outputs: [
        { kind: 'text', text: 'a\nb', isError: true },
        { kind: 'image', address: 'data:image/png;base64,iVBORw==', text: '<Figure>' },
        { kind: 'html', html: '<table></table>' },
        { kind: 'text', text: '\u001b[31mE\u001b[0m: v', isError: true },
        { kind: 'other', types: ['application/x-odd'] },
      ],
    });
  });

  it('takes no image whose bytes are none, so that no address can be made up', () => {
    const data = { 'image/png': '"><script>', 'text/plain': 'plain' };
    const cells = [{ cell_type: 'code', outputs: [{ output_type: 'display_data', data }] }];
    expect(read({ cells })?.cells[0]?.outputs).toEqual([
      { kind: 'text', text: 'plain', isError: false },
    ]);
  });

  it('never throws, whatever the JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (cell, outputs) => {
        read({ cells: [cell, { cell_type: 'code', outputs }] });
        read(cell);
      }),
    );
  });
});
