import { readFileSync } from 'node:fs';
import { commandLine, descendants } from '../tests/support/process-tree.ts';

const TICKS_PER_SECOND = 100;

export interface ProcessMemory {
  readonly pid: number;
  readonly command: string;
  /** Resident: pages shared by several processes count in each of them. */
  readonly rssMiB: number;
  /** Proportional: shared pages are divided among those who share them, so that a sum is true. */
  readonly pssMiB: number;
}

/** Memory of a process and everything below it. Linux only. */
export function memoryOfTree(pid: number): readonly ProcessMemory[] {
  return [pid, ...descendants(pid)].flatMap((each) => {
    try {
      const smaps = readFileSync(`/proc/${each}/smaps_rollup`, 'utf8');
      const field = (name: string): number =>
        Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(smaps)?.[1] ?? 0) / 1024;
      return [
        { pid: each, command: commandLine(each), rssMiB: field('Rss'), pssMiB: field('Pss') },
      ];
    } catch {
      return [];
    }
  });
}

/** Processor seconds that a process and everything below it have used since each began. Linux only. */
export function processorSecondsOfTree(pid: number): number {
  return [pid, ...descendants(pid)]
    .map((each) => {
      try {
        const stat = readFileSync(`/proc/${each}/stat`, 'utf8');
        const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
      } catch {
        return 0;
      }
    })
    .reduce((sum, seconds) => sum + seconds, 0);
}
