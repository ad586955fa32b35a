/// <reference types="vite/client" />

interface ImportMetaEnv {
  /** Set to 1 to look at the screens in a browser, without the engine. */
  readonly VITE_FAKE?: string;
}
