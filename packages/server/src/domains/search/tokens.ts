import type { SearchKind } from '@runloom/model';
import { askedWords, indexWords, piecesOf } from './text.ts';

/** Words of one thing that are kept. */
const MAX_WORDS = 400;
const MAX_PIECES = 300;
/** Of what is asked, further words are not looked at. */
const MAX_ASKED = 12;

/**
 * A thing is one list of tokens. Their first letter says of which kind it is, so that each kind has lists
 * of its own and none is ever read through for another; the second what they tell: `o` its owner, `p` its
 * project, `x` a whole name, `w` a word, `g` three characters of a name. So no word that somebody writes
 * is ever taken for the name of a project.
 */
export function tokensOf(thing: {
  readonly kind: SearchKind;
  readonly ownerId: number;
  readonly projectId: number;
  /** Folded. */
  readonly names: readonly string[];
  readonly words: readonly string[];
}): readonly string[] {
  const { kind, ownerId, projectId, names, words } = thing;
  const pieces = [...new Set(names.flatMap(piecesOf))].slice(0, MAX_PIECES);
  return [
    ownerToken(ownerId),
    projectToken(projectId),
    ...names.map(nameToken),
    ...words.map((word) => `w${safe(word)}`),
    ...pieces.map((piece) => `g${safe(piece)}`),
  ].map((token) => ofKind(kind, token));
}

/** Stored in the index: a letter never changes its kind. Those of kinds that stand elsewhere are kept free. */
const LETTERS: Readonly<Record<SearchKind, string>> = {
  project: 'a',
  run: 'b',
  report: 'c',
  view: 'd',
  artifact: 'e',
  registry: 'f',
  collection: 'g',
  dataset: 'h',
  prompt: 'i',
  model: 'j',
  evaluation: 'k',
  scorer: 'l',
  object: 'm',
  op: 'n',
  queue: 'o',
  call: 'p',
  team: 'q',
  person: 'r',
};

/** The token as things of the kind hold it. */
export const ofKind = (kind: SearchKind, token: string): string => LETTERS[kind] + token;

export const ownerToken = (id: number): string => `o${id}`;
export const projectToken = (id: number): string => `p${id}`;
export const nameToken = (folded: string): string => `x${safe(folded).slice(0, 80)}`;

export const wordsOf = (folded: string): readonly string[] => indexWords(folded, MAX_WORDS);

/** What is looked for in the index: all of it must be there. */
export interface TokenQuery {
  readonly kind: SearchKind;
  readonly tokens: readonly string[];
  /** Tokens that begin like this. */
  readonly beginnings: readonly string[];
}

/** What people asked for, as the index and the texts are asked for it. */
export interface Asked {
  readonly folded: string;
  readonly words: readonly string[];
  /** What stands between spaces, as parts of names are looked for. */
  readonly parts: readonly string[];
  /** What the words begin with, in the index. */
  readonly wordTokens: readonly string[];
  /** Empty: too short for parts of names. */
  readonly pieceTokens: readonly string[];
}

/** Takes a folded text apart. */
export function askFor(folded: string): Asked {
  const words = askedWords(folded, MAX_ASKED);
  const parts = folded.split(' ').slice(0, MAX_ASKED);
  const pieces = [...new Set(parts.flatMap(piecesOf))].slice(0, 40);
  return {
    folded,
    words,
    parts,
    wordTokens: words.map((word) => `w${safe(word)}`),
    pieceTokens: pieces.map((piece) => `g${safe(piece)}`),
  };
}

/** What tokenizers would cut at becomes one character that they don't. */
const safe = (text: string): string => text.replace(/[^a-z0-9\u0080-\u{10ffff}]|\p{Z}/gu, '·');
