export { decodePanels, encodePanel, PANELS_MEDIA_TYPE } from './binary.ts';
export { panelFromJson, panelToJson } from './json.ts';
