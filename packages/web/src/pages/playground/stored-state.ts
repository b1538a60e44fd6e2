import { readStored, writeStored } from '../../components/storage.ts';
import type { ProjectPlace } from '../../data/client.ts';
import { isWhole, type PlaygroundState, startState } from './state.ts';

/** More is not kept: browsers have little room. */
const MOST_LENGTH = 1_000_000;
const VERSION = 1;

const keyOf = ({ entity, project }: ProjectPlace): string => `playground ${entity}/${project}`;

/** What stood there when the page was left; answers that were still coming are gone. */
export function storedState(place: ProjectPlace): PlaygroundState {
  const text = readStored(keyOf(place));
  if (text === null) return startState([]);
  try {
    const stored = JSON.parse(text) as { version: number; state: PlaygroundState };
    return stored.version === VERSION ? withoutOpen(stored.state) : startState([]);
  } catch {
    return startState([]);
  }
}

export function storeState(place: ProjectPlace, state: PlaygroundState): void {
  const text = JSON.stringify({ version: VERSION, state });
  if (text.length <= MOST_LENGTH) writeStored(keyOf(place), text);
}

const withoutOpen = (state: PlaygroundState): PlaygroundState => ({
  ...state,
  chats: state.chats.map((chat) => ({ ...chat, turns: chat.turns.filter(isWhole) })),
});
