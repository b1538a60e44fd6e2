import type { ProjectId } from '../projects/index.ts';
import type { Live, LiveEvent } from './types.ts';

type Listener = (event: LiveEvent) => void;

/** Creates the fan-out of events inside this process. Without a subscriber an event costs one look-up. */
export function createLive(): Live {
  const listeners = new Map<ProjectId, Set<Listener>>();
  const ofAll = new Set<Listener>();
  let subscriberCount = 0;
  return {
    publish(event) {
      for (const listener of ofAll) listener(event);
      for (const listener of listeners.get(event.projectId) ?? []) listener(event);
    },
    subscribe(projectId, listener) {
      const ofProject = listeners.get(projectId) ?? new Set();
      // Wrapped, so that one function subscribed twice is two subscriptions.
      const own: Listener = (event) => listener(event);
      ofProject.add(own);
      listeners.set(projectId, ofProject);
      subscriberCount += 1;
      return () => {
        if (!ofProject.delete(own)) return;
        subscriberCount -= 1;
        if (ofProject.size === 0 && listeners.get(projectId) === ofProject) {
          listeners.delete(projectId);
        }
      };
    },
    subscribeAll(listener) {
      const own: Listener = (event) => listener(event);
      ofAll.add(own);
      return () => void ofAll.delete(own);
    },
    get subscriberCount() {
      return subscriberCount;
    },
  };
}
