import { type Attribute, protobufRequest, type WrittenSpan } from '../otlp.testing.ts';
import { decodeProtobuf } from '../request/index.ts';
import { createSpanMapper, originText } from './index.ts';

/** The call that is made of a span as it is sent, with its JSON texts read. */
export const mapped = (span: WrittenSpan, resource: Readonly<Record<string, Attribute>> = {}) => {
  const [group] = decodeProtobuf(protobufRequest([span], resource)).groups;
  const [read] = group?.spans ?? [];
  if (group === undefined || read === undefined) throw new Error('The span was rejected.');
  const mapSpan = createSpanMapper();
  const parts = Array.from({ length: 3 }, () => mapSpan(read, originText(group.origin)));
  const [part] = parts;
  // A mapper remembers what spans of the same names have: it must not make another call of the next.
  if (part === undefined || new Set(parts.map((one) => JSON.stringify(one))).size > 1) {
    throw new Error('The same span became different calls.');
  }
  const json = (text: string | undefined) => JSON.parse(text ?? 'null');
  return {
    part,
    attributes: json(part.attributes),
    inputs: json(part.inputs),
    output: json(part.output),
    summary: json(part.summary),
    dump: json(part.otelDump),
  };
};
