/** How often a small content says its text, so that it is larger than a page of a disk. */
export const TEXT_REPEATS = 800;
