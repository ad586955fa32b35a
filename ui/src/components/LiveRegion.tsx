import type { ReactNode } from "react";
import classes from "./components.module.css";

/** Stands before there is something to say in it: what comes together with its live region is not read out. */
export function LiveRegion(props: { children: ReactNode }) {
  return (
    <div role="status" className={classes.liveRegion}>
      {props.children}
    </div>
  );
}
