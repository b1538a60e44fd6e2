/** Made by the build: see `frameScripts` in vite.config.ts. */
declare module '*?frame-script' {
  const text: string;
  // biome-ignore lint/style/noDefaultExport: what such imports give is the build's to say
  export default text;
}
