import type { BoundValue } from '../../stores/columns/types.ts';

/** Characters of one bound list: the engine takes 128 KiB, percent-encoded. */
const LIST_BYTES = 24 * 1024;

/** Gathers what a statement binds: texts of people stand in no SQL. */
export class Statement {
  readonly params: Record<string, BoundValue> = {};
  private count = 0;

  /** The placeholder of a value. */
  bind(type: string, value: BoundValue): string {
    const name = `p${this.count}`;
    this.count += 1;
    this.params[name] = value;
    return `{${name}:${type}}`;
  }

  text(value: string): string {
    return this.bind('String', value.toWellFormed());
  }

  /** Whether an expression is among the texts. Long lists are bound in parts. */
  among(sql: string, texts: readonly string[]): string {
    const parts: string[][] = [];
    let bytes = Number.POSITIVE_INFINITY;
    for (const text of new Set(texts)) {
      const size = Buffer.byteLength(text) * 2 + 6;
      if (bytes + size > LIST_BYTES) {
        parts.push([]);
        bytes = 0;
      }
      bytes += size;
      parts.at(-1)?.push(text.toWellFormed());
    }
    if (parts.length === 0) return '0';
    const conditions = parts.map((part) => `${sql} IN ${this.bind('Array(String)', part)}`);
    return `(${conditions.join(' OR ')})`;
  }
}
