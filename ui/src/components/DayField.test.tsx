import { MantineProvider } from "@mantine/core";
import { fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, it } from "vitest";
import { DayField } from "./DayField";

function Field(props: { begin: string }) {
  const [day, setDay] = useState(props.begin);
  return (
    <MantineProvider env="test">
      <DayField label="First day" value={day} onChange={setDay} />
    </MantineProvider>
  );
}

const field = () => screen.getByRole("textbox", { name: "First day" });

describe("a day", () => {
  it("is chosen from the calendar by keyboard alone, and stands as it is typed", async () => {
    const user = userEvent.setup();
    render(<Field begin="2026-11-21" />);
    await user.tab();
    expect(field()).toHaveFocus();
    await user.tab();
    await user.keyboard("{Enter}");
    const calendar = within(await screen.findByRole("dialog", { name: "First day" }));
    expect(calendar.getByRole("button", { name: /^21 November 2026/ })).toHaveFocus();
    await user.keyboard("{ArrowUp}{ArrowRight}{Enter}");
    expect(field()).toHaveValue("2026-11-15");
    expect(screen.queryByRole("dialog"), "one choice is all there is").toBeNull();
    await waitFor(() =>
      expect(screen.getByRole("button", { name: /choose from a calendar/ })).toHaveFocus(),
    );
  });

  it("says how a day is written, and not as a day that is filled in", () => {
    render(<Field begin="" />);
    expect(field()).toHaveAttribute("placeholder", "YYYY-MM-DD");
  });

  it("goes over the ends of weeks, months and years", async () => {
    const user = userEvent.setup();
    render(<Field begin="2026-12-31" />);
    await user.click(screen.getByRole("button", { name: /choose from a calendar/ }));
    await screen.findByRole("dialog", { name: "First day" });
    await user.keyboard("{ArrowRight}");
    expect(screen.getByRole("button", { name: "1 January 2027" })).toHaveFocus();
    await user.keyboard("{PageUp}{Shift>}{PageUp}{/Shift}{Home}");
    expect(screen.getByRole("button", { name: "1 December 2025" })).toHaveFocus();
    await user.click(screen.getByRole("button", { name: "Next year" }));
    await user.click(screen.getByRole("button", { name: "21 December 2026" }));
    expect(field()).toHaveValue("2026-12-21");
  });

  it("stays as it was when the calendar is left", async () => {
    const user = userEvent.setup();
    render(<Field begin="2026-02" />);
    await user.click(screen.getByRole("button", { name: /choose from a calendar/ }));
    const calendar = await screen.findByRole("dialog", { name: "First day" });
    await user.keyboard("{ArrowRight}{Escape}");
    expect(calendar).not.toBeInTheDocument();
    expect(field(), "half typed as it is").toHaveValue("2026-02");
  });

  it("says in its name that it is the chosen one, as the focus is there", async () => {
    const user = userEvent.setup();
    render(<Field begin="2026-11-21" />);
    await user.click(screen.getByRole("button", { name: /choose from a calendar/ }));
    await screen.findByRole("dialog", { name: "First day" });
    expect(screen.getByRole("button", { name: "21 November 2026, chosen" })).toHaveFocus();
    expect(screen.getByRole("button", { name: "20 November 2026" })).toBeVisible();
    expect(screen.getByRole("grid", { name: "Days" }), "the month is told above").toBeVisible();
  });

  it("leaves a key alone that is held with another, such as Alt with an arrow", async () => {
    const user = userEvent.setup();
    render(<Field begin="2026-11-21" />);
    await user.click(screen.getByRole("button", { name: /choose from a calendar/ }));
    const dialog = await screen.findByRole("dialog", { name: "First day" });
    const day = within(dialog).getByRole("button", { name: /^21 November 2026/ });
    for (const held of ["altKey", "ctrlKey", "metaKey"]) {
      const isLeft = fireEvent.keyDown(day, { key: "ArrowLeft", [held]: true });
      expect(isLeft, held).toBe(true);
      expect(day).toHaveFocus();
    }
    expect(fireEvent.keyDown(day, { key: "ArrowLeft" })).toBe(false);
    expect(within(dialog).getByRole("button", { name: "20 November 2026" })).toHaveFocus();
  });

  it("is still meant where it is chosen again", async () => {
    const user = userEvent.setup();
    render(<Field begin="2024-02-29" />);
    await user.click(screen.getByRole("button", { name: /choose from a calendar/ }));
    const calendar = within(await screen.findByRole("dialog", { name: "First day" }));
    await user.click(calendar.getByRole("button", { name: /^29 February 2024/ }));
    expect(field()).toHaveValue("2024-02-29");
  });
});
