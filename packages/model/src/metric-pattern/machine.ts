import { type ParsedPattern, type Pattern, PatternError, type SignSet } from './syntax.ts';

type Step =
  | { readonly kind: 'sign'; readonly set: SignSet }
  | { readonly kind: 'edge'; readonly edge: 'start' | 'end' | 'word' | 'noWord' }
  /** Goes on at both places; the first is preferred. */
  | { readonly kind: 'fork'; readonly to: [number, number] }
  | { readonly kind: 'jump'; to: number }
  | { readonly kind: 'save'; readonly slot: number }
  | { readonly kind: 'found' };

/** A pattern as steps that are walked by all its threads at once, so that no text takes long. */
export interface Machine {
  readonly steps: readonly Step[];
  readonly slots: number;
  readonly ignoresCase: boolean;
}

const MOST_STEPS = 2000;

/** @throws PatternError when the pattern is too large */
export function compile({ pattern, groupCount, ignoresCase }: ParsedPattern): Machine {
  const steps: Step[] = [];
  const push = (step: Step): number => {
    if (steps.length >= MOST_STEPS) {
      throw new PatternError('The pattern is too large: its repetitions make too many parts.', 0);
    }
    return steps.push(step) - 1;
  };
  const fork = (isLazy: boolean) => {
    const to: [number, number] = [0, 0];
    push({ kind: 'fork', to });
    return {
      go: (at: number) => {
        to[isLazy ? 1 : 0] = at;
      },
      skip: (at: number) => {
        to[isLazy ? 0 : 1] = at;
      },
    };
  };

  function emit(part: Pattern): void {
    switch (part.kind) {
      case 'sign':
      case 'edge':
        push(part);
        return;
      case 'sequence':
        for (const inner of part.parts) emit(inner);
        return;
      case 'group':
        if (part.index !== null) push({ kind: 'save', slot: part.index * 2 });
        emit(part.inner);
        if (part.index !== null) push({ kind: 'save', slot: part.index * 2 + 1 });
        return;
      case 'choice':
        emitChoice(part.parts);
        return;
      case 'repeat':
        emitRepeat(part);
    }
  }

  function emitChoice(parts: readonly Pattern[]): void {
    const ends: { kind: 'jump'; to: number }[] = [];
    for (const [index, part] of parts.entries()) {
      if (index === parts.length - 1) {
        emit(part);
        continue;
      }
      const branch = fork(false);
      branch.go(steps.length);
      emit(part);
      const end = { kind: 'jump' as const, to: 0 };
      push(end);
      ends.push(end);
      branch.skip(steps.length);
    }
    for (const end of ends) end.to = steps.length;
  }

  function emitRepeat({ inner, min, max, isLazy }: Extract<Pattern, { kind: 'repeat' }>): void {
    for (let time = 0; time < min; time += 1) emit(inner);
    if (max === null) {
      const start = steps.length;
      const loop = fork(isLazy);
      loop.go(steps.length);
      emit(inner);
      push({ kind: 'jump', to: start });
      loop.skip(steps.length);
      return;
    }
    const skips = [];
    for (let time = min; time < max; time += 1) {
      const one = fork(isLazy);
      one.go(steps.length);
      emit(inner);
      skips.push(one.skip);
    }
    for (const skip of skips) skip(steps.length);
  }

  push({ kind: 'save', slot: 0 });
  emit(pattern);
  push({ kind: 'save', slot: 1 });
  push({ kind: 'found' });
  return { steps, slots: (groupCount + 1) * 2, ignoresCase };
}

type Saved = readonly (number | undefined)[];

/**
 * The first match in a text and what its groups found, as a regular expression of JavaScript finds
 * it; null without. Takes time by the length of the text times that of the pattern, never more.
 */
export function run(machine: Machine, text: string): readonly (string | null)[] | null {
  const { steps, slots, ignoresCase } = machine;
  const signs = [...text];
  const codes = signs.map((sign) => sign.codePointAt(0) ?? 0);
  let threads: { at: number; saved: Saved }[] = [];
  let best: Saved | null = null;

  for (let place = 0; place <= codes.length; place += 1) {
    const next: { at: number; saved: Saved }[] = [];
    const seen = new Uint8Array(steps.length);
    const current: { at: number; saved: Saved }[] = [];
    for (const thread of threads) follow(thread.at, thread.saved, place, seen, current);
    if (best === null) follow(0, new Array(slots), place, seen, current);
    for (const { at, saved } of current) {
      const step = steps[at];
      if (step?.kind === 'found') {
        best = saved;
        // Threads after this one are less preferred.
        break;
      }
      const code = codes[place];
      if (step?.kind === 'sign' && code !== undefined && holds(step.set, code, ignoresCase)) {
        next.push({ at: at + 1, saved });
      }
    }
    threads = next;
    if (threads.length === 0 && best !== null) break;
  }
  if (best === null) return null;
  const found = best;
  return Array.from({ length: slots / 2 }, (_, group) => {
    const [from, to] = [found[group * 2], found[group * 2 + 1]];
    return from === undefined || to === undefined ? null : signs.slice(from, to).join('');
  });

  /** Walks all steps that take no sign, preferred ones first. */
  function follow(
    first: number,
    firstSaved: Saved,
    place: number,
    seen: Uint8Array,
    into: { at: number; saved: Saved }[],
  ): void {
    const open: { at: number; saved: Saved }[] = [{ at: first, saved: firstSaved }];
    for (let top = open.pop(); top !== undefined; top = open.pop()) {
      const { at, saved } = top;
      if (seen[at]) continue;
      seen[at] = 1;
      const step = steps[at];
      if (step === undefined) continue;
      if (step.kind === 'jump') open.push({ at: step.to, saved });
      else if (step.kind === 'fork') {
        open.push({ at: step.to[1], saved }, { at: step.to[0], saved });
      } else if (step.kind === 'save') {
        const changed = [...saved];
        changed[step.slot] = place;
        open.push({ at: at + 1, saved: changed });
      } else if (step.kind === 'edge') {
        if (isEdge(step.edge, place)) open.push({ at: at + 1, saved });
      } else into.push({ at, saved });
    }
  }

  function isEdge(edge: 'start' | 'end' | 'word' | 'noWord', place: number): boolean {
    if (edge === 'start') return place === 0;
    if (edge === 'end') return place === codes.length;
    const isBetween = isWord(codes[place - 1]) !== isWord(codes[place]);
    return isBetween === (edge === 'word');
  }
}

function isWord(code: number | undefined): boolean {
  return code !== undefined && /^[0-9A-Za-z_]$/.test(String.fromCodePoint(code));
}

function holds(set: SignSet, code: number, ignoresCase: boolean): boolean {
  if (!ignoresCase) return isIn(set, code);
  const sign = String.fromCodePoint(code);
  const others = [sign.toLowerCase(), sign.toUpperCase()].map((one) => one.codePointAt(0) ?? code);
  const isInRanges = [code, ...others].some((one) => isIn({ ...set, isNegated: false }, one));
  return isInRanges !== set.isNegated;
}

function isIn({ ranges, isNegated }: SignSet, code: number): boolean {
  return ranges.some(([low, high]) => code >= low && code <= high) !== isNegated;
}
