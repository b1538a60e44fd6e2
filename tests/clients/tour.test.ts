import { describe, expect, it } from 'vitest';
import { setStage } from '../support/stage.ts';

const stage = setStage();
const inProject = (run: string) => ({ entity: 'admin', project: 'tour', run });

describe('a script written from the public documentation', () => {
  it('runs from logging to export without a change', async () => {
    const { code, output } = await stage.machine.run('tour.py');
    expect(code, output).toBe(0);
    const found = JSON.parse(/^TOUR (.*)$/m.exec(output)?.[1] ?? 'null');
    const losses = Array.from({ length: 10 }, (_, step) => 1 / (step + 1));
    expect(found).toMatchObject({
      url: `${stage.server.url}/admin/tour/runs/first`,
      'resumed at': 34,
      'forked at': 10,
      sync: 0,
      tagged: ['first'],
      slow: ['first'],
      'by loss': ['first', 'second', 'offline'],
      config: { lr: 0.01, layers: [64, 32], optimizer: { name: 'adam', beta: 0.9 } },
      summary: { loss: 0.01, best: 0.97, epoch: 2 },
      'best accuracy': 0.79,
      rows: 35,
      losses: 31,
      sampled: 10,
      media: ['html', 'images', 'metadata', 'table'],
      file: 'kept\n',
      tags: ['tour', 'baseline', 'checked'],
    });
    expect(found['forked losses']).toEqual([...losses, ...Array.from({ length: 5 }, () => 0.05)]);
  });

  it('leaves the same in our own API', async () => {
    const first = await stage.api.run(inProject('first'));
    expect(first).toMatchObject({
      state: 'finished',
      displayName: 'first steps',
      notes: 'Read back',
      tags: ['tour', 'baseline', 'checked'],
      group: 'tours',
      jobType: 'train',
      historyLineCount: 35,
    });
    expect((await stage.api.history(inProject('first'))).length).toBe(35);
    expect((await stage.api.history(inProject('offline'))).length).toBe(5);
    const alerts = await stage.api.send('GET', '/api/v1/runs/admin/tour/first/alerts');
    expect(alerts.text).toContain('Low accuracy');
  });
});
