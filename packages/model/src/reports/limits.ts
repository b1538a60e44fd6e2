/** What a report may hold at most; what is larger is refused. */
export const REPORT_LIMITS = {
  /** Bytes of the document, as JSON and as it is kept. */
  documentBytes: 16 * 1024 * 1024,
  nodes: 100_000,
  depth: 40,
  /** Characters of one piece of text. */
  text: 1_000_000,
} as const;
