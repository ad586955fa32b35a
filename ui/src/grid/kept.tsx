/**
 * What leads back to a place as one left it, with what was asked there last: by the place, an address or
 * its search. In the memory of the window, and nowhere else.
 */
import { createContext, type ReactNode, useContext, useState } from "react";

const Context = createContext(new Map<string, string>());

export const useKept = () => useContext(Context);

export function KeptProvider(props: { children: ReactNode }) {
  const [kept] = useState(() => new Map<string, string>());
  return <Context value={kept}>{props.children}</Context>;
}
