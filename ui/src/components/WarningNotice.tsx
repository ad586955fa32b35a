import { Alert, type AlertProps } from "@mantine/core";
import type { ReactNode } from "react";
import { useFocusGoesOn } from "./focus";

/** What is to be known before one goes on. It stands in a `LiveRegion`, or with what it is about. */
export function WarningNotice(
  props: Pick<AlertProps, "mb" | "p" | "title" | "icon" | "classNames"> & { children: ReactNode },
) {
  return (
    <Alert
      ref={useFocusGoesOn<HTMLDivElement>()}
      role="note"
      color="var(--ph-warn)"
      variant="outline"
      {...props}
    />
  );
}
