/**
 * The one door to the engine. It holds the real commands, or the fake ones of tests and of
 * looking at screens in a browser. Nothing outside `ipc/` names Tauri.
 */
import {
  type CheckStep,
  type CloseAsked,
  commands,
  type ExportProgress,
  events,
  type RunSnapshot,
  type Wait,
} from "./bindings";

type Listen<T> = { listen: (cb: (event: { payload: T }) => void) => Promise<() => void> };

export interface Api {
  commands: typeof commands;
  events: {
    runChanged: Listen<RunSnapshot>;
    dataflowsChanged: Listen<unknown>;
    checkStepped: Listen<CheckStep>;
    exportProgressed: Listen<ExportProgress>;
    waitChanged: Listen<Wait>;
    closeAsked: Listen<CloseAsked>;
  };
  setTitle: (title: string) => Promise<void>;
}

async function setWindowTitle(title: string): Promise<void> {
  const { getCurrentWindow } = await import("@tauri-apps/api/window");
  await getCurrentWindow().setTitle(title);
}

let current: Api = { commands, events, setTitle: setWindowTitle };

/** Puts the fake in the engine's place. */
export function installApi(other: Api): void {
  current = other;
}

/** Every command of the engine in use now. */
const commandsInUse = new Proxy({} as Api["commands"], {
  get: (_, name) => current.commands[name as keyof Api["commands"]],
});

/** Every event of the engine in use now. */
const eventsInUse = new Proxy({} as Api["events"], {
  get: (_, name) => current.events[name as keyof Api["events"]],
});

export { commandsInUse as commands, eventsInUse as events };

/** Sets the title of the window itself. */
export function setTitle(title: string): Promise<void> {
  return current.setTitle(title);
}
