import { describe, expect, it } from 'vitest';
import { setStage } from '../support/stage.ts';

const stage = setStage();
const ADDRESS = { entity: 'admin', project: 'files', run: 'files-1' };

describe('what a run leaves besides numbers', () => {
  it('is its saved files, byte for byte, under their names', async () => {
    expect(await stage.machine.run('files_and_console.py', { args: [ADDRESS.run] })).toMatchObject({
      code: 0,
    });
    const { files } = await stage.api.files(ADDRESS);
    const sizes = new Map(files.map((file) => [file.name, file.sizeBytes]));
    expect(sizes.get('notes.txt')).toBe(19);
    expect(sizes.get('models/deep folder/weights 100%.bin')).toBe(256 * 40);
    expect(sizes.get('empty.txt')).toBe(0);
    for (const name of ['wandb-metadata.json', 'requirements.txt', 'config.yaml', 'output.log']) {
      expect(sizes.has(name), name).toBe(true);
    }

    const weights = files.find((file) => file.name.endsWith('.bin'));
    const response = await fetch(new URL(weights?.url ?? '', stage.server.url));
    expect(response.status).toBe(200);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(
      Buffer.concat(Array.from({ length: 40 }, () => Buffer.from([...Array(256).keys()]))),
    );

    const byClient = await stage.machine.read('admin/files/files-1');
    expect(new Map(byClient.files)).toEqual(sizes);
  });

  it('is its console as a terminal would show it: colours kept, redrawn lines once', async () => {
    const { lines, totalCount } = await stage.api.console(ADDRESS);
    const texts = lines.map((line) => line.text);
    expect(totalCount).toBe(lines.length);
    expect(texts).toContain('plain line');
    expect(texts).toContain('\u001b[31mred\u001b[0m and \u001b[1mbold\u001b[0m');
    expect(texts).toContain("<script>alert('x')</script>");
    expect(texts).toContain('last line ✓');
    expect(texts.filter((text) => text.startsWith('progress'))).toEqual(['progress 100%']);
    const warning = lines.find((line) => line.text === 'warning from stderr');
    expect(warning?.level).toBe('error');
    expect(lines.every((line) => line.timestampMs !== null || line.text === '')).toBe(true);

    const raw = await stage.api.send('GET', '/api/v1/runs/admin/files/files-1/console/raw');
    expect(raw.headers.get('content-type')).toContain('text/plain');
    expect(raw.text).toContain("<script>alert('x')</script>");
    const found = await stage.api.console(ADDRESS, 'search=LAST%20line&limit=10');
    expect(found.lines.map((line) => line.text)).toEqual(['last line ✓']);
  });

  it('is saved at once, whenever it is written to, or at the end, as its policy says', async () => {
    const outcome = await stage.machine.run('save_policies.py', { args: ['policies-1'] });
    expect(outcome.code, outcome.output.slice(-3000)).toBe(0);
    expect(outcome.output).toMatch(/^END 0$/m);
    const { files } = await stage.api.files({ ...ADDRESS, run: 'policies-1' });
    const text = async (name: string): Promise<string> => {
      const file = files.find((each) => each.name === name);
      return (await fetch(new URL(file?.url ?? '', stage.server.url))).text();
    };
    const atTheEnd = 'as it was at the end, which is longer than before';
    expect(await text('now.txt')).toBe('as it was saved');
    expect(await text('live.txt')).toBe(atTheEnd);
    expect(await text('end.txt')).toBe(atTheEnd);
  });

  it('is the machine it ran on', async () => {
    const run = await stage.api.run(ADDRESS);
    expect(run.environment).toMatchObject({ program: expect.stringContaining('files_and') });
    expect(run.host).not.toBe('');
    const { series } = await stage.api.series('admin', 'files', {
      stream: 'system',
      runs: [ADDRESS.run],
      keys: ['system.proc.memory.rssMB'],
      x: 'relative',
    });
    expect(series[0]?.count).toBeGreaterThan(0);
  });
});
