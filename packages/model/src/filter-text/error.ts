/** What is wrong with a filter's text, and where: offsets in UTF-16 units, the end excluded. */
export class FilterTextError extends Error {
  readonly from: number;
  readonly to: number;

  constructor(message: string, from: number, to: number) {
    super(message);
    this.name = 'FilterTextError';
    this.from = from;
    this.to = to;
  }
}
