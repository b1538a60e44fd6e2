/** How many colours runs have before they repeat: `--run-0` … `--run-9`. */
export const RUN_COLOUR_COUNT = 10;

/** The colour of the run at a position, as a CSS value; counted from the oldest run that is shown. */
export function runColour(index: number): string {
  return `var(--run-${((index % RUN_COLOUR_COUNT) + RUN_COLOUR_COUNT) % RUN_COLOUR_COUNT})`;
}
