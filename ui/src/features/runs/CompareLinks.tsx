import { Button } from "@mantine/core";
import { IconGitCompare } from "@tabler/icons-react";
import { Link } from "wouter";
import { type Run, useVersions } from "../../ipc";

/** To what a run changed, seen as rows: against the version before, and against what is now. */
export function CompareLinks(props: { run: Run }) {
  const { run } = props;
  const versions = useVersions(run.dataflow).data ?? [];
  const place = versions.findIndex((each) => each.run === run.id);
  const published = versions[place];
  if (!published) return null;
  const before = versions[place + 1];
  const changed = published.tables.find((each) => each.added + each.changed + each.removed > 0);
  const table = (changed ?? published.tables[0])?.target;
  if (table === undefined) return null;
  const address = (from: string | number, to: string | number) =>
    `/databases/${run.dataflow}/${encodeURIComponent(table)}/compare?from=${from}&to=${to}`;
  const icon = <IconGitCompare size="var(--ph-icon-small)" aria-hidden="true" />;
  return (
    <>
      {before ? (
        <Button
          component={Link}
          href={address(before.run, published.current ? "now" : run.id)}
          variant="default"
          leftSection={icon}
        >
          Compare with the version before
        </Button>
      ) : null}
      {published.current ? null : (
        <Button component={Link} href={address(run.id, "now")} variant="default" leftSection={icon}>
          Compare with now
        </Button>
      )}
    </>
  );
}
