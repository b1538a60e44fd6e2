import type { Transport } from './transport.ts';

/** A transport that knows whether something is on its way. */
export interface WatchedTransport {
  readonly transport: Transport;
  /** Whether something was asked whose answer is not read to its end. */
  readonly isAsking: () => boolean;
}

/** The same transport, watched. */
export function watchTransport(source: Transport): WatchedTransport {
  let openCount = 0;
  return {
    async transport(address, init) {
      openCount += 1;
      const close = once(() => {
        openCount -= 1;
      });
      try {
        const response = await source(address, init);
        if (response.body === null) {
          close();
          return response;
        }
        const { status, statusText, headers } = response;
        return new Response(watchBody(response.body, close), { status, statusText, headers });
      } catch (problem) {
        close();
        throw problem;
      }
    },
    isAsking: () => openCount > 0,
  };
}

/** The same bytes. @param onEnd told when the last of them was taken, or nobody wants them any more */
function watchBody(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  onEnd: () => void,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const reader = body.getReader();
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (!done) return controller.enqueue(value);
        controller.close();
      } catch (problem) {
        controller.error(problem);
      }
      onEnd();
    },
    async cancel(reason) {
      onEnd();
      await reader.cancel(reason);
    },
  });
}

function once(act: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    act();
  };
}
