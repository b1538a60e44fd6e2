/** A part of a text of code that has a colour. */
export interface CodeToken {
  readonly from: number;
  readonly to: number;
  readonly kind: 'comment' | 'text' | 'number' | 'word' | 'name';
}

/** Longer texts are shown plainly: colours must not make typing slow. */
const MOST_CHARACTERS = 50_000;

const HASH = new Set(['python', 'bash', 'sh', 'shell', 'yaml', 'toml', 'ruby', 'r', 'dockerfile']);
const SQL = new Set(['sql', 'sqlite', 'postgres']);
const PLAIN = new Set(['', 'text', 'plain', 'plaintext', 'markdown', 'md', 'log']);

const WORDS: Readonly<Record<string, string>> = {
  python:
    'and as assert async await break class continue def del elif else except False finally for from global if import in is lambda match case None nonlocal not or pass raise return True try while with yield',
  javascript:
    'as async await break case catch class const continue debugger default delete do else enum export extends false finally for from function if implements import in instanceof interface let new null of private protected public readonly return satisfies static super switch this throw true try type typeof undefined var void while with yield',
  bash: 'case do done elif else esac export fi for function if in local return set source then until while',
  sql: 'and as asc between by case cast create delete desc distinct drop else end exists false from full group having in inner insert into is join left like limit not null offset on or order outer over partition primary right select set table then true union update using values view when where with',
  go: 'break case chan const continue default defer else fallthrough false for func go goto if import interface map nil package range return select struct switch true type var',
  rust: 'as async await break const continue crate dyn else enum extern false fn for if impl in let loop match mod move mut pub ref return self Self static struct super trait true type unsafe use where while',
  c: 'auto bool break case catch char class const constexpr continue default delete do double else enum explicit extern false float for friend if inline int long namespace new nullptr operator private protected public return short signed sizeof static struct switch template this throw true try typedef typename union unsigned using virtual void volatile while',
  json: 'true false null',
  yaml: 'true false null yes no',
};

const ALIASES: Readonly<Record<string, string>> = {
  py: 'python',
  js: 'javascript',
  jsx: 'javascript',
  ts: 'javascript',
  tsx: 'javascript',
  typescript: 'javascript',
  sh: 'bash',
  shell: 'bash',
  sqlite: 'sql',
  postgres: 'sql',
  cpp: 'c',
  'c++': 'c',
  cuda: 'c',
  java: 'c',
  rs: 'rust',
  yml: 'yaml',
};

/** Languages that a block of code offers. */
export const LANGUAGES = [
  'text',
  'python',
  'javascript',
  'typescript',
  'bash',
  'json',
  'yaml',
  'sql',
  'go',
  'rust',
  'c',
  'cpp',
  'java',
  'r',
] as const;

/** Comments, texts, numbers and words of a language: enough to read code by, whatever the language. */
export function codeTokens(code: string, language: string): readonly CodeToken[] {
  const name = language.toLowerCase();
  if (PLAIN.has(name) || code.length > MOST_CHARACTERS) return [];
  const family = ALIASES[name] ?? name;
  const words = new Set((WORDS[family] ?? WORDS['javascript'] ?? '').split(' '));
  const isSql = SQL.has(name);
  const tokens: CodeToken[] = [];
  for (const match of code.matchAll(patternOf(name))) {
    const { comment, text, number, word } = match.groups ?? {};
    const whole = match[0];
    const from = match.index;
    const to = from + whole.length;
    if (comment !== undefined) tokens.push({ from, to, kind: 'comment' });
    else if (text !== undefined) tokens.push({ from, to, kind: 'text' });
    else if (number !== undefined) tokens.push({ from, to, kind: 'number' });
    else if (word !== undefined) {
      if (words.has(isSql ? word.toLowerCase() : word)) tokens.push({ from, to, kind: 'word' });
      else if (code[to] === '(') tokens.push({ from, to, kind: 'name' });
    }
  }
  return tokens;
}

const TEXTS =
  '(?<text>"""[\\s\\S]*?(?:"""|$)|\'\'\'[\\s\\S]*?(?:\'\'\'|$)|"(?:[^"\\\\\\n]|\\\\.)*"?|\'(?:[^\'\\\\\\n]|\\\\.)*\'?|`(?:[^`\\\\]|\\\\.)*`?)';
const REST = '(?<number>\\b\\d[\\w.]*)|(?<word>[A-Za-z_$][\\w$]*)';

function patternOf(language: string): RegExp {
  const comment = HASH.has(language)
    ? '#[^\\n]*'
    : SQL.has(language)
      ? '--[^\\n]*|/\\*[\\s\\S]*?(?:\\*/|$)'
      : '//[^\\n]*|/\\*[\\s\\S]*?(?:\\*/|$)';
  return new RegExp(`(?<comment>${comment})|${TEXTS}|${REST}`, 'g');
}
