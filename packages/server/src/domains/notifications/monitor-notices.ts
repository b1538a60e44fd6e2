import { pagePath } from '@runloom/model';
import { describeMonitorAlarm, type MonitorAlarm } from '../monitors/index.ts';
import type { Projects } from '../projects/index.ts';
import type { Notifications } from './types.ts';

/** Tells who follows a project, and who made the monitor, that it raised an alarm. */
export function createMonitorNotices(deps: {
  notifications: Pick<Notifications, 'tell' | 'watchersOf'>;
  projects: Pick<Projects, 'findById'>;
}): (alarm: MonitorAlarm) => Promise<void> {
  const { notifications, projects } = deps;
  return async (alarm) => {
    const { monitorId, createdBy, key, at } = alarm;
    const project = await projects.findById(alarm.projectId);
    if (project === null) return;
    const { monitor, reason } = describeMonitorAlarm(alarm);
    await notifications.tell({
      kind: 'monitor',
      to: [createdBy, ...(await notifications.watchersOf(project))],
      by: null,
      subject: { kind: 'project', id: project.id },
      project,
      title: `The monitor ${monitor} raises an alarm`,
      body: `${reason}.`,
      path: pagePath(project.entityName, project.name, 'weave', 'monitors', String(monitorId)),
      severity: 'WARN',
      eventKey: `monitor ${monitorId} ${key} ${at}`,
    });
  };
}
