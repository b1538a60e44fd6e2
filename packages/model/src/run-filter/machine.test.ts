import { expect, test } from 'vitest';
import { parseExactJson } from '../exact-json.ts';
import { readRunConfig, runMachine, tagSetText } from './index.ts';

const NOTHING = {
  os: '',
  python: '',
  gpu: '',
  gpuCount: Number.NaN,
  cpuCount: Number.NaN,
  cuda: '',
  client: '',
};

const machineOf = (wandb: unknown) => runMachine(parseExactJson(JSON.stringify(wandb)));

test('what a client told of its machine is read from the config', () => {
  const e = {
    w1: {
      os: 'Linux-6.1.0-x86_64-with-glibc2.36',
      python: 'CPython 3.11.7',
      gpu: 'NVIDIA A100-SXM4-80GB',
      gpu_count: 8,
      cpu_count: 64,
      cpu_count_logical: 128,
      cudaVersion: '12.4',
    },
  };
  const config = { _wandb: { value: { cli_version: '0.31.0', python_version: '3.11.7', e } } };
  expect(readRunConfig(JSON.stringify(config)).machine).toEqual({
    os: 'Linux-6.1.0-x86_64-with-glibc2.36',
    python: 'CPython 3.11.7',
    gpu: 'NVIDIA A100-SXM4-80GB',
    gpuCount: 8,
    cpuCount: 64,
    cuda: '12.4',
    client: '0.31.0',
  });
});

test('of several writers the first that says something counts', () => {
  const e = { w1: { os: 'a' }, w2: { os: 'b', gpu: 'g', gpu_count: 1 } };
  expect(machineOf({ e })).toEqual({ ...NOTHING, os: 'a', gpu: 'g', gpuCount: 1 });
});

test('a client that keeps versions alone tells Python and its own', () => {
  const told = { cli_version: '0.16.0', python_version: '3.9.1', t: { 1: [1] } };
  expect(machineOf(told)).toEqual({ ...NOTHING, python: '3.9.1', client: '0.16.0' });
});

test('devices have their names where no name stands by itself', () => {
  expect(machineOf({ e: { w: { gpu_nvidia: [{ name: 'L4' }, { name: 'T4' }] } } }).gpu).toBe('L4');
  expect(machineOf({ e: { w: { gpu_amd: [{ series: 'MI300X' }] } } }).gpu).toBe('MI300X');
  expect(machineOf({ e: { w: { apple: { name: 'Apple M3' } } } }).gpu).toBe('Apple M3');
});

test.each([[null], ['text'], [{ e: [1] }], [{ e: { w: null } }], [{ e: { w: { os: 7 } } }]])(
  'what is no such record tells nothing: %j',
  (wandb) => expect(machineOf(wandb)).toEqual(NOTHING),
);

test('a set of tags has one text, other sets have others', () => {
  expect(tagSetText(['b', 'a', 'b'])).toBe('a, b');
  expect(tagSetText([])).toBe('');
  const texts = [['a, b'], ['a', 'b'], ['"a"', 'b'], ['a', '"b"'], ['"a", "b"'], [' a'], ['a']];
  expect(new Set(texts.map(tagSetText)).size).toBe(texts.length);
});
