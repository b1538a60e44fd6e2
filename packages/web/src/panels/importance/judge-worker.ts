import { type JudgeRequest, judge } from './judge.ts';

// Beside the page, so that it never stands still while a forest grows.
self.addEventListener('message', ({ data }: MessageEvent<JudgeRequest>) => {
  self.postMessage(judge(data));
});
