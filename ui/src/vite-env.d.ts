/// <reference types="vite/client" />

interface ImportMetaEnv {
  /** Set to 1 to look at the screens in a browser, without the engine. */
  readonly VITE_FAKE?: string;
}

/** What is shipped of others; made by `licences.ts` when the page is built. */
declare module "virtual:licences" {
  const licences: import("../licences").Licences;
  export default licences;
}
