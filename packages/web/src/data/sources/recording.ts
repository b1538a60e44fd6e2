import { createContext } from 'react';

/** Whether what is drawn is drawn to be recorded: then panels ask for all that they could show. */
export const RecordingContext = createContext(false);
