import { useEffect, useRef } from "react";
import { isModalOpen } from "../components";

/** The search's field: it takes the focus by Ctrl F, and each time that one is sent to search. */
export function useSearchFocus(sent: number) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const find = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "f") return;
      event.preventDefault();
      if (isModalOpen()) return;
      field.current?.focus();
      field.current?.select();
    };
    window.addEventListener("keydown", find);
    return () => window.removeEventListener("keydown", find);
  }, []);
  useEffect(() => {
    if (sent === 0) return;
    field.current?.focus();
    field.current?.select();
  }, [sent]);
  return field;
}
