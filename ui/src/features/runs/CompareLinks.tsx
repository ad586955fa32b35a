import { Button } from "@mantine/core";
import { IconGitCompare } from "@tabler/icons-react";
import { Link } from "wouter";
import { compareAddress } from "../../grid";
import { type Run, useVersions, type Version } from "../../ipc";

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
  const now: Version = { kind: "now" };
  const then: Version = { kind: "asOf", run: run.id };
  const address = (from: Version, to: Version) => compareAddress(run.dataflow, table, { from, to });
  const icon = <IconGitCompare size="var(--ph-icon-small)" aria-hidden="true" />;
  return (
    <>
      {before ? (
        <Button
          component={Link}
          href={address({ kind: "asOf", run: before.run }, published.current ? now : then)}
          variant="default"
          leftSection={icon}
        >
          Compare with the version before
        </Button>
      ) : null}
      {published.current ? null : (
        <Button component={Link} href={address(then, now)} variant="default" leftSection={icon}>
          Compare with now
        </Button>
      )}
    </>
  );
}
