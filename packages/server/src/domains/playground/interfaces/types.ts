import type { ModelRequest, ModelUsage } from '@runloom/model';
import type { z } from 'zod';

export type Asked = z.output<typeof ModelRequest>;

/** What is sent to a provider. */
export interface ProviderRequest {
  /** Behind the base address. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A piece of an answer, whichever provider it comes from. */
export type Delta =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'reasoning'; readonly text: string }
  /** Of the tool call at a place of the answer; what is given is added to what was. */
  | {
      readonly kind: 'tool call';
      readonly at: number;
      readonly id?: string;
      readonly name?: string;
      readonly arguments?: string;
    }
  | { readonly kind: 'usage'; readonly usage: Partial<ModelUsage> }
  | { readonly kind: 'finish'; readonly reason: string };

/** How one kind of providers is spoken to. */
export interface ProviderInterface {
  request(asked: Asked, apiKey: string | null): ProviderRequest;
  /**
   * Reads the JSON of one event.
   * @throws ModelError for an error that is told in the stream
   */
  read(event: Fields): readonly Delta[];
}

export type Fields = Readonly<Record<string, unknown>>;

export const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

export const countOf = (value: unknown): number =>
  typeof value === 'number' && Number.isFinite(value) ? value : 0;

/** Without what is undefined. */
export function given(values: Fields): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
