export { createJobs } from './service.ts';
export { type JobAttempt, type Jobs, RetryAfter } from './types.ts';
