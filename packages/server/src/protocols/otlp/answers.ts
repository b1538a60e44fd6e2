import { RunloomError } from '../../platform/errors.ts';
import type { DescribedError } from '../../platform/http/errors.ts';

/** Answers come in the format of the request. */
export type Format = 'protobuf' | 'json';

export const CONTENT_TYPES: Readonly<Record<Format, string>> = {
  protobuf: 'application/x-protobuf',
  json: 'application/json',
};

/** Of `google.rpc.Code`. */
const RPC_CODES: Readonly<Record<number, number>> = {
  400: 3,
  401: 16,
  403: 7,
  404: 5,
  409: 10,
  413: 11,
  415: 3,
  429: 8,
  503: 14,
};
const INTERNAL = 13;

/** The format of a Content-Type; null when it is none that OTLP has. */
export function formatOf(contentType: string | undefined): Format | null {
  switch (contentType?.split(';')[0]?.trim().toLowerCase()) {
    case 'application/x-protobuf':
    case 'application/protobuf':
      return 'protobuf';
    case 'application/json':
      return 'json';
    default:
      return null;
  }
}

/** An `ExportTraceServiceResponse`: empty when every span was kept, as the specification wants it. */
export function exportResponse(
  format: Format,
  rejectedSpans: number,
  errorMessage: string,
): Buffer | string {
  const isEmpty = rejectedSpans === 0 && errorMessage === '';
  if (format === 'json') {
    // 64-bit integers are texts in the JSON of protobuf.
    const partialSuccess = { rejectedSpans: String(rejectedSpans), errorMessage };
    return JSON.stringify(isEmpty ? {} : { partialSuccess });
  }
  if (isEmpty) return Buffer.alloc(0);
  return message(1, [number(1, rejectedSpans), text(2, errorMessage)]);
}

/** A `google.rpc.Status`. */
export function statusBody(format: Format, httpStatus: number, why: string): Buffer | string {
  const code = RPC_CODES[httpStatus] ?? INTERNAL;
  if (format === 'json') return JSON.stringify({ code, message: why });
  return Buffer.concat([number(1, code), text(2, why)]);
}

/** Exporters drop spans for good on 500: what is our own fault is worth another try. */
export function asRetryable(error: DescribedError): DescribedError {
  if (error.status < 500 || error.status === 503) return error;
  return { ...error, status: 503, retryAfterSeconds: error.retryAfterSeconds ?? 5 };
}

export const unknownFormat = (contentType: string | undefined): RunloomError => {
  const given = contentType === undefined ? 'no Content-Type' : JSON.stringify(contentType);
  return new UnsupportedMediaTypeError(
    `This address takes application/x-protobuf and application/json, not ${given}. Set OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf.`,
  );
};

class UnsupportedMediaTypeError extends RunloomError {
  constructor(why: string) {
    super('invalid', why);
  }

  override get status(): number {
    return 415;
  }
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return Buffer.from([...bytes, rest]);
}

const number = (field: number, value: number): Buffer =>
  Buffer.concat([varint(field * 8), varint(value)]);

function text(field: number, value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([varint(field * 8 + 2), varint(bytes.length), bytes]);
}

function message(field: number, parts: readonly Buffer[]): Buffer {
  const bytes = Buffer.concat(parts);
  return Buffer.concat([varint(field * 8 + 2), varint(bytes.length), bytes]);
}
