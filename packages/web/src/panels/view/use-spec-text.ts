import type { ViewSpec } from '@runloom/model';
import { useEffect, useState } from 'react';
import { encodeSpec } from './address-state.ts';

/** A view as the text for the address; null while it is made, and for one that is too long. */
export function useSpecText(spec: ViewSpec): string | null {
  const [made, setMade] = useState<{ readonly spec: ViewSpec; readonly text: string | null }>();
  useEffect(() => {
    let isCurrent = true;
    void encodeSpec(spec).then((text) => {
      if (isCurrent) setMade({ spec, text });
    });
    return () => {
      isCurrent = false;
    };
  }, [spec]);
  return made?.spec === spec ? made.text : null;
}
