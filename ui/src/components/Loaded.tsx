import type { ReactNode } from "react";
import { SkeletonTable } from "./controls";
import { ErrorState } from "./ErrorState";
import { StaleNotice } from "./StaleNotice";

/** What a place shows of what it asked for: on its way, failed, out of date, or there. */
export function Loaded<T>(props: {
  query: {
    data: T | undefined;
    isPending: boolean;
    isLoadingError: boolean;
    isRefetchError: boolean;
    refetch: () => unknown;
  };
  /** What went wrong, where something did. */
  error: { message: string; hint: string; detail: string | null };
  /** What it is, such as *the databases*. */
  what: string;
  children: (data: T, again: () => void) => ReactNode;
}) {
  const { query, error, what } = props;
  const again = () => void query.refetch();
  return (
    <>
      {query.isPending ? <SkeletonTable label={`Loading ${what}`} columns={5} /> : null}
      {query.isLoadingError ? (
        <ErrorState
          title={`${what.charAt(0).toUpperCase()}${what.slice(1)} cannot be shown`}
          message={error.message}
          hint={error.hint}
          detail={error.detail}
          action={{ label: "Try again", run: again }}
        />
      ) : null}
      {query.isRefetchError ? (
        <StaleNotice message={error.message} hint={error.hint} onRetry={again} />
      ) : null}
      {query.data === undefined ? null : props.children(query.data, again)}
    </>
  );
}
