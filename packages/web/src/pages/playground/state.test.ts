import { describe, expect, it } from 'vitest';
import {
  messagesOfTurns,
  openRuns,
  type PlaygroundAction,
  reducePlayground,
  requestOf,
  startState,
  unansweredUntil,
} from './state.ts';

const settings = {
  provider: 'p',
  model: 'm',
  parameters: { temperature: 0 },
  tools: [],
  answerSchema: null,
};
const hello = { role: 'user', content: 'Hello {name}' };
const after = (...actions: readonly PlaygroundAction[]) =>
  actions.reduce(reducePlayground, startState([hello], settings));
const NO_VALUES = new Map<string, string>();

const answered = after(
  { kind: 'start', chats: [{ chat: 0, runs: ['a', 'b'] }] },
  { kind: 'event', event: { kind: 'started', run: 'a', call: 'call-a' } },
  { kind: 'event', event: { kind: 'text', run: 'a', text: 'Good ' } },
  { kind: 'event', event: { kind: 'text', run: 'a', text: 'day' } },
);

describe('the playground', () => {
  it('gathers what comes for each try', () => {
    expect(openRuns(answered)).toEqual(['a', 'b']);
    const done = reducePlayground(answered, {
      kind: 'event',
      event: {
        kind: 'done',
        run: 'a',
        text: 'Good day',
        toolCalls: [{ id: '1', name: 'f', arguments: '{}' }],
        finishReason: 'stop',
        usage: null,
        latencyMs: 5,
      },
    });
    const lost = reducePlayground(done, { kind: 'lost', runs: ['a', 'b'], message: 'gone' });
    const [, turn] = lost.chats[0]?.turns ?? [];
    expect(turn).toMatchObject({
      trials: [
        { state: 'done', text: 'Good day', call: 'call-a' },
        { state: 'failed', failure: 'cut off', message: 'gone' },
      ],
    });
    expect(openRuns(lost)).toEqual([]);
    expect(messagesOfTurns(lost.chats[0]?.turns ?? [], NO_VALUES)[1]).toMatchObject({
      role: 'assistant',
      tool_calls: [{ id: '1', function: { name: 'f' } }],
    });
  });

  it('goes on with the try that is chosen, and leaves out those that failed', () => {
    const turn = answered.chats[0]?.turns[1]?.id ?? -1;
    const other = reducePlayground(answered, { kind: 'choose trial', chat: 0, turn, chosen: 1 });
    expect(messagesOfTurns(other.chats[0]?.turns ?? [], NO_VALUES)).toEqual([hello]);
  });

  it('fills variables of what people wrote', () => {
    const [chat] = answered.chats;
    const request = chat && requestOf(chat, undefined, new Map([['name', '{Ada}']]));
    expect(request?.messages.map(({ content }) => content)).toEqual(['Hello {Ada}', 'Good day']);
    expect(request).toMatchObject({ provider: 'p', parameters: { temperature: 0 } });
  });

  it('asks again from any turn', () => {
    const turns = answered.chats[0]?.turns ?? [];
    const again = reducePlayground(answered, {
      kind: 'start',
      chats: [{ chat: 0, runs: ['c'], until: turns[1]?.id ?? -1 }],
    });
    expect(again.chats[0]?.turns).toHaveLength(2);
    expect(openRuns(again)).toEqual(['c']);
    const fromFirst = reducePlayground(answered, {
      kind: 'start',
      chats: [{ chat: 0, runs: ['d'], until: turns[0]?.id ?? -1 }],
    });
    expect(fromFirst.chats[0]?.turns.map(({ kind }) => kind)).toEqual(['message', 'answer']);
  });

  it('asks anew for an answer that nobody has replied to', () => {
    const [chat] = answered.chats;
    expect(chat && unansweredUntil(chat)).toEqual({ until: chat?.turns[1]?.id });
    const message = { role: 'user', content: 'more' } as const;
    const [replied] = reducePlayground(answered, { kind: 'add message', message }).chats;
    expect(replied && unansweredUntil(replied)).toEqual({});
  });

  it('has chats side by side that begin with the same messages', () => {
    const two = reducePlayground(answered, { kind: 'add chat', provider: 'q', model: '' });
    expect(two.chats[1]).toMatchObject({ settings: { provider: 'q', model: 'm' } });
    expect(two.chats[1]?.turns).toHaveLength(1);
    const both = reducePlayground(two, {
      kind: 'add message',
      message: { role: 'user', content: 'more' },
    });
    expect(both.chats.map(({ turns }) => turns.length)).toEqual([3, 2]);
    expect(
      requestOf(
        { ...both.chats[1], settings: { ...settings, model: '' } } as never,
        undefined,
        NO_VALUES,
      ),
    ).toBeNull();
  });

  it('lets an answer be changed and turns be removed', () => {
    const turn = answered.chats[0]?.turns[1]?.id ?? -1;
    const taken = reducePlayground(answered, { kind: 'take answer', chat: 0, turn });
    expect(taken.chats[0]?.turns[1]).toMatchObject({
      kind: 'message',
      message: { role: 'assistant', content: 'Good day' },
    });
    const removed = reducePlayground(taken, { kind: 'remove turn', chat: 0, turn });
    expect(removed.chats[0]?.turns).toHaveLength(1);
  });
});
