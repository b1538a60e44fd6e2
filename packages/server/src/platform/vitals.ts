import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What the server counts about itself, in a registry of its own. */
export interface Vitals {
  /** Text in the Prometheus exposition format, and its media type. */
  expose(): Promise<{ text: string; contentType: string }>;
  observeRequest(labels: { method: string; route: string; status: number }, seconds: number): void;
  /** Reads a count that only grows whenever the metrics are read. Names end with `_total`. */
  counter(name: string, help: string, read: () => number): void;
  /** Reads a value whenever the metrics are read. Names end with their unit. */
  gauge(name: string, help: string, read: () => number): void;
}

/** Creates an empty registry with the process's basics: memory, processor time, event loop delay. */
export function createVitals(): Vitals {
  const registry = new Registry();
  const registers = [registry];
  const requests = new Histogram({
    name: 'runloom_http_request_duration_seconds',
    help: 'Time from the first byte of a request to the last of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });

  const vitals: Vitals = {
    async expose() {
      return { text: await registry.metrics(), contentType: registry.contentType };
    },
    observeRequest(labels, seconds) {
      requests.observe({ ...labels, status: String(labels.status) }, seconds);
    },
    counter(name, help, read) {
      new Counter({
        name,
        help,
        registers,
        collect() {
          this.reset();
          this.inc(read());
        },
      });
    },
    gauge(name, help, read) {
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(read());
        },
      });
    },
  };
  registerProcess(vitals);
  return vitals;
}

function registerProcess(vitals: Vitals): void {
  const memory = (field: 'rss' | 'heapUsed' | 'external') => () => process.memoryUsage()[field];
  vitals.gauge('runloom_resident_memory_bytes', 'Resident memory.', memory('rss'));
  vitals.gauge('runloom_heap_used_bytes', 'JavaScript heap in use.', memory('heapUsed'));
  vitals.gauge('runloom_external_memory_bytes', 'Buffers outside the heap.', memory('external'));
  vitals.counter('runloom_processor_seconds_total', 'Processor time, user and system.', () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  });
  vitals.gauge('runloom_uptime_seconds', 'Time since the process started.', () => process.uptime());
}
