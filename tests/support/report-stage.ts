import { newBlockId, ReportDetail, type ReportNode, reportPath } from '@runloom/model';
import type { Page } from 'playwright-core';
import { openVisitor, type Visitor } from './browser.ts';
import { makeRuns, sweepRuns } from './many-runs.ts';
import type { Stage } from './stage.ts';
import { createWire } from './wire.ts';

/** A team's project with runs, which two people write reports in. */
export const REPORT_PLACE = { entity: 'looms', project: 'vision' } as const;

/** The same as blocks of reports name it. */
export const REPORT_PROJECT = `${REPORT_PLACE.entity}/${REPORT_PLACE.project}`;

/** A panel of the lines of one metric. */
export const linePanel = (key: string) => ({ type: 'line', metric: { stream: 'history', key } });

/** A block of panels in one section, drawn from all runs. */
export function gridBlock(
  panels: readonly object[],
  {
    grid = {},
    section = {},
  }: { readonly grid?: Readonly<object>; readonly section?: Readonly<object> } = {},
): ReportNode {
  const own = panels.map((panel, index) => ({ id: `own/${index}`, section: 'own:grid', ...panel }));
  return {
    type: 'panelGrid',
    attrs: {
      block: newBlockId(),
      grid: {
        version: 1,
        runSets: [{ id: 'first', name: 'Sweep', project: REPORT_PROJECT }],
        board: {
          mode: 'manual',
          sections: [{ id: 'own:grid', title: 'Panels', isCustom: true, ...section }],
          panels: own,
        },
        ...grid,
      },
    },
  };
}

const PASSWORDS: Readonly<Record<string, string>> = {
  ada: 'a-long-password-for-ada',
  ben: 'a-long-password-for-ben',
};

export async function prepareReports(stage: Stage, runCount = 8, rowCount = 30): Promise<void> {
  const put = async (path: string, body: unknown = {}) => {
    const { status, text } = await stage.api.send('PUT', `/api/v1/admin${path}`, body);
    if (status > 201) throw new Error(`${path}: ${text}`);
  };
  await put('/organizations/lab');
  await put('/organizations/lab/teams/looms');
  for (const [name, password] of [...Object.entries(PASSWORDS), ['admin', undefined] as const]) {
    if (password !== undefined) await put(`/users/${name}`, { password });
    await put(`/organizations/lab/members/${name}`, {
      role: name === 'admin' ? 'admin' : 'member',
    });
    await put(`/organizations/lab/teams/looms/members/${name}`, { role: 'admin' });
  }
  const wire = createWire(stage.server.url, stage.server.adminKey);
  await makeRuns(wire, REPORT_PLACE, sweepRuns(runCount, rowCount));
}

/** Somebody of the team, signed in with a browser of their own. */
export async function openWriter(stage: Stage, name: 'ada' | 'ben'): Promise<Visitor> {
  const visitor = await openVisitor();
  const { page } = visitor;
  await page.goto(`${stage.server.url}/signin`);
  await page.getByLabel('Username').fill(name);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORDS[name] ?? '');
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => !url.pathname.startsWith('/signin'));
  return visitor;
}

/** Makes a report by the API. @returns it, and the address of its page */
export async function makeReport(
  stage: Stage,
  input: Readonly<Record<string, unknown>>,
): Promise<{ readonly report: ReportDetail; readonly address: string }> {
  const { entity, project } = REPORT_PLACE;
  const answer = await stage.api.send(
    'POST',
    `/api/v1/projects/${entity}/${project}/reports`,
    input,
  );
  if (answer.status > 201) throw new Error(answer.text);
  const report = ReportDetail.parse(JSON.parse(answer.text));
  return { report, address: stage.server.url + reportPath(report) };
}

export const reportText = (page: Page) => page.getByRole('textbox', { name: 'Text of the report' });

/** Waits until the server has everything on its disk. */
export const whenSaved = (page: Page) => page.locator('[data-sync="saved"]').waitFor();
