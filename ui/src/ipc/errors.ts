import type { UiError } from "./bindings";

/** Whether a thrown value is the engine's own word on what failed. */
export function isUiError(error: unknown): error is UiError {
  return (
    typeof error === "object" &&
    error !== null &&
    "code" in error &&
    "message" in error &&
    "fields" in error
  );
}

/** Any thrown value as the one error type of the window. */
export function asUiError(error: unknown): UiError {
  if (isUiError(error)) return error;
  return {
    code: "other",
    message: "Something in the window did not work as it should.",
    hint: "Try again. If it happens again, close Poolhouse and open it: your data is not touched.",
    detail: error instanceof Error ? error.message : String(error),
    fields: [],
  };
}
