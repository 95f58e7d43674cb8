/** Where the built client has what is fetched to draw a PDF; see `paperFiles` in vite.config.ts. */
declare module 'virtual:paper-files' {
  export const PAPER_FILES: string;
}
