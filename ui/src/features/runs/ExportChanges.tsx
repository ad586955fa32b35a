import { Button, Menu } from "@mantine/core";
import { IconFileExport } from "@tabler/icons-react";
import { useState } from "react";
import { noticeFailure } from "../../components";
import { useExport } from "../../export";
import {
  asUiError,
  commands,
  type Publication,
  type Run,
  type Subject,
  useVersions,
} from "../../ipc";

/** The publication before that of a run; null where there is none. */
export function before(versions: Publication[], run: number): Publication | null {
  const place = versions.findIndex((each) => each.run === run);
  return place === -1 ? null : (versions[place + 1] ?? null);
}

/** Exports what a run changed in a table: the version before compared with this run's. */
export function ExportChanges(props: { run: Run; table: string | null }) {
  const { run, table } = props;
  const versions = useVersions(run.dataflow);
  const askForExport = useExport();
  const [isBusy, setBusy] = useState(false);
  const from = before(versions.data ?? [], run.id);
  const changed = run.tables.filter((each) => each.added + each.changed + each.removed > 0);
  const only = table ?? (changed.length === 1 ? changed[0]?.target : undefined);
  if (from === null || changed.length === 0) return null;
  const ask = async (table: string) => {
    const subject: Subject = {
      kind: "comparison",
      dataflow: run.dataflow,
      table,
      from: { kind: "asOf", run: from.run },
      to: { kind: "asOf", run: run.id },
    };
    const query = { filters: [], search: "", sort: [] };
    setBusy(true);
    try {
      // It is opened for its columns alone.
      const { view, columns, rows } = await commands.openTable(subject, query);
      await commands.closeTable(view);
      askForExport({
        name: `changes of ${table}`,
        what: {
          kind: "rows",
          subject,
          query,
          found: rows,
          total: rows,
          columns,
          shown: columns.map(({ name }) => name),
        },
      });
    } catch (error) {
      noticeFailure(asUiError(error));
    } finally {
      setBusy(false);
    }
  };
  const button = (onClick?: () => void) => (
    <Button
      variant="default"
      size="xs"
      loading={isBusy}
      leftSection={<IconFileExport size="var(--ph-icon-small)" aria-hidden="true" />}
      {...(onClick ? { onClick, "aria-haspopup": "dialog" } : {})}
    >
      Export…
    </Button>
  );
  if (only !== undefined) return button(() => void ask(only));
  return (
    <Menu position="bottom-end">
      <Menu.Target>{button()}</Menu.Target>
      <Menu.Dropdown>
        {changed.map(({ target }) => (
          <Menu.Item key={target} onClick={() => void ask(target)}>
            {target}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
