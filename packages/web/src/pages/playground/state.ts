import type {
  ModelFailure,
  ModelParameters,
  ModelRequest,
  ModelTool,
  ModelToolCall,
  ModelUsage,
  PlaygroundEvent,
  PromptMessage,
} from '@runloom/model';
import { fillPrompt } from '@runloom/model';
import {
  imagesOfMessage,
  textOfMessage,
  withContent,
} from '../../components/message-editor/message-text.ts';

/** One try of a model to answer. */
export interface Trial {
  readonly run: string;
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
  readonly text: string;
  readonly reasoning: string;
  readonly toolCalls: readonly ModelToolCall[];
  readonly finishReason: string | null;
  readonly usage: ModelUsage | null;
  readonly latencyMs: number | null;
  readonly failure: ModelFailure | null;
  readonly message: string;
  /** The call that traces it. */
  readonly call: string | null;
}

/** A message that somebody wrote, or the tries of a model to answer, of which one goes on. */
export type Turn = { readonly id: number } & (
  | { readonly kind: 'message'; readonly message: PromptMessage }
  | { readonly kind: 'answer'; readonly trials: readonly Trial[]; readonly chosen: number }
);

/** What a model is asked with. */
export interface ModelSettings {
  readonly provider: string;
  readonly model: string;
  readonly parameters: ModelParameters;
  readonly tools: readonly ModelTool[];
  readonly answerSchema: Readonly<Record<string, unknown>> | null;
}

/** One conversation with one model. */
export interface Chat {
  readonly id: number;
  readonly settings: ModelSettings;
  readonly turns: readonly Turn[];
}

export interface PlaygroundState {
  readonly chats: readonly Chat[];
  /** How often each model is asked. */
  readonly trials: number;
  readonly nextId: number;
}

export type PlaygroundAction =
  | { readonly kind: 'load'; readonly state: PlaygroundState }
  | { readonly kind: 'set trials'; readonly trials: number }
  /** Beside the last one, with its messages. */
  | { readonly kind: 'add chat'; readonly provider: string; readonly model: string }
  | { readonly kind: 'remove chat'; readonly chat: number }
  | {
      readonly kind: 'change settings';
      readonly chat: number;
      readonly change: Partial<ModelSettings>;
    }
  /** To every chat. */
  | { readonly kind: 'add message'; readonly message: PromptMessage; readonly chat?: number }
  | {
      readonly kind: 'change message';
      readonly chat: number;
      readonly turn: number;
      readonly message: PromptMessage;
    }
  | { readonly kind: 'remove turn'; readonly chat: number; readonly turn: number }
  | {
      readonly kind: 'choose trial';
      readonly chat: number;
      readonly turn: number;
      readonly chosen: number;
    }
  /** An answer becomes a message that can be changed. */
  | { readonly kind: 'take answer'; readonly chat: number; readonly turn: number }
  /** Whatever stands behind a turn goes, and with it an answer itself; then an answer is waited for. */
  | {
      readonly kind: 'start';
      readonly chats: readonly {
        readonly chat: number;
        readonly runs: readonly string[];
        /** The last turn that is kept; absent for all. */
        readonly until?: number;
      }[];
    }
  | { readonly kind: 'event'; readonly event: PlaygroundEvent }
  /** No more events come for these runs. */
  | { readonly kind: 'lost'; readonly runs: readonly string[]; readonly message: string };

export const EMPTY_SETTINGS: ModelSettings = {
  provider: '',
  model: '',
  parameters: {},
  tools: [],
  answerSchema: null,
};

/** One chat with these messages. */
export function startState(
  messages: readonly PromptMessage[],
  settings: ModelSettings = EMPTY_SETTINGS,
): PlaygroundState {
  const turns = messages.map(
    (message, index): Turn => ({ id: index + 1, kind: 'message', message }),
  );
  return { chats: [{ id: 0, settings, turns }], trials: 1, nextId: turns.length + 1 };
}

