import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readComplete, readEnd, readStart } from './read-part.ts';

const known = {
  project_id: 'ada/looms',
  id: 'one',
  trace_id: 'trace',
  op_name: 'op',
  started_at: '2026-01-01T00:00:00Z',
  ended_at: '2026-01-01T00:00:01Z',
};

describe('a call as it is sent', () => {
  it('keeps its JSON texts to the letter', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue(), (inputs, output) => {
        const [inputsText, outputText] = [JSON.stringify(inputs), JSON.stringify(output)];
        const rest = JSON.stringify(known).slice(0, -1);
        const { part } = readComplete(`${rest},"inputs":${inputsText},"output":${outputText}}`);
        expect(part).toMatchObject({ inputs: inputsText, output: outputText });
      }),
    );
  });

  it('may leave out or null what it does not say', () => {
    const nothing = {
      attributes: null,
      inputs: null,
      parent_id: null,
      wb_run_step: null,
      exception: null,
    };
    const { part, projectPath } = readComplete(JSON.stringify({ ...known, ...nothing, more: [1] }));
    expect(projectPath).toBe('ada/looms');
    expect(part).toEqual({
      id: 'one',
      source: 'weave',
      traceId: 'trace',
      parentId: null,
      opName: 'op',
      startedAt: 1_767_225_600_000_000,
      endedAt: 1_767_225_601_000_000,
      attributes: '{}',
      inputs: '{}',
      summary: '{}',
      output: 'null',
    });
  });

  it('says nothing of an end where it starts, and gets an id where it has none', () => {
    const { id: _, trace_id: __, ...start } = known;
    const { part } = readStart(JSON.stringify({ ...start, output: 1, summary: {} }), () => 'made');
    expect(part).toMatchObject({ id: 'made', traceId: 'made', parentId: null });
    expect(part).not.toHaveProperty('endedAt');
    expect(part).not.toHaveProperty('output');
  });

  it('says nothing of a start where it ends', () => {
    const { part } = readEnd(JSON.stringify({ ...known, exception: 'it failed' }));
    expect(part).toEqual({
      id: 'one',
      source: 'weave',
      endedAt: 1_767_225_601_000_000,
      exception: 'it failed',
      summary: '{}',
      output: 'null',
    });
  });

  it('has an id of a length that can be kept', () => {
    const long = JSON.stringify({ ...known, id: 'x'.repeat(600) });
    expect(() => readComplete(long)).toThrow(/^id has at most 512 characters, not 600/);
  });

  it.each([
    [{ id: '' }, /^id is missing/],
    [{ attributes: 'text' }, /^attributes is an object/],
    [{ trace_id: null }, /^trace_id is missing/],
    [{ project_id: null }, /^project_id is a text/],
    [{ wb_run_step: '7' }, /^wb_run_step is a whole number/],
    [{ exception: { type: 'x' } }, /^exception is a text/],
  ])('%o is refused', (change, message) => {
    expect(() => readComplete(JSON.stringify({ ...known, ...change }))).toThrow(message);
  });
});
