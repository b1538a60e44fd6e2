export { openVersions } from './service.ts';
