import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { Router } from "wouter";
import { memoryLocation } from "wouter/memory-location";
import { installApi, makeQueryClient } from "../../ipc";
import { makeFake } from "../../ipc/fake";
import { Guide } from "./Guide";
import { GuidePane } from "./GuidePane";
import { TOPICS, topicForField, topicOf } from "./topics";

function show(what: React.ReactNode) {
  const fake = makeFake();
  installApi(fake);
  render(
    <QueryClientProvider client={makeQueryClient()}>
      <MantineProvider env="test">
        <Router hook={memoryLocation({ path: "/guide" }).hook}>{what}</Router>
      </MantineProvider>
    </QueryClientProvider>,
  );
  return {
    user: userEvent.setup(),
    asked: () => fake.calls.filter((call) => call.name === "policy").map((call) => call.args),
  };
}

describe("the guide", () => {
  it.each(TOPICS.map((topic) => [topic.id, topic.title]))("has a page %s", async (id, title) => {
    show(<Guide topic={id} />);
    expect(await screen.findByRole("heading", { level: 2, name: title })).toBeVisible();
    const links = within(screen.getByRole("navigation", { name: "Topics" })).getAllByRole("link");
    expect(links).toHaveLength(TOPICS.length);
    expect(screen.getByRole("link", { name: title })).toHaveAttribute("aria-current", "page");
  });

  it.each(["user-pool-id", "identity-pool", "region", "access-key", "policy"])(
    "draws on %s where to click, in words for those who cannot see it",
    async (id) => {
      show(<Guide topic={id} />);
      for (const drawing of await screen.findAllByRole("img")) {
        expect(drawing).toHaveAccessibleName(/^Drawing: /);
      }
    },
  );

  it("opens its first page for an address that names none", () => {
    expect(topicOf("nonsense")).toBe("user-pool-id");
    expect(topicOf(undefined)).toBe("user-pool-id");
  });

  it("tells what each table holds, as the connectors say it", async () => {
    show(<Guide topic="tables" />);
    expect(await screen.findByText("group_members")).toBeVisible();
    expect(screen.getByText(/Who is in which group/)).toBeVisible();
    expect(screen.getByText("phone_number")).toBeInTheDocument();
  });

  it("makes the policy for the ticked tables and the typed pool, with Copy", async () => {
    const { user, asked } = show(<Guide topic="policy" />);
    expect(await screen.findByRole("region", { name: "Policy" })).toHaveTextContent(
      "cognito-idp:ListUsers",
    );
    expect(screen.getByRole("button", { name: "Copy" })).toBeVisible();
    for (const tick of screen.getAllByRole("checkbox", { checked: true })) await user.click(tick);
    expect(screen.getByText(/Tick at least one table/)).toBeVisible();
    await user.click(screen.getByLabelText("users"));
    await user.click(screen.getByLabelText("groups"));
    await user.type(screen.getByLabelText(/User Pool ID/), "eu-west-1_AbC");
    expect(asked().at(-1)).toEqual([
      "cognito-user-pool",
      { user_pool_id: "eu-west-1_AbC", region: "eu-west-1" },
      ["users", "groups"],
    ]);
  });

  it("makes the policy for an identity pool too", async () => {
    const { user, asked } = show(<Guide topic="policy" />);
    await user.click(await screen.findByRole("radio", { name: "AWS Cognito identity pool" }));
    await user.type(screen.getByLabelText(/Identity Pool ID/), "eu-west-1:0a1b");
    expect(asked().at(-1)).toEqual([
      "cognito-identity-pool",
      { identity_pool_id: "eu-west-1:0a1b", region: "eu-west-1" },
      ["identities", "identity_logins", "identity_pool"],
    ]);
  });
});

describe("the guide beside the wizard", () => {
  it("knows the page for each field", () => {
    expect(topicForField("region")).toBe("region");
    expect(topicForField("secret_access_key")).toBe("access-key");
    expect(topicForField("session_token")).toBe("access-key");
    expect(topicForField("speed")).toBe("calls");
    expect(topicForField("identity_pool_id")).toBe("identity-pool");
    expect(topicForField("endpoint")).toBe("network");
    expect(topicForField(null)).toBe("user-pool-id");
  });

  it("shows the field's page and the policy that was asked for", async () => {
    const ask = { connector: "cognito-user-pool", settings: {}, tables: ["users"] };
    const { asked } = show(<GuidePane field="region" policy={ask} />);
    expect(screen.getByRole("heading", { name: "Find the Region" })).toBeVisible();
    expect(await screen.findByText(/ListUsers/)).toBeInTheDocument();
    expect(asked()).toEqual([["cognito-user-pool", {}, ["users"]]]);
  });

  it("puts the policy first where permissions are missing", async () => {
    const ask = { connector: "cognito-user-pool", settings: {}, tables: ["users"] };
    show(<GuidePane field="policy" policy={ask} />);
    expect(await screen.findByRole("button", { name: "Copy" })).toBeVisible();
    expect(screen.getByRole("heading", { name: "The least policy" })).toBeVisible();
  });
});
