import type { ReactNode } from 'react';
import styles from './first.module.css';

/** Deeper than anybody nests, and no deeper than a stack goes. */
const DEEPEST = 20;

type Attributes = Readonly<Record<string, unknown>>;
interface PlainNode {
  readonly type: string;
  readonly attrs: Attributes;
  readonly content: readonly unknown[];
  readonly text: string;
  readonly marks: readonly unknown[];
}

/**
 * Text of a report as it stands on the page, without an editor: what the editor draws by scripts of its
 * own has an empty place.
 * @param blocks as the server gives them; what is no block is left out
 */
export function PlainBlocks({ blocks }: { readonly blocks: readonly unknown[] }) {
  return <>{all(blocks, 0)}</>;
}

function all(nodes: readonly unknown[], depth: number): ReactNode {
  return nodes.map((value, index) => {
    const node = nodeOf(value);
    return node === null ? null : <Plain key={index} node={node} depth={depth} />;
  });
}

function Plain({ node, depth }: { readonly node: PlainNode; readonly depth: number }) {
  const { type, attrs, content } = node;
  if (depth > DEEPEST) return null;
  const inner = all(content, depth + 1);
  switch (type) {
    case 'text':
      return <Marked node={node} />;
    case 'hardBreak':
      return <br />;
    case 'paragraph':
      return <p>{content.length === 0 ? <br /> : inner}</p>;
    case 'heading': {
      const Heading = attrs['level'] === 1 ? 'h1' : attrs['level'] === 2 ? 'h2' : 'h3';
      return <Heading>{inner}</Heading>;
    }
    case 'bulletList':
      return <ul>{inner}</ul>;
    case 'orderedList':
      return <ol start={count(attrs['start'])}>{inner}</ol>;
    case 'listItem':
      return <li>{inner}</li>;
    case 'taskList':
      return <ul data-type="taskList">{inner}</ul>;
    case 'taskItem':
      return (
        <li data-checked={attrs['checked'] === true}>
          <label>
            <input type="checkbox" checked={attrs['checked'] === true} disabled />
          </label>
          <div>{inner}</div>
        </li>
      );
    case 'blockquote':
      return <blockquote>{inner}</blockquote>;
    case 'callout':
      return (
        <aside role="note" data-callout={words(attrs['tone'])}>
          {inner}
        </aside>
      );
    case 'codeBlock':
      return (
        <pre>
          <code>{inner}</code>
        </pre>
      );
    case 'horizontalRule':
      return <hr />;
    case 'table':
      return (
        <table>
          <tbody>{inner}</tbody>
        </table>
      );
    case 'tableRow':
      return <tr>{inner}</tr>;
    case 'tableHeader':
      return <th colSpan={count(attrs['colspan'])}>{inner}</th>;
    case 'tableCell':
      return <td colSpan={count(attrs['colspan'])}>{inner}</td>;
    case 'mention':
      return <span>@{words(attrs['username'])}</span>;
    case 'number':
      return <span>{words(attrs['value'])}</span>;
    case 'mathInline':
      return <span className={styles.formula}>{words(attrs['latex'])}</span>;
    default:
      return <div className={type === 'panelGrid' ? styles.grid : styles.block} aria-hidden />;
  }
}

function Marked({ node: { text, marks } }: { readonly node: PlainNode }) {
  return marks.reduce<ReactNode>((inner, mark) => {
    const node = nodeOf(mark);
    switch (node?.type) {
      case 'bold':
        return <strong>{inner}</strong>;
      case 'italic':
        return <em>{inner}</em>;
      case 'underline':
        return <u>{inner}</u>;
      case 'strike':
        return <s>{inner}</s>;
      case 'code':
        return <code>{inner}</code>;
      case 'link': {
        const href = words(node.attrs['href']);
        return /^https?:\/\//i.test(href) ? (
          <a href={href} target="_blank" rel="noopener noreferrer nofollow">
            {inner}
          </a>
        ) : (
          inner
        );
      }
      case 'highlight':
        return <mark>{inner}</mark>;
      default:
        return inner;
    }
  }, text);
}

const words = (value: unknown): string => (typeof value === 'string' ? value : '');

const count = (value: unknown): number => (typeof value === 'number' && value > 0 ? value : 1);

function nodeOf(value: unknown): PlainNode | null {
  if (typeof value !== 'object' || value === null || !('type' in value)) return null;
  const { type, attrs, content, text, marks } = value as Readonly<Record<string, unknown>>;
  if (typeof type !== 'string') return null;
  return {
    type,
    attrs: typeof attrs === 'object' && attrs !== null ? (attrs as Attributes) : {},
    content: Array.isArray(content) ? content : [],
    text: typeof text === 'string' ? text : '',
    marks: Array.isArray(marks) ? marks : [],
  };
}
