/** Where a run stands in an ordered list. */
export interface ListPosition {
  /** Of the list: numbers, texts, the rest. */
  readonly segment: number;
  readonly value: string | number;
  readonly id: number;
}
