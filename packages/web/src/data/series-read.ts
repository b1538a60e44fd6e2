import {
  PANELS_MEDIA_TYPE,
  type PanelData,
  type PanelsRequest,
  PanelsResponse,
  panelFromJson,
} from '@runloom/model';
import { apiPath, openApi, RequestError } from './client.ts';
import { createFrameReader } from './series-frames.ts';

/**
 * Asks for the lines of some panels; each is handed over as soon as it is here.
 * @param onPanel told the place of the panel in the request, and its lines
 * @throws RequestError
 */
export async function readPanels(
  entity: string,
  project: string,
  body: PanelsRequest,
  signal: AbortSignal,
  onPanel: (index: number, panel: PanelData) => void,
): Promise<void> {
  const response = await openApi(apiPath('projects', entity, project, 'panels'), {
    method: 'POST',
    body,
    signal,
    accept: `${PANELS_MEDIA_TYPE}, application/json;q=0.5`,
  });
  let index = 0;
  const hand = (panel: PanelData) => {
    onPanel(index, panel);
    index += 1;
  };
  try {
    if (response.headers.get('content-type')?.startsWith(PANELS_MEDIA_TYPE)) {
      await readFrames(response, hand);
    } else {
      for (const panel of PanelsResponse.parse(await response.json()).panels) {
        hand(panelFromJson(panel));
      }
    }
  } catch (error) {
    if (signal.aborted) throw error;
    throw unreadable(error);
  }
  if (index < body.panels.length) throw unreadable(null);
}

async function readFrames(response: Response, hand: (panel: PanelData) => void): Promise<void> {
  const frames = createFrameReader();
  const reader = response.body?.getReader();
  for (;;) {
    const piece = await reader?.read();
    if (piece === undefined || piece.done) return;
    for (const panel of frames.take(piece.value)) hand(panel);
  }
}

function unreadable(cause: unknown): RequestError {
  return new RequestError(
    'unreadable',
    'The answer with the lines of charts was cut off or can’t be read. Try again; if it stays so, reload the page.',
    { cause },
  );
}
