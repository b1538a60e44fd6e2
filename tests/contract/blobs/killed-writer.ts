/**
 * A server that is killed in the middle of an upload, as a process of its own. Puts one content,
 * then takes another whose sender stops half-way, and tells of each as soon as it may.
 *
 * Usage: killed-writer.ts CONFIG WHOLE BYTES (the configuration as JSON, a text to put, how many
 * zeros to send of what is never sent to its end)
 */
import { Readable } from 'node:stream';
import { openBlobStore } from '../../../packages/server/src/stores/blobs/index.ts';

const [config = '', whole = '', bytes = ''] = process.argv.slice(2);
const store = await openBlobStore(JSON.parse(config));
await store.put(Buffer.from(whole));
process.stdout.write('acknowledged');

const sender = new Readable({ read() {} });
sender.push(Buffer.alloc(Number(bytes)));
// A stream that waits does not keep a process alive.
setInterval(() => {}, 1000);
await store.put(sender);
