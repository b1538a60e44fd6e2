import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readChunk } from './chunk.ts';

const withFiles = (files: unknown) => readChunk({ files });

describe('readChunk', () => {
  it('reads all streams of a request', () => {
    const chunk = readChunk({
      files: {
        'wandb-history.jsonl': { offset: 3, content: ['{"_step":3}'] },
        'wandb-events.jsonl': { offset: 1, content: ['{"_timestamp":1}'] },
        'wandb-summary.json': { offset: 0, content: ['{"a":1}'] },
        'output.log': { offset: 7, content: ['x', 'y'] },
      },
      uploaded: ['config.yaml'],
      complete: true,
      exitcode: 3,
    });
    expect(chunk).toEqual({
      history: { offset: 3, lines: ['{"_step":3}'] },
      events: { offset: 1, lines: ['{"_timestamp":1}'] },
      summary: '{"a":1}',
      output: [{ offset: 7, lines: ['x', 'y'] }],
      uploaded: ['config.yaml'],
      complete: true,
      exitCode: 3,
    });
  });

  it.each([[{}], [{ files: {} }], [{ files: null, uploaded: null }]])(
    'takes %j for a heartbeat',
    (body) => expect(readChunk(body)).toEqual({}),
  );

  it.each([[[]], ['text'], [null], [undefined], [7]])('refuses %j as a whole', (body) => {
    expect(() => readChunk(body)).toThrow(/JSON object/);
  });

  it('hands over lines that are no texts as the JSON they are, so that none is lost', () => {
    const chunk = withFiles({ 'wandb-history.jsonl': { offset: 0, content: ['{}', { a: 1 }, 7] } });
    expect(chunk.history?.lines).toEqual(['{}', '{"a":1}', '7']);
  });

  it.each([[-1], [1.5], ['2'], [null], [undefined], [2 ** 53]])(
    'keeps the lines of offset %j as dead letters',
    (offset) => {
      const chunk = withFiles({ 'wandb-history.jsonl': { offset, content: ['{"_step":2}'] } });
      expect(chunk.history).toBeUndefined();
      expect(chunk.bad).toMatchObject([
        { file: 'wandb-history.jsonl', line: 0, raw: '{"_step":2}' },
      ]);
    },
  );

  it('keeps console lines past the last number that can be stored as dead letters', () => {
    const chunk = withFiles({ 'output.log': { offset: 2 ** 32 - 1, content: ['a', 'b'] } });
    expect(chunk.output).toBeUndefined();
    expect(chunk.bad).toHaveLength(2);
  });

  it('keeps the good parts beside bad ones', () => {
    const chunk = readChunk({
      files: {
        'wandb-history.jsonl': { offset: 2, content: ['{}'] },
        'wandb-events.jsonl': 'nothing',
        'unknown.file': { offset: 0, content: ['x'] },
      },
      uploaded: 'all',
      complete: 'yes',
    });
    expect(chunk).toMatchObject({ history: { offset: 2, lines: ['{}'] } });
    expect(chunk.complete).toBeUndefined();
    expect(chunk.bad?.map(({ file, raw }) => [file, raw])).toEqual([
      ['wandb-events.jsonl', 'nothing'],
      ['unknown.file', 'x'],
      ['file_stream', 'all'],
    ]);
  });

  it('lists a bounded number of dead letters and counts the rest', () => {
    const content = Array.from({ length: 5000 }, String);
    const bad = withFiles({ other: { offset: 0, content } }).bad ?? [];
    expect(bad).toHaveLength(1001);
    expect(bad.at(-1)?.reason).toBe('4000 more lines were not listed');
  });

  it('reads any JSON object without throwing', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue(), (rest, files) => {
        expect(() => readChunk({ ...rest, files })).not.toThrow();
      }),
    );
  });
});
