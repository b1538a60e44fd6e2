export { openVersions, type Versions } from './service.ts';
