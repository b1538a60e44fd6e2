import type { CallView } from '@runloom/model';

/** The call that is shown, for everything on its page. */
export interface CallPaneProps {
  readonly entity: string;
  readonly project: string;
  readonly call: CallView;
  readonly canWrite: boolean;
}
