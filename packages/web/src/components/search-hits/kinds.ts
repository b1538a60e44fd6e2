import type { SearchKind } from '@runloom/model';
import {
  Bot,
  Box,
  Boxes,
  ClipboardCheck,
  Code,
  Database,
  FileText,
  Folder,
  Gavel,
  Layers,
  Library,
  ListChecks,
  type LucideIcon,
  MessageSquareText,
  PanelsTopLeft,
  User,
  Users,
  Waypoints,
  Workflow,
} from 'lucide-react';

/** How each kind of thing that can be found is called and shown. */
export const KIND_LOOKS: Readonly<
  Record<SearchKind, { readonly title: string; readonly icon: LucideIcon }>
> = {
  project: { title: 'Projects', icon: Folder },
  run: { title: 'Runs', icon: Waypoints },
  report: { title: 'Reports', icon: FileText },
  view: { title: 'Saved views', icon: PanelsTopLeft },
  artifact: { title: 'Artifacts', icon: Boxes },
  registry: { title: 'Registries', icon: Library },
  collection: { title: 'Collections of registries', icon: Layers },
  dataset: { title: 'Datasets', icon: Database },
  prompt: { title: 'Prompts', icon: MessageSquareText },
  model: { title: 'Models', icon: Bot },
  evaluation: { title: 'Evaluations', icon: ClipboardCheck },
  scorer: { title: 'Scorers', icon: Gavel },
  object: { title: 'Objects', icon: Box },
  op: { title: 'Ops', icon: Code },
  queue: { title: 'Annotation queues', icon: ListChecks },
  call: { title: 'Traces', icon: Workflow },
  team: { title: 'Teams', icon: Users },
  person: { title: 'People', icon: User },
};
