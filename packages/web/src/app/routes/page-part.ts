/** Parts that the header of a project leads to, and of the whole outside of projects. */
export type PagePart =
  | 'Runs'
  | 'Traces'
  | 'Evaluations'
  | 'Artifacts'
  | 'Objects'
  | 'Automations'
  | 'Settings'
  | 'Reports'
  | 'Projects'
  | 'Registry';

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** Which part the header marks while the page, or one below it, is open. */
    readonly part?: PagePart;
    /** The page stands alone, without header or commands: nobody need be signed in. */
    readonly isBare?: boolean;
  }
}
