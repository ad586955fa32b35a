/**
 * Holds what was typed into secret fields while the wizard is open: outside React's state, props
 * and the query cache, so that nothing keeps a copy. Emptied after saving and when the wizard goes.
 * Never part of a draft.
 */
export class SecretHolder {
  readonly #values = new Map<string, string>();
  readonly #inputs = new Map<string, HTMLInputElement>();

  /** Ties an input to a field: it shows what is held, also after the step was left and entered. */
  attach(key: string, input: HTMLInputElement | null): void {
    if (input === null) {
      this.#inputs.delete(key);
      return;
    }
    this.#inputs.set(key, input);
    const held = this.#values.get(key) ?? "";
    if (input.value !== held) input.value = held;
  }

  /** Takes what was typed. */
  put(key: string, value: string): void {
    if (value === "") this.#values.delete(key);
    else this.#values.set(key, value);
    const input = this.#inputs.get(key);
    if (input !== undefined && input.value !== value) input.value = value;
  }

  /** The secrets of these fields, for one command. */
  reveal(keys: readonly string[]): Record<string, string> {
    const held: Record<string, string> = {};
    for (const key of keys) {
      const value = this.#values.get(key);
      if (value !== undefined) held[key] = value;
    }
    return held;
  }

  /** Forgets all, inputs included. */
  clear(): void {
    this.#values.clear();
    for (const input of this.#inputs.values()) input.value = "";
  }
}
