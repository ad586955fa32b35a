import { MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, it } from "vitest";
import { SearchField } from "./controls";

function Field() {
  const [text, setText] = useState("");
  return (
    <MantineProvider env="test">
      <SearchField label="Search" value={text} onChange={setText} />
    </MantineProvider>
  );
}

it("keeps the focus when the cross empties it, as the cross goes away", async () => {
  const user = userEvent.setup();
  render(<Field />);
  const field = screen.getByRole("searchbox");
  await user.type(field, "mail");
  await user.click(screen.getByRole("button", { name: "Empty the search" }));
  expect(field).toHaveValue("");
  expect(field).toHaveFocus();
});
