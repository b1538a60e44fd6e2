import type { HttpApp } from '../platform/http/index.ts';
import type { Vitals } from '../platform/vitals.ts';
import { registerApi } from '../protocols/api/index.ts';
import { registerAuditDoor } from '../protocols/audit/index.ts';
import { registerOtlp } from '../protocols/otlp/index.ts';
import { registerSignIn } from '../protocols/sign-in/index.ts';
import { createReportFormat, registerWandb } from '../protocols/wandb/index.ts';
import { registerWeave } from '../protocols/weave/index.ts';
import type { Rooms } from './rooms.ts';
import { VERSION } from './version.ts';

/**
 * Puts every protocol on the app, each on a scope of its own, behind the door of the audit log.
 * @param closing aborted when the server stops: live streams end then
 */
export async function registerProtocols(
  { app, cookie, flows }: HttpApp,
  rooms: Rooms,
  { vitals, closing }: { readonly vitals: Vitals; readonly closing: AbortSignal },
): Promise<void> {
  registerAuditDoor(app, rooms);
  await app.register(async (scope) => {
    const { reportDomain, clientViews, publicUrl } = rooms;
    registerWandb(scope, {
      ...rooms,
      views: reportDomain.clientViews(clientViews, createReportFormat(publicUrl)),
      reportLinks: reportDomain.clientLinks,
    });
  });
  await app.register(async (scope) =>
    registerSignIn(scope, { signIn: rooms.signIn, cookie, flows }),
  );
  await app.register(async (scope) => registerOtlp(scope, rooms));
  await app.register(async (scope) => registerWeave(scope, { ...rooms, version: VERSION }));
  await app.register(async (scope) => {
    const deps = { ...rooms, cookie, version: VERSION, closing };
    const { liveStreamCount, editorCount } = registerApi(scope, deps, rooms.log);
    vitals.gauge('runloom_live_streams', 'Open live connections of browsers.', liveStreamCount);
    vitals.gauge('runloom_report_editors', 'Open connections of editors of reports.', editorCount);
  });
}
