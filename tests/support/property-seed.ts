/**
 * Property tests try the same examples each time, so that a run that was green stays green until the
 * code changes. `TEST_SEED=random npm test unit` looks for new ones, `TEST_SEED=<number>` repeats
 * those that a failure named.
 */
import fc from 'fast-check';

const { TEST_SEED: asked = '1' } = process.env;
if (asked !== 'random') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(asked) });