export function reducePlayground(
  state: PlaygroundState,
  action: PlaygroundAction,
): PlaygroundState {
  const inChat = (id: number, change: (chat: Chat) => Chat): PlaygroundState => ({
    ...state,
    chats: state.chats.map((chat) => (chat.id === id ? change(chat) : chat)),
  });
  const inTurn = (id: number, turn: number, change: (turn: Turn) => Turn): PlaygroundState =>
    inChat(id, (chat) => ({
      ...chat,
      turns: chat.turns.map((one) => (one.id === turn ? change(one) : one)),
    }));
  switch (action.kind) {
    case 'load':
      return action.state;
    case 'set trials':
      return { ...state, trials: action.trials };
    case 'add chat': {
      const last = state.chats.at(-1);
      const settings = { ...(last?.settings ?? EMPTY_SETTINGS), ...given(action) };
      const chat = { id: state.nextId, settings, turns: last?.turns.filter(isWhole) ?? [] };
      return { ...state, chats: [...state.chats, chat], nextId: state.nextId + 1 };
    }
    case 'remove chat':
      return { ...state, chats: state.chats.filter(({ id }) => id !== action.chat) };
    case 'change settings':
      return inChat(action.chat, (chat) => ({
        ...chat,
        settings: { ...chat.settings, ...action.change },
      }));
    case 'add message': {
      const turn: Turn = { id: state.nextId, kind: 'message', message: action.message };
      return {
        ...state,
        nextId: state.nextId + 1,
        chats: state.chats.map((chat) =>
          action.chat === undefined || chat.id === action.chat
            ? { ...chat, turns: [...chat.turns, turn] }
            : chat,
        ),
      };
    }
    case 'change message':
      return inTurn(action.chat, action.turn, (turn) => ({
        id: turn.id,
        kind: 'message',
        message: action.message,
      }));
    case 'remove turn':
      return inChat(action.chat, (chat) => ({
        ...chat,
        turns: chat.turns.filter(({ id }) => id !== action.turn),
      }));
    case 'choose trial':
      return inTurn(action.chat, action.turn, (turn) =>
        turn.kind === 'answer' ? { ...turn, chosen: action.chosen } : turn,
      );
    case 'take answer':
      return inTurn(action.chat, action.turn, (turn) => {
        const message = messageOfTurn(turn);
        return message === null ? turn : { id: turn.id, kind: 'message', message };
      });
    case 'start': {
      const asked = new Map(action.chats.map((one) => [one.chat, one]));
      return {
        ...state,
        nextId: state.nextId + 1,
        chats: state.chats.map((chat) => {
          const start = asked.get(chat.id);
          if (start === undefined) return chat;
          const answer: Turn = {
            id: state.nextId,
            kind: 'answer',
            chosen: 0,
            trials: start.runs.map(newTrial),
          };
          return { ...chat, turns: [...keptTurns(chat.turns, start.until), answer] };
        }),
      };
    }
    case 'event':
      return inTrials(state, [action.event.run], (trial) => afterEvent(trial, action.event));
    case 'lost':
      return inTrials(state, action.runs, (trial) =>
        isEnded(trial)
          ? trial
          : { ...trial, state: 'failed', failure: 'cut off', message: action.message },
      );
  }
}

const given = ({ provider, model }: { readonly provider: string; readonly model: string }) => ({
  ...(provider === '' ? {} : { provider }),
  ...(model === '' ? {} : { model }),
});

/** Whether nothing more comes of a try. */
export const isEnded = ({ state }: Trial): boolean => state === 'done' || state === 'failed';

/** Whether nothing more comes of a turn. */
export const isWhole = (turn: Turn): boolean =>
  turn.kind === 'message' || turn.trials.every(isEnded);

const newTrial = (run: string): Trial => ({
  run,
  state: 'waiting',
  text: '',
  reasoning: '',
  toolCalls: [],
  finishReason: null,
  usage: null,
  latencyMs: null,
  failure: null,
  message: '',
  call: null,
});

