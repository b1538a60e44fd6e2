import {
  Bot,
  Braces,
  Database,
  FunctionSquare,
  MessageSquare,
  Scale,
  Search,
  Wrench,
} from 'lucide-react';
import styles from './trace.module.css';

const ICONS = {
  agent: Bot,
  llm: MessageSquare,
  chat: MessageSquare,
  tool: Wrench,
  search: Search,
  retriever: Database,
  retrieval: Database,
  embedding: Braces,
  scorer: Scale,
  evaluator: Scale,
} as const;

/** What kind of call it is, as a sign; by its name where the client did not say. */
export function KindMark({ kind, name }: { readonly kind: string | null; readonly name: string }) {
  const told = kind?.toLowerCase() ?? guessKind(name);
  const Icon = Object.hasOwn(ICONS, told) ? ICONS[told as keyof typeof ICONS] : FunctionSquare;
  return (
    <span className={styles.kind} title={kind ?? undefined}>
      <Icon aria-hidden />
    </span>
  );
}

function guessKind(name: string): string {
  if (/chat\.?completions|messages\.create|generate_?content|responses\.create/i.test(name)) {
    return 'llm';
  }
  if (/embedding/i.test(name)) return 'embedding';
  if (/^Evaluation\.|score/i.test(name)) return 'scorer';
  return '';
}
