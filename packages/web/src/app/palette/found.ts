import type { SearchAnswer } from '@runloom/model';
import { useRouter } from '@tanstack/react-router';
import { ArrowRight } from 'lucide-react';
import { KIND_LOOKS } from '../../components/search-hits/kinds.ts';
import type { EntryGroup } from './entries.tsx';

/**
 * What the server found, as groups of the palette, without what is offered already.
 * @param offered addresses of pages
 */
export function useFoundGroups(
  answer: SearchAnswer | undefined,
  text: string,
  offered: ReadonlySet<string>,
): readonly EntryGroup[] {
  const { history } = useRouter();
  if (text.trim() === '') return [];
  const groups = (answer?.groups ?? []).map(({ kind, hits }) => ({
    title: KIND_LOOKS[kind].title,
    entries: hits
      .filter(({ path }) => !offered.has(path))
      .map((hit) => ({
        id: `found ${hit.path}`,
        label: hit.title,
        ranges: hit.titleRanges,
        excerpt: hit.excerpt,
        icon: KIND_LOOKS[kind].icon,
        detail: [hit.detail, hit.place].filter((part) => part !== '').join(' · '),
        run: () => history.push(hit.path),
      })),
  }));
  const all = {
    id: 'all results',
    label: `All results for “${text.trim()}”`,
    icon: ArrowRight,
    run: () => history.push(`/search?q=${encodeURIComponent(text.trim())}`),
  };
  return [...groups, { title: 'Search', entries: [all] }];
}
