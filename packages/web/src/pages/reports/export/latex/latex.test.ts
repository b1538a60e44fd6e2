import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { jsPDF } from 'jspdf';
import { describe, expect, it } from 'vitest';
import type { PreparedReport } from '../export-source.ts';
import { HOSTILE_FORMULAS, HOSTILE_TEXTS, sampleReport } from '../sample-report.ts';
import { escapeTex } from './escape-tex.ts';
import { COMMANDS, ENVIRONMENTS } from './formula-commands.ts';
import { safeFormula } from './formula-tex.ts';
import { latexFiles } from './latex-files.ts';

const onePage = () =>
  Promise.resolve(new Uint8Array(new jsPDF({ format: [90, 50] }).output('arraybuffer')));
const filesOf = (report: PreparedReport) => latexFiles(report, onePage);
const bodyOf = async (report: PreparedReport): Promise<string> => {
  const text = String((await filesOf(report)).get('report.tex'));
  return text.slice(text.indexOf('\\title'));
};

/** Commands that the text may hold beside those of formulas and symbols. */
const OWN = new Set(
  `title author and date begin end maketitle tableofcontents section subsection subsubsection textbf emph
   uline sout texttt href leavevmode item rlcallout rlfigure rlimage rlsign par noindent rule linewidth small
   hfill setcounter ttfamily raggedright mbox dimexpr tabcolsep relax hline boxtimes square ensuremath
   textbackslash textasciicircum textasciitilde textquotedbl textquotesingle textasciigrave textless
   textgreater textbar ldots textsuperscript hspace`
    .trim()
    .split(/\s+/),
);
const OWN_ENVIRONMENTS = new Set([
  'document',
  'quote',
  'itemize',
  'enumerate',
  'longtable',
  'center',
]);

/** Reads TeX as strictly as we write it: what is no command of ours, or not balanced, is a fault. */
function checkTex(tex: string): void {
  const open: string[] = [];
  const pattern = /\\(begin|end)\{([^{}]*)\}|\\([A-Za-z]+|[^A-Za-z])|[{}%#]|\^\^/g;
  for (const [match, edge, environment = '', command] of tex.matchAll(pattern)) {
    if (edge === 'begin') {
      expect(OWN_ENVIRONMENTS.has(environment) || ENVIRONMENTS.has(environment), environment).toBe(
        true,
      );
      open.push(environment);
    } else if (edge === 'end') expect(open.pop()).toBe(environment);
    else if (command !== undefined) {
      const isSign = /^[^A-Za-z]$/.test(command);
      expect(
        isSign
          ? '\\{}$&#%_,;:!-()[] |'.includes(command)
          : OWN.has(command) || COMMANDS.has(command),
        match,
      ).toBe(true);
    } else if (match === '{') open.push('{');
    else if (match === '}') expect(open.pop()).toBe('{');
    else expect.fail(`${match} is not escaped`);
  }
  expect(open).toEqual([]);
}

const CASES = [
  ...HOSTILE_TEXTS.map((words) => [words, 'x^2'] as const),
  ...HOSTILE_FORMULAS.map((formula) => ['words', formula] as const),
];

describe('a report as LaTeX', () => {
  it.each(CASES)('holds only commands of ours: %j, %j', async (words, formula) => {
    checkTex(await bodyOf(sampleReport(words, formula)));
  });

  it('keeps formulas that are only that', () => {
    const formulas = [
      '\\frac{a}{b} + \\sum_{i=1}^n x_i',
      '\\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}',
      '\\left( \\text{loss} \\right)_{\\mathrm{val}} \\leq 10\\%',
      '\\begin{align*} a &= b \\\\ c &= d \\end{align*}',
    ];
    for (const formula of formulas) expect(safeFormula(formula)?.tex).toBe(formula);
    for (const formula of HOSTILE_FORMULAS.slice(0, -2)) expect(safeFormula(formula)).toBe(null);
    expect(safeFormula('a\n\n\nb')?.tex).toBe('a\nb');
  });

  it('names signs that TeX has no font for by their code', () => {
    expect(escapeTex('漢Ω≤é')).toBe('\\rlsign{6F22}\\ensuremath{\\Omega}\\ensuremath{\\leq}é');
  });
});

const hasTex = spawnSync('pdflatex', ['--version']).status === 0;

/** All of them in one text. */
function wholeReport(): PreparedReport {
  const reports = CASES.map(([words, formula]) => sampleReport(words, formula));
  const words = HOSTILE_TEXTS.join(' ');
  return {
    ...sampleReport(words),
    document: { type: 'doc', content: reports.flatMap(({ document }) => document.content) },
    figures: new Map(reports.flatMap(({ figures }) => [...figures])),
  };
}

describe.runIf(hasTex)('a report compiled by pdfLaTeX', () => {
  it('has no fault, reads no file and runs nothing, whatever it says', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'runloom-tex-'));
    try {
      for (const [name, content] of await filesOf(wholeReport())) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), content);
      }
      const args = ['-interaction=nonstopmode', '-halt-on-error', '-recorder', 'report.tex'];
      const { status, stdout } = spawnSync('pdflatex', args, { cwd: folder, encoding: 'latin1' });
      expect(status, stdout.slice(-2_000)).toBe(0);
      const read = readFileSync(join(folder, 'report.fls'), 'utf8');
      expect(read).not.toContain('/etc/passwd');
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 120_000);
});
