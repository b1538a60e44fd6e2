import type { CallRedaction as Redaction } from '@runloom/model';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor, UserActor } from '../accounts/index.ts';
import type { CallPart } from '../calls/index.ts';
import { createProjects, type Project } from '../projects/index.ts';
import { openRoom, type Room } from '../testing/index.ts';
import { createCallRules } from './index.ts';
import { rewriteJson } from './rewrite-json.ts';
import type { CallRuleSet, CallRules } from './types.ts';

let room: Room;
let rules: CallRules;
let member: UserActor;
let viewer: UserActor;
let manager: UserActor;
let projectCount = 0;

beforeAll(async () => {
  room = await openRoom();
  const { accounts, admin, metadata } = room;
  rules = createCallRules({ metadata, accounts, clock: () => room.clock.now });
  [member, viewer, manager] = [
    await room.user('member'),
    await room.user('viewer'),
    await room.user('manager'),
  ];
  await accounts.putOrganization(admin, 'lab');
  await accounts.putTeam(admin, 'lab', 'vision');
  await accounts.putTeamMember(admin, 'lab', 'vision', 'member', 'member');
  await accounts.putTeamMember(admin, 'lab', 'vision', 'viewer', 'viewer');
  await accounts.putTeamMember(admin, 'lab', 'vision', 'manager', 'admin');
});
afterAll(() => room.close());

async function newProject(): Promise<Project> {
  const { metadata, accounts, admin } = room;
  projectCount += 1;
  return createProjects({ metadata, accounts }).ensure(admin, 'vision', `p${projectCount}`);
}

const pattern = (text: string, replacement = '[gone]'): Redaction => ({
  kind: 'pattern',
  pattern: text,
  replacement,
});
const path = (text: string, replacement = '[gone]'): Redaction => ({
  kind: 'path',
  path: text,
  replacement,
});

const part = (more: Partial<CallPart> = {}): CallPart => ({
  id: 'a',
  source: 'otlp',
  traceId: 't',
  opName: 'op',
  ...more,
});

async function redacted(redactions: Redaction[], given: Partial<CallPart>): Promise<CallPart> {
  const project = await newProject();
  await rules.save(room.admin, project, { redactions, sampleRate: 1 });
  const [kept] = await rules.apply(project.id, [part(given)]);
  if (kept === undefined) throw new Error('The call was dropped.');
  return kept;
}

const outcomeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: { code: string }) => error.code,
  );

describe('a redaction', () => {
  it('by pattern takes each match out of every text of a call, and touches nothing else', async () => {
    const email = pattern('[a-z]+@[a-z.]+', '<e$1\\mail>');
    const kept = await redacted([email], {
      inputs: '{ "q":"I am ann@lab.org, not bob@lab.org", "n":1.0, "big":12345678901234567890 }',
      output: '"ann@lab.org"',
      attributes: '{"ann@lab.org":[{"deep":"x ann@lab.org"}]}',
      exception: 'no mailbox ann@lab.org',
      displayName: 'for ann@lab.org',
      otelDump: '{"attributes":{"input":"{\\"q\\":\\"ann@lab.org\\"}"}}',
      opName: 'weave:///a/b/op/ann@lab.org:1',
    });
    expect(kept.inputs).toBe(
      '{ "q":"I am <e$1\\\\mail>, not <e$1\\\\mail>", "n":1.0, "big":12345678901234567890 }',
    );
    expect(JSON.stringify({ ...kept, opName: '' })).not.toContain('ann@');
    expect(kept.opName).toBe('weave:///a/b/op/ann@lab.org:1');
  });

  it('by key path takes whole values, and the copy of the span with them', async () => {
    const rulesOfPath = [path('inputs.messages.*.content'), path('attributes.**.secret', 'no')];
    const kept = await redacted(rulesOfPath, {
      inputs: '{"messages":[{"role":"user","content":"a"},{"role":"user","content":[{"b":1}]}]}',
      attributes: '{"secret":{"x":1},"deep":{"deeper":[{"secret":5,"open":1.50}]}}',
      otelDump: '{"attributes":{"deep.secret":5}}',
    });
    expect(kept.inputs).toBe(
      '{"messages":[{"role":"user","content":"[gone]"},{"role":"user","content":"[gone]"}]}',
    );
    expect(kept.attributes).toBe('{"secret":"no","deep":{"deeper":[{"secret":"no","open":1.50}]}}');
    expect(kept.otelDump).not.toContain('5');
  });

  it('leaves a call without a match as it is, its copy too', async () => {
    const given = { inputs: '{"a":1.0}', otelDump: '{"x":"y"}' };
    const kept = await redacted([path('inputs.b'), pattern('secret')], given);
    expect(kept).toEqual(part(given));
  });

  it('finds texts that JSON writes in other letters', async () => {
    const kept = await redacted([pattern('secret')], { output: '["\\u0073ecret\\n"]' });
    expect(kept.output).toBe('["[gone]\\n"]');
  });

  it('takes out what is no JSON, or too deep to look into, rather than let it through', async () => {
    const deep = `${'['.repeat(5_000)}"secret"${']'.repeat(5_000)}`;
    const kept = await redacted([pattern('secret')], { output: deep, inputs: 'secret {' });
    expect(kept.output).not.toContain('secret');
    expect(kept.inputs).toBe('"[gone] {"');
  });

  it.each<[string, CallRuleSet]>([
    ['a pattern that can’t be read', { redactions: [pattern('(')], sampleRate: 1 }],
    ['a pattern that matches nothing at all', { redactions: [pattern('a*')], sampleRate: 1 }],
    ['a path without a name', { redactions: [path('inputs..a')], sampleRate: 1 }],
    ['a rate above 1', { redactions: [], sampleRate: 1.5 }],
    ['no number for a rate', { redactions: [], sampleRate: Number.NaN }],
    ['too many', { redactions: Array(101).fill(pattern('a')), sampleRate: 1 }],
    ['a long replacement', { redactions: [pattern('a', 'x'.repeat(201))], sampleRate: 1 }],
  ])('is refused with %s', async (_what, wrong) => {
    const project = await newProject();
    expect(await outcomeOf(rules.save(room.admin, project, wrong))).toBe('invalid');
  });

  it('rewrites any JSON to the JSON with the changes, byte for byte where there are none', () => {
    const keep = { text: (text: string) => text, value: () => null };
    const shout = { text: (text: string) => text.toUpperCase(), value: () => null };
    const upper = (value: unknown): unknown => {
      if (typeof value === 'string') return value.toUpperCase();
      if (Array.isArray(value)) return value.map(upper);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value).map(([key, member]) => [key.toUpperCase(), upper(member)]),
      );
    };
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, space) => {
        const json = JSON.stringify(value, null, space);
        expect(rewriteJson(json, keep)).toBe(json);
        expect(JSON.parse(rewriteJson(json, shout) ?? '')).toEqual(upper(JSON.parse(json)));
      }),
    );
    fc.assert(
      fc.property(fc.string(), (noise) => {
        const rewritten = rewriteJson(noise, keep);
        expect([noise, null]).toContain(rewritten);
      }),
    );
  });
});

