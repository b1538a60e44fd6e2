import { NOTIFICATION_WAYS } from '@runloom/model';
import type { UserId } from '../accounts/index.ts';
import type { Deliveries } from './delivering.ts';
import type { createSettingsStore } from './settings-store.ts';
import type { createNotificationStore } from './store.ts';
import type { NotableEvent, OutsideWay } from './types.ts';
import type { Visibility } from './visibility.ts';

/** Tells events to those whom they concern, by the ways that each of them chose. */
export function createTelling(deps: {
  store: ReturnType<typeof createNotificationStore>;
  settings: ReturnType<typeof createSettingsStore>;
  visibility: Visibility;
  deliveries: Deliveries;
  /** Whether letters with links go out from here. */
  sendsLetters: boolean;
  onChange: (userId: UserId) => void;
  clock: () => number;
}) {
  const { store, settings, visibility, deliveries, onChange, clock } = deps;

  async function tellOne(event: NotableEvent, userId: UserId): Promise<void> {
    const actor = await visibility.actorOf(userId);
    if (actor === null || !(await visibility.maySee(actor, event.subject))) return;
    if (event.project !== null && (await settings.isMuted(userId, event.project.id))) return;
    const chosen = await settings.read(userId);
    const ways = chosen.choices.get(event.kind) ?? new Set();
    const outside = NOTIFICATION_WAYS.filter(
      (way): way is OutsideWay =>
        way !== 'page' &&
        ways.has(way) &&
        deliveries.isSetUp(way, chosen) &&
        !(way === 'email' && event.hasLetter === true && deps.sendsLetters),
    );
    const inPage = ways.has('page');
    if (!inPage && outside.length === 0) return;
    const id = await store.add(event, userId, { inPage, outside }, clock());
    if (id === null) return;
    for (const way of outside) await deliveries.plan(userId, way, event.kind, chosen.rhythm);
    onChange(userId);
  }

  return async function tell(event: NotableEvent): Promise<void> {
    for (const userId of new Set(event.to)) {
      if (userId !== event.by) await tellOne(event, userId);
    }
  };
}
