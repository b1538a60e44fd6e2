import type { QueryClient, QueryFunctionContext } from '@tanstack/react-query';
import { createQueryClient } from '../query-client.ts';
import { bindTransport, type Transport } from './transport.ts';

/** A cache of its own, whose queries are answered by `transport`. */
export function createSourcedClient(transport: Transport): QueryClient {
  const client = createQueryClient();
  const original = client.defaultQueryOptions.bind(client);
  // Every query passes through here before it is run.
  const sourced = (options: Parameters<typeof original>[0]) => {
    const whole = original(options);
    const { queryFn } = whole;
    if (options._defaulted || typeof queryFn !== 'function') return whole;
    return {
      ...whole,
      queryFn: (context: QueryFunctionContext) => {
        bindTransport(context.signal, transport);
        return queryFn(context as Parameters<typeof queryFn>[0]);
      },
    };
  };
  client.defaultQueryOptions = sourced as typeof client.defaultQueryOptions;
  return client;
}