describe('sampling', () => {
  it('keeps about its share of traces, each whole, and the same ones everywhere', async () => {
    const project = await newProject();
    await rules.save(room.admin, project, { redactions: [], sampleRate: 0.25 });
    const traces = Array.from({ length: 4_000 }, (_, index) => `trace-${index}`);
    const parts = traces.flatMap((traceId) => [
      part({ id: `${traceId}-1`, traceId }),
      part({ id: `${traceId}-2`, traceId }),
    ]);
    const kept = await rules.apply(project.id, parts);
    const counts = new Map<string, number>();
    for (const { traceId = '' } of kept) counts.set(traceId, (counts.get(traceId) ?? 0) + 1);
    expect([...counts.values()].every((count) => count === 2)).toBe(true);
    expect(counts.size).toBeGreaterThan(900);
    expect(counts.size).toBeLessThan(1_100);
    const neighbour = createCallRules({ metadata: room.metadata, accounts: room.neighbour() });
    expect(await neighbour.apply(project.id, parts)).toEqual(kept);
  });

  it('keeps nothing at 0 and everything at 1', async () => {
    const project = await newProject();
    const parts = [part(), part({ traceId: 'u' })];
    expect(await rules.apply(project.id, parts)).toBe(parts);
    await rules.save(room.admin, project, { redactions: [], sampleRate: 0 });
    expect(await rules.apply(project.id, parts)).toEqual([]);
  });
});

describe('the rules of a project', () => {
  it('are set by who manages it and seen by who writes in it', async () => {
    const project = await newProject();
    const none: CallRuleSet = { redactions: [], sampleRate: 1 };
    const anonymous: Actor = { kind: 'anonymous' };
    const found = new Map<string, string[]>();
    const actors = { anonymous, viewer, member, manager, admin: room.admin };
    for (const [name, actor] of Object.entries(actors)) {
      const [read, saved] = [rules.read(actor, project), rules.save(actor, project, none)];
      found.set(name, [await outcomeOf(read), await outcomeOf(saved)]);
    }
    expect(Object.fromEntries(found)).toEqual({
      anonymous: ['unauthenticated', 'unauthenticated'],
      viewer: ['forbidden', 'forbidden'],
      member: ['done', 'forbidden'],
      manager: ['done', 'done'],
      admin: ['done', 'done'],
    });
  });

  it('reach another server on the same store within seconds', async () => {
    const project = await newProject();
    const { metadata, clock } = room;
    const neighbour = createCallRules({
      metadata,
      accounts: room.neighbour(),
      clock: () => clock.now,
    });
    expect(await neighbour.apply(project.id, [part()])).toHaveLength(1);
    await rules.save(room.admin, project, { redactions: [], sampleRate: 0 });
    clock.now += 2_500;
    expect(await neighbour.apply(project.id, [part()])).toEqual([]);
  });
});
