/**
 * A server that takes small contents until it is killed, 16 at a time, as a process of its own. Tells of
 * each as soon as it may: `put DIGEST TEXT`; every third is removed again: `removed DIGEST`, which is
 * told of before it begins, since nobody counts on it from then on.
 *
 * Usage: killed-small-writer.ts CONFIG ROUND (the configuration as JSON, what texts begin with)
 */
import { writeSync } from 'node:fs';
import { openBlobStore } from '../../../packages/server/src/stores/blobs/index.ts';
import { TEXT_REPEATS } from './small-texts.ts';

const [config = '', round = ''] = process.argv.slice(2);
const store = await openBlobStore(JSON.parse(config));
/** Before anything else happens in this process. */
const tell = (line: string): void => {
  writeSync(1, `${line}\n`);
};

async function take(sender: number): Promise<never> {
  for (let count = 0; ; count += 1) {
    const text = `${round}-${sender}-${count}`;
    const { digest } = await store.put(Buffer.from(text.repeat(TEXT_REPEATS)));
    tell(`put ${digest} ${text}`);
    if (count % 3 !== 2) continue;
    tell(`removed ${digest}`);
    await store.remove(digest);
  }
}

await Promise.all(Array.from({ length: 16 }, (_, sender) => take(sender)));
