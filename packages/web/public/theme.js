// Runs before the first paint, so that a page never flashes in the other theme. `src/app/theme.tsx`
// takes over once the app is loaded and uses the same key.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem('runloom.theme');
  } catch {
    // Storage may be turned off; the system's theme is then the best guess.
  }
  const dark =
    chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
})();
