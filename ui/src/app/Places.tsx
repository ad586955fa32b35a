import { Button } from "@mantine/core";
import { IconMapQuestion } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import { Link, Redirect, Route, Switch, useSearchParams } from "wouter";
import { EmptyState, SkeletonTable } from "../components";
import { Databases } from "../features/databases";
import { Imports } from "../features/imports";
import { History, RunPlace } from "../features/runs";
import { Settings } from "../features/settings";
import { useFind } from "./find";

// Imports and the frame must be there at once; these may come a moment later.
const Directory = lazy(async () => ({
  default: (await import("../features/directory")).Directory,
}));
const guide = () => import("../features/guide");
const Guide = lazy(guide);
// Features do not know each other: the guide beside the wizard's form is handed in here, and loaded
// with it, so that the form does not move when it comes.
const GuidePane = lazy(async () => ({ default: (await guide()).GuidePane }));
const Wizard = lazy(async () => {
  const [wizard] = await Promise.all([import("../features/wizard"), guide()]);
  return wizard;
});

function NewDataflow() {
  const [search] = useSearchParams();
  return <Wizard mode={{ kind: "new", sample: search.get("sample") === "1" }} help={GuidePane} />;
}

function NoSuchPlace() {
  return (
    <EmptyState
      icon={IconMapQuestion}
      title="There is nothing here"
      actions={
        <Button component={Link} href="/imports">
          Go to Imports
        </Button>
      }
    >
      This address leads nowhere. What it showed may have been removed.
    </EmptyState>
  );
}

/** Every address of the window and what stands there. */
export function Places() {
  const { sent } = useFind();
  return (
    <Suspense fallback={<SkeletonTable label="Loading" columns={3} />}>
      <Switch>
        <Route path="/">
          <Redirect to="/imports" replace />
        </Route>
        <Route path="/imports">
          <Imports />
        </Route>
        <Route path="/imports/new">
          <NewDataflow />
        </Route>
        <Route path="/imports/:id/edit">
          {({ id }) => (
            <Wizard key={id} mode={{ kind: "edit", dataflow: Number(id) }} help={GuidePane} />
          )}
        </Route>
        <Route path="/databases/:id/:table/compare">
          {({ id, table }) => (
            <Databases dataflow={Number(id)} table={decodeURIComponent(table)} isCompared />
          )}
        </Route>
        <Route path="/databases/:id?/:table?">
          {({ id, table }) => (
            <Databases
              dataflow={id === undefined ? null : Number(id)}
              table={table === undefined ? null : decodeURIComponent(table)}
            />
          )}
        </Route>
        <Route path="/directory/*?">
          {({ "*": below }) => <Directory address={below ?? ""} sent={sent} />}
        </Route>
        <Route path="/history">
          <History />
        </Route>
        <Route path="/history/run/:id">{({ id }) => <RunPlace key={id} run={Number(id)} />}</Route>
        <Route path="/guide/:topic?">
          {({ topic }) => <Guide {...(topic === undefined ? {} : { topic })} />}
        </Route>
        <Route path="/settings">
          <Settings />
        </Route>
        <Route>
          <NoSuchPlace />
        </Route>
      </Switch>
    </Suspense>
  );
}
