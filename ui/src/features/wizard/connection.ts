/** Where *Connect* stands, moved by what Rust tells. Pure. */
import type { Check, CheckStep, Connected } from "../../ipc";
import type { Connection } from "./model";

/** The checks, in the order in which they are made. */
export const CHECKS: readonly Check[] = ["reach", "keys", "source", "tables"];

/** A step told by Rust. Steps of another attempt are none of ours. An event may come after the
 * command's answer: it may then add words, and never turn a finished check back. */
export function check(connection: Connection, step: CheckStep): Connection {
  switch (connection.state) {
    case "none":
    case "stale":
      return connection;
    case "running":
    case "failed":
      if (step.attempt !== connection.attempt) return connection;
      return { ...connection, steps: withStep(connection.steps, step) };
    case "done":
      if (step.attempt !== connection.attempt || step.state !== "passed") return connection;
      return { ...connection, steps: withStep(connection.steps, step) };
  }
}

function withStep(steps: CheckStep[], step: CheckStep): CheckStep[] {
  const before = steps.find((candidate) => candidate.check === step.check);
  if (before !== undefined && before.state !== "running" && step.state === "running") return steps;
  return [...steps.filter((candidate) => candidate.check !== step.check), step];
}

/** All checks passed. */
export function finished(
  connection: Extract<Connection, { state: "running" }>,
  found: Connected,
): Connection {
  const steps = CHECKS.map((name): CheckStep => {
    const told = connection.steps.find((step) => step.check === name);
    if (told?.state === "passed") return told;
    return {
      attempt: connection.attempt,
      check: name,
      state: "passed",
      message: "",
      hint: null,
      action: null,
      detail: null,
    };
  });
  return { state: "done", attempt: connection.attempt, steps, found };
}

/** Something that it depends on changed: what was found may no longer hold. */
export function connectionChanged(connection: Connection): Connection {
  switch (connection.state) {
    case "none":
    case "stale":
      return connection;
    case "running":
    case "failed":
      return { state: "none" };
    case "done":
      return { state: "stale", found: connection.found };
  }
}