/** Those up to a turn; an answer is given anew, so it goes itself. */
export function keptTurns(turns: readonly Turn[], until: number | undefined): readonly Turn[] {
  if (until === undefined) return turns;
  const at = turns.findIndex(({ id }) => id === until);
  if (at < 0) return turns;
  return turns.slice(0, turns[at]?.kind === 'answer' ? at : at + 1);
}

/**
 * Where a chat is asked from: behind its last message. An answer that nobody has replied to is given anew, so that
 * a model is not told its own words, or what was cut off, as if it were asked to go on.
 */
export function unansweredUntil({ turns }: Chat): { readonly until?: number } {
  const last = turns.at(-1);
  return last?.kind === 'answer' ? { until: last.id } : {};
}

function inTrials(
  state: PlaygroundState,
  runs: readonly string[],
  change: (trial: Trial) => Trial,
): PlaygroundState {
  return {
    ...state,
    chats: state.chats.map((chat) => ({
      ...chat,
      turns: chat.turns.map((turn) =>
        turn.kind === 'answer' && turn.trials.some(({ run }) => runs.includes(run))
          ? {
              ...turn,
              trials: turn.trials.map((trial) =>
                runs.includes(trial.run) ? change(trial) : trial,
              ),
            }
          : turn,
      ),
    })),
  };
}

function afterEvent(trial: Trial, event: PlaygroundEvent): Trial {
  switch (event.kind) {
    case 'started':
      return { ...trial, state: 'running', call: event.call };
    case 'text':
      return { ...trial, text: trial.text + event.text };
    case 'reasoning':
      return { ...trial, reasoning: trial.reasoning + event.text };
    case 'done': {
      const { text, toolCalls, finishReason, usage, latencyMs } = event;
      return { ...trial, state: 'done', text, toolCalls, finishReason, usage, latencyMs };
    }
    case 'failed':
      return {
        ...trial,
        state: 'failed',
        failure: event.failure,
        message: event.message,
        latencyMs: event.latencyMs,
      };
  }
}

/** The message that a turn is in the conversation; null where there is no answer. */
export function messageOfTurn(turn: Turn): PromptMessage | null {
  if (turn.kind === 'message') return turn.message;
  const trial = turn.trials[turn.chosen];
  if (trial === undefined || (trial.text === '' && trial.toolCalls.length === 0)) return null;
  return {
    role: 'assistant',
    content: trial.text,
    ...(trial.toolCalls.length === 0
      ? {}
      : {
          tool_calls: trial.toolCalls.map(({ id, name, arguments: input }) => ({
            id,
            type: 'function',
            function: { name, arguments: input },
          })),
        }),
  };
}

/** Messages of a conversation with variables filled. */
export function messagesOfTurns(
  turns: readonly Turn[],
  values: ReadonlyMap<string, string>,
): readonly PromptMessage[] {
  return turns.flatMap((turn) => {
    const message = messageOfTurn(turn);
    if (message === null) return [];
    // What a model wrote has braces of its own.
    if (turn.kind === 'answer' || values.size === 0) return [message];
    return [
      withContent(message, fillPrompt(textOfMessage(message), values), imagesOfMessage(message)),
    ];
  });
}

/** What is asked; null where a model or a message is missing. */
export function requestOf(
  { settings, turns }: Chat,
  until: number | undefined,
  values: ReadonlyMap<string, string>,
): ModelRequest | null {
  const messages = messagesOfTurns(keptTurns(turns, until), values);
  const { provider, model, parameters, tools, answerSchema } = settings;
  if (provider === '' || model === '' || messages.length === 0) return null;
  return {
    provider,
    model,
    messages: [...messages],
    parameters,
    tools: [...tools],
    ...(answerSchema === null ? {} : { answerSchema }),
  };
}

/** Runs that wait for an answer. */
export const openRuns = ({ chats }: PlaygroundState): readonly string[] =>
  chats.flatMap(({ turns }) =>
    turns.flatMap((turn) =>
      turn.kind === 'answer'
        ? turn.trials.flatMap((trial) => (isEnded(trial) ? [] : [trial.run]))
        : [],
    ),
  );
