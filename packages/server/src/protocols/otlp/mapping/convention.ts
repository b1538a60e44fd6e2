/** What a call is, in one vocabulary for all conventions. */
export type CallKind =
  | 'agent'
  | 'llm'
  | 'embedding'
  | 'tool'
  | 'retriever'
  | 'reranker'
  | 'chain'
  | 'guardrail'
  | 'scorer'
  | 'prompt';

/** What a call is told by: single values, each from the first attribute that has it. */
export type Meaning =
  | 'displayName'
  | 'model'
  | 'provider'
  | 'system'
  | 'operation'
  | 'agentName'
  | 'toolName'
  | 'modelParameters'
  | 'toolDefinitions'
  | 'systemInstructions'
  | 'threadId'
  | 'turnId'
  | 'isTurn'
  | 'parentCallId'
  | 'parentCallTraceId'
  | 'rootAttributes'
  | 'runId'
  | 'runStep'
  | 'runStepEnd'
  | 'errorType'
  | 'errorMessage'
  | 'startedAt'
  | 'endedAt'
  | 'inputTokens'
  | 'outputTokens'
  | 'totalTokens'
  | 'cacheReadTokens'
  | 'cacheCreationTokens'
  | 'reasoningTokens'
  | 'inputCost'
  | 'outputCost'
  | 'totalCost';

/**
 * An attribute that holds what went in or came out. `messages` are of a chat, in whatever form;
 * `parts` are the names below the attribute's own that together make the one message of an answer;
 * `value` is anything else.
 */
export interface PayloadSource {
  readonly attribute: string;
  readonly as: 'messages' | 'value' | 'documents' | 'vercel-answer';
  /** Of messages that are a plain text or name no role. */
  readonly role?: 'user' | 'assistant';
}

/** An event of a span that holds a message or all of them. */
export interface EventSource {
  readonly event: string;
  readonly side: 'input' | 'output';
  /** Whose message it is; the event may say otherwise. */
  readonly role?: 'system' | 'user' | 'assistant' | 'tool';
  /** The attribute of the event that holds the content; absent: the attributes are the message. */
  readonly attribute?: string;
}

/**
 * How one family of instrumentations writes what a span means. All families are looked at for every
 * span, in the order of `CONVENTIONS`, since many instrumentations mix them.
 */
export interface Convention {
  readonly name: string;
  /**
   * Attributes by meaning, best first. `a.b#c` is the member `c` of the JSON object which the text
   * of the attribute `a.b` is.
   */
  readonly meanings?: Partial<Readonly<Record<Meaning, readonly string[]>>>;
  readonly inputs?: readonly PayloadSource[];
  readonly output?: readonly PayloadSource[];
  readonly events?: readonly EventSource[];
  /** Attributes that say what the span is, and what their values (in lower case) mean. */
  readonly kinds?: readonly {
    readonly attribute: string;
    readonly values: Readonly<Record<string, CallKind>>;
  }[];
}
