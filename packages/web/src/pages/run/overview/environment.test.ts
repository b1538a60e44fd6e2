import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { environmentFacts } from './environment.ts';

describe('environmentFacts', () => {
  it('tells what the client wrote about its machine', () => {
    const facts = environmentFacts({
      os: 'Linux-6.1.0-x86_64-with-glibc2.36',
      python: 'CPython 3.11.2',
      cpu_count: 8,
      cpu_count_logical: 16,
      memory: { total: '67108864000' },
      gpu: 'NVIDIA H100',
      gpu_count: 4,
      root: '/work',
    });
    expect(Object.fromEntries(facts.map(({ term, text }) => [term, text]))).toEqual({
      OS: 'Linux-6.1.0-x86_64-with-glibc2.36',
      Python: 'CPython 3.11.2',
      CPU: '8 cores, 16 threads',
      Memory: '67 GB',
      GPU: '4 × NVIDIA H100',
      Directory: '/work',
    });
  });

  it('has nothing to tell before the file is there', () => {
    expect(environmentFacts(null)).toEqual([]);
  });

  it('takes anything for an answer', () => {
    const member = fc.constantFrom('os', 'python', 'cpu_count', 'memory', 'gpu', 'gpu_count');
    fc.assert(
      fc.property(fc.dictionary(member, fc.jsonValue()), (environment) => {
        for (const { text } of environmentFacts(environment)) expect(text).not.toBe('');
      }),
    );
  });
});
