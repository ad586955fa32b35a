/** Titles: where something cannot be read, and not over what can, or what was just opened. */
import { MantineProvider } from "@mantine/core";
import { IconFilter } from "@tabler/icons-react";
import { fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactNode } from "react";
import { expect, it } from "vitest";
import { SearchedSelect } from "./SearchedSelect";
import { ToolButton } from "./ToolBar";
import { ClippedText, ShortText } from "./Value";

const show = (part: ReactNode) => render(<MantineProvider env="test">{part}</MantineProvider>);
const tool = () => screen.getByRole("button");

it("a button says its name again only where its icon is all that is left", () => {
  show(<ToolButton name="Export…" icon={IconFilter} />);
  fireEvent.pointerEnter(tool());
  expect(tool()).not.toHaveAttribute("title");
  // As the narrow bar has it.
  screen.getByText("Export…").style.fontSize = "0px";
  fireEvent.pointerEnter(tool());
  expect(tool()).toHaveAttribute("title", "Export…");
  fireEvent.pointerDown(tool());
  expect(tool(), "it would cover the dialog").not.toHaveAttribute("title");
});

it("a button says what its name does not, until it is open; and always why it does nothing", () => {
  const columns = (isOpen: boolean, whyNot: string | null = null) => (
    <MantineProvider env="test">
      <ToolButton
        name="Columns"
        says="Columns (1 hidden)"
        icon={IconFilter}
        aria-expanded={isOpen}
        whyNot={whyNot}
      />
    </MantineProvider>
  );
  const { rerender } = render(columns(false));
  fireEvent.pointerEnter(tool());
  expect(tool()).toHaveAttribute("title", "Columns (1 hidden)");
  rerender(columns(true));
  expect(tool()).not.toHaveAttribute("title");
  rerender(columns(false, "There are none."));
  expect(tool()).toHaveAttribute("title", "There are none.");
});

it("a text has one where it is cut off", () => {
  show(<ClippedText text="noor@example.com" />);
  const text = screen.getByText("noor@example.com");
  fireEvent.pointerEnter(text);
  expect(text).not.toHaveAttribute("title");
  Object.defineProperty(text, "scrollWidth", { value: text.clientWidth + 1 });
  fireEvent.pointerEnter(text);
  expect(text).toHaveAttribute("title", "noor@example.com");
  fireEvent.pointerLeave(text);
  expect(text).not.toHaveAttribute("title");
});

it("a text that was shortened has one", () => {
  show(<ShortText text="abcdef" most={3} />);
  const text = screen.getByText("abc…");
  fireEvent.pointerEnter(text);
  expect(text).toHaveAttribute("title", "abcdef");
});

it("a choice has none over its own list", async () => {
  const user = userEvent.setup();
  show(
    <SearchedSelect
      aria-label="Version"
      title="Each has its time."
      data={["Now"]}
      value="Now"
      onChange={() => {}}
    />,
  );
  const field = screen.getByRole("combobox");
  expect(field, "read aloud where the focus comes").toHaveAccessibleDescription(
    "Each has its time.",
  );
  await user.click(field);
  expect(field).not.toHaveAttribute("title");
  await user.keyboard("{Escape}");
  expect(field).toHaveAttribute("title");
});
