/** Conditions that must all hold; a list holds for any of its members; an absent one always. */
export interface CallFilter {
  readonly opNames?: readonly string[];
  readonly inputRefs?: readonly string[];
  readonly outputRefs?: readonly string[];
  readonly parentIds?: readonly string[];
  readonly traceIds?: readonly string[];
  readonly callIds?: readonly string[];
  readonly threadIds?: readonly string[];
  readonly turnIds?: readonly string[];
  readonly userIds?: readonly string[];
  readonly wbRunIds?: readonly string[];
  readonly rootsOnly?: boolean;
}

export interface CallSort {
  /** As `$getField` writes it, e.g. `inputs.a` or `summary.weave.latency_ms`. */
  readonly field: string;
  readonly direction: 'asc' | 'desc';
}

export interface CallQuery {
  readonly filter?: CallFilter;
  /** The `Query` of the Weave protocol (`{"$expr": …}`), read by `parseCallQuery` of the model. */
  readonly query?: unknown;
  /** Text that stands anywhere in names, inputs or output (words, without case). */
  readonly text?: string;
  /** Default: by start, then id. */
  readonly sort?: readonly CallSort[];
  readonly limit?: number;
  readonly offset?: number;
  /** Fields or paths into them; absent for all. Those not asked for come back empty. */
  readonly columns?: readonly string[];
  /** Paths at which references are followed, in conditions and sorts too. */
  readonly expandColumns?: readonly string[];
  /** Whether what references name comes back in their place. */
  readonly returnsExpanded?: boolean;
  readonly includesCosts?: boolean;
  readonly includesFeedback?: boolean;
  readonly includesStorageSize?: boolean;
  readonly includesTotalStorageSize?: boolean;
}
