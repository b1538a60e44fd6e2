import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readChunk } from './chunk.ts';
import { readEnvelope } from './envelope.ts';

/** The chunk that the lines give, as texts. */
function throughEnvelope(text: string) {
  const { body, history } = readEnvelope(Buffer.from(text));
  const chunk = readChunk(body, history);
  if (chunk.history === undefined || !('count' in chunk.history.lines)) return chunk;
  const { offset, lines } = chunk.history;
  const texts = Array.from({ length: lines.count }, (_, line) => lines.text(line));
  return { ...chunk, history: { offset, lines: texts } };
}

describe('the body of a file stream', () => {
  it('gives the same chunk as when all of it is read as JSON', () => {
    const line = fc.oneof(fc.string({ unit: 'binary' }), fc.constant('{"_step":0,"loss":1}'));
    const content = fc.oneof(
      { weight: 8, arbitrary: fc.array(line) },
      { weight: 1, arbitrary: fc.constantFrom(null, {}, 'x', ['a', 1], [['a']], [null]) },
    );
    const stream = fc.record(
      {
        offset: fc.oneof({ weight: 8, arbitrary: fc.nat() }, fc.constantFrom(-1, '0', null)),
        content,
        extra: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    const body = fc.record(
      {
        files: fc.oneof(
          {
            weight: 8,
            arbitrary: fc.record(
              {
                'wandb-history.jsonl': stream,
                'wandb-events.jsonl': stream,
                'wandb-summary.json': stream,
                'output.log': stream,
              },
              { requiredKeys: [] },
            ),
          },
          fc.jsonValue(),
        ),
        complete: fc.boolean(),
        exitcode: fc.integer(),
        uploaded: fc.array(fc.string()),
        'wandb-history.jsonl': stream,
      },
      { requiredKeys: [] },
    );
    const blanks = fc.constantFrom(undefined, 1, '\t');
    fc.assert(
      fc.property(body, blanks, (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(throughEnvelope(text)).toEqual(readChunk(JSON.parse(text)));
      }),
      { numRuns: 2000 },
    );
  });

  it('reads the last of two lists of the same name, as JSON does', () => {
    const text = '{"files":{"wandb-history.jsonl":{"offset":0,"content":["a"],"content":["b"]}}}';
    expect(throughEnvelope(text)).toEqual({ history: { offset: 0, lines: ['b'] } });
  });

  it('is refused when it is cut off or no JSON', () => {
    const whole =
      '{"files":{"wandb-history.jsonl":{"offset":0,"content":["a\\"","b"]}},"complete":true}';
    for (let length = 0; length < whole.length; length += 1) {
      expect(() => readEnvelope(Buffer.from(whole.slice(0, length)))).toThrow(SyntaxError);
    }
    expect(() => readEnvelope(Buffer.from(`${whole}}`))).toThrow(SyntaxError);
  });
});
