/**
 * Reads at most `maxBytes` of an answer as UTF-8 text and lets go of the rest, so that a preview of
 * a huge file costs no more than one of a small file. Bytes that are not UTF-8 become U+FFFD.
 */
export async function readStart(
  response: Response,
  maxBytes: number,
): Promise<{ text: string; isWhole: boolean }> {
  if (response.body === null) return { text: '', isWhole: true };
  const decoder = new TextDecoder();
  const reader = response.body.getReader();
  let text = '';
  let left = maxBytes;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { text: text + decoder.decode(), isWhole: true };
    if (value.byteLength > left) {
      text += decoder.decode(value.subarray(0, left));
      await reader.cancel();
      return { text, isWhole: false };
    }
    text += decoder.decode(value, { stream: true });
    left -= value.byteLength;
  }
}
