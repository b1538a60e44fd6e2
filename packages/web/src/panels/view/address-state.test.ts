import { INITIAL_VIEW_SPEC, type ViewSpec } from '@runloom/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeSpec, encodeSpec } from './address-state.ts';

const { runs, board } = INITIAL_VIEW_SPEC;

describe('a view in an address', () => {
  it('takes no room while nothing was changed', async () => {
    expect(await encodeSpec(INITIAL_VIEW_SPEC)).toBe('');
    expect(await decodeSpec('')).toBe(INITIAL_VIEW_SPEC);
  });

  it('comes back as it was, whatever texts it holds', async () => {
    const texts = fc.string({ unit: 'grapheme', maxLength: 40 });
    const property = fc.asyncProperty(
      texts,
      fc.array(
        texts.filter((text) => text !== ''),
        { maxLength: 5 },
      ),
      fc.constantFrom('automatic' as const, 'manual' as const),
      async (filter, groupBy, mode) => {
        const spec: ViewSpec = {
          ...INITIAL_VIEW_SPEC,
          runs: { ...runs, filter, groupBy },
          board: { ...board, mode },
        };
        expect(await decodeSpec((await encodeSpec(spec)) ?? '?')).toEqual(spec);
      },
    );
    await fc.assert(property, { numRuns: 50 });
  });

  it('stays short for what people do every day', async () => {
    const spec = {
      ...INITIAL_VIEW_SPEC,
      runs: {
        ...runs,
        filter: 'state = "finished"',
        sort: [{ field: 'summary.loss', isAscending: true }],
      },
    };
    expect((await encodeSpec(spec))?.length).toBeLessThan(160);
  });

  it('that would be too long is none', async () => {
    const noise = Array.from({ length: 4000 }, (_, index) => ((index * 7919) % 9973).toString(36));
    expect(await encodeSpec({ ...INITIAL_VIEW_SPEC, runs: { ...runs, hidden: noise } })).toBeNull();
  });

  it.each(['x', '%%%', 'AAAA', 'q1YqS8wpTVWyUiouSU0sULIyrAUA'])(
    'that is %j is refused in words',
    async (text) => {
      await expect(decodeSpec(text)).rejects.toThrow(/^(?:The address|This view)/);
    },
  );
});
