export * from './prompt-text.ts';
