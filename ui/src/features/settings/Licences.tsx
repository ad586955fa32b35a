import { Anchor, Loader, Modal, Text, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { plural } from "../../components";
import classes from "./settings.module.css";

/** Read when it is looked at: it is as large as the rest of the page. */
const List = lazy(async () => {
  const { default: licences } = await import("virtual:licences");
  return {
    default: function List() {
      const [wanted, setWanted] = useState("");
      const [open, setOpen] = useState<string | null>(null);
      const words = wanted.trim().toLowerCase();
      const found = licences.packages.filter(
        ({ name, licence }) =>
          name.toLowerCase().includes(words) || licence.toLowerCase().includes(words),
      );
      return (
        <>
          <TextInput
            label="Search"
            placeholder="A package or a licence"
            leftSection={<IconSearch size="var(--ph-icon-small)" aria-hidden="true" />}
            value={wanted}
            data-autofocus
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setWanted(event.currentTarget.value)}
          />
          <Text size="sm" c="dimmed" role="status" my="xs">
            {plural(found.length, "package")}
          </Text>
          <ul className={classes.packages}>
            {found.map(({ name, version, from, licence, texts }) => {
              const key = `${from} ${name} ${version}`;
              return (
                <li key={key}>
                  <details
                    onToggle={(event) => {
                      if (event.currentTarget.open) setOpen(key);
                    }}
                  >
                    <summary>
                      <strong>{name}</strong> {version} <span>{licence}</span>
                    </summary>
                    {open === key ? (
                      <pre>
                        {texts.length === 0
                          ? `It brings no text of its licence along. It is from ${from}, and its licence is ${licence}.`
                          : texts.map((text) => licences.texts[text]).join("\n\n—\n\n")}
                      </pre>
                    ) : null}
                  </details>
                </li>
              );
            })}
          </ul>
        </>
      );
    },
  };
});

/** The licences of what Poolhouse is built on. */
export function Licences() {
  const [opened, setOpened] = useState(false);
  const close = () => setOpened(false);
  return (
    <>
      <Anchor component="button" type="button" size="sm" mt="xs" onClick={() => setOpened(true)}>
        All packages and their licences
      </Anchor>
      <Modal
        opened={opened}
        onClose={close}
        size="xl"
        title="Packages and their licences"
        closeButtonProps={{ "aria-label": "Close" }}
      >
        <Suspense fallback={<Loader aria-label="Reading the licences" />}>
          <List />
        </Suspense>
      </Modal>
    </>
  );
}
