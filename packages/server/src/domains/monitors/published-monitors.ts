import { classify, type Objects } from '../objects/index.ts';
import type { Monitors } from './types.ts';

/** The class of monitors, and of those that come down from it. */
const MONITOR = 'Monitor';

/**
 * The objects, with monitors among them followed: what a client activates is carried out once it is
 * acknowledged, and what it deactivates or removes is not any more.
 */
export const withPublishedMonitors = <O extends Pick<Objects, 'create' | 'remove'>>(
  objects: O,
  monitors: Pick<Monitors, 'follow' | 'lose'>,
): O => ({
  ...objects,
  async create(actor, project, object) {
    const made = await objects.create(actor, project, object);
    // Cheaper than reading all that is published.
    if (!object.value.includes(`"${MONITOR}"`)) return made;
    const { baseClass, leafClass } = classify(object.value);
    if (baseClass === MONITOR) {
      const { value } = object;
      await monitors.follow(actor, project, { ...made, value, leafClass: leafClass ?? MONITOR });
    }
    return made;
  },
  async remove(project, name, versions, kind) {
    const removed = await objects.remove(project, name, versions, kind);
    const digests = removed.flatMap((one) => (one.baseClass === MONITOR ? [one.digest] : []));
    if (digests.length > 0) await monitors.lose(project, name, digests);
    return removed;
  },
});
