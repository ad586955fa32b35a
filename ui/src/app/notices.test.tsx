/** What is said at the window's corner of a run that failed, and where it is not. */
import { notifications } from "@mantine/notifications";
import { screen, waitFor } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { openWindow } from "./testing";

afterEach(() => notifications.clean());

const notice = () => screen.queryByText(/^Shop: AWS refused these keys/);

it("is said wherever one is, until one opens the run's page", async () => {
  const { fake, happens } = openWindow("/imports");
  await screen.findByText("Imports", { selector: "h1" });
  await happens(() => fake.finish(61, "failed"));
  await waitFor(() => expect(notice()).toBeVisible());
  await happens(() => {
    window.location.hash = "/history/run/61";
  });
  await screen.findByText("What happened");
  await waitFor(() => expect(notice()).toBeNull());
});

it("is said on its page by the page alone, and read aloud there", async () => {
  const { fake, happens } = openWindow("/history/run/61");
  await screen.findByText("Progress");
  await happens(() => fake.finish(61, "failed"));
  const said = await screen.findByText(/^AWS refused these keys/, { selector: "[role=status]" });
  expect(said).toHaveClass("ph-hidden-text");
  expect(screen.getByText("What happened")).toBeVisible();
  expect(notice()).toBeNull();
});
