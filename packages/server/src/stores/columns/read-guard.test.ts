import { describe, expect, it } from 'vitest';
import { checkRead } from './read-guard.ts';

describe('the guard of reads', () => {
  it.each([
    'SELECT 1',
    "SELECT a, toString(key) FROM t FINAL WHERE run IN {runs:Array(UInt64)} AND b = 'x;y' -- it's",
    `SELECT "a", \`b\`, ['it''s', 'back\\'slash; )', '(😀'], a[1], -1.5e3 % 2, m.n::String || 'x'`,
    "SELECT /* ; ) ' */ arrayMap(x -> (x + 1) ? 1 : 0, {}) -- ) ;\n, 2",
    'SELECT file, profile(1), file.size FROM files WHERE file IN (1)',
  ])('lets through: %s', (sql) => {
    expect(() => checkRead(sql)).not.toThrow();
  });

  it.each([
    'SELECT 1; SELECT 2',
    'SELECT 1) FORMAT CSV; (SELECT 1',
    'SELECT 1)(',
    'SELECT (1',
    "SELECT 'unfinished",
    'SELECT 1 /* unfinished',
    "SELECT /* /* */ ' */ ; DROP TABLE x; -- '",
    'SELECT $a$ text $a$',
    'SELECT 1 # comment',
    'SELECT ‘curly’',
    'SELECT 1 \\',
  ])('refuses what could leave the brackets: %s', (sql) => {
    expect(() => checkRead(sql)).toThrow(expect.objectContaining({ engineCode: 62 }));
  });

  it.each([
    "SELECT file('/etc/passwd')",
    "SELECT FILE /* c */ -- d\n ('/etc/passwd')",
    "SELECT `\\x66ile`('/etc/passwd')",
    `SELECT "file" ('/etc/passwd')`,
  ])('refuses a call that reads a file: %s', (sql) => {
    expect(() => checkRead(sql)).toThrow(expect.objectContaining({ engineCode: 497 }));
  });
});
