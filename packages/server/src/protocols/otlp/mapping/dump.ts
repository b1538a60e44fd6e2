import type { JsonText } from '../../../domains/calls/index.ts';
import { type Origin, objectText, type Span } from '../request/index.ts';

const KINDS = ['UNSPECIFIED', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'];
const STATUS_CODES = ['UNSET', 'OK', 'ERROR'];

/** The resource and scope of many spans as JSON, written once. */
export function originText({ resource, scope }: Origin): JsonText {
  const { name, version, attributes } = scope;
  return `"resource":{"attributes":${objectText(resource)}},"scope":{"name":${JSON.stringify(name)},"version":${JSON.stringify(version)},"attributes":${objectText(attributes)}}`;
}

/** The whole span as it came, attributes under their whole names: nothing of it is lost. */
export function dumpSpan(span: Span, origin: JsonText): JsonText {
  const { traceState, flags } = span;
  const events = span.events.map(
    ({ name, timeNanos, attributes }) =>
      `{"name":${JSON.stringify(name)},"timestamp":"${timeNanos}","attributes":${objectText(attributes)}}`,
  );
  const links = span.links.map(
    (link) =>
      `{"context":{"trace_id":"${link.traceId}","span_id":"${link.spanId}","trace_state":${JSON.stringify(link.traceState)}},"attributes":${objectText(link.attributes)}}`,
  );
  const { droppedAttributes, droppedEvents, droppedLinks } = span;
  const dropped =
    droppedAttributes > 0 || droppedEvents > 0 || droppedLinks > 0
      ? `"dropped":{"attributes":${droppedAttributes},"events":${droppedEvents},"links":${droppedLinks}},`
      : '';
  // In one go: a span is written this way as often as it comes.
  return (
    `{"name":${JSON.stringify(span.name)},` +
    `"context":{"trace_id":"${span.traceId}","span_id":"${span.spanId}","trace_state":${JSON.stringify(traceState)},"flags":${flags}},` +
    `"parent_id":${span.parentSpanId === '' ? 'null' : `"${span.parentSpanId}"`},` +
    `"kind":${JSON.stringify(KINDS[span.kind] ?? String(span.kind))},` +
    `"start_time":"${span.startNanos}","end_time":"${span.endNanos}",` +
    `"status":{"code":${JSON.stringify(STATUS_CODES[span.statusCode] ?? String(span.statusCode))},"message":${JSON.stringify(span.statusMessage)}},` +
    `"attributes":${objectText(span.attributes)},` +
    `"events":[${events.join(',')}],"links":[${links.join(',')}],` +
    `${dropped}${origin}}`
  );
}
