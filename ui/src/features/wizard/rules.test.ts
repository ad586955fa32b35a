import { describe, expect, it } from "vitest";
import type { ConnectorCard, Field } from "../../ipc";
import { readKeyFile } from "./keyFile";
import {
  cleanKey,
  missing,
  regionOfPool,
  regionProblem,
  settingsToSend,
  shownFields,
  typed,
} from "./rules";
import { SecretHolder } from "./secrets";

describe("the Region in a pool ID", () => {
  it.each([
    ["eu-west-1_AbC", "eu-west-1"],
    ["  us-gov-west-1_x", "us-gov-west-1"],
    ["ap-southeast-2_", "ap-southeast-2"],
    ["eu-west-1", null],
    ["", null],
    ["EU-WEST-1_AbC", null],
    ["customers", null],
  ])("%j → %j", (id, region) => {
    expect(regionOfPool(id)).toBe(region);
  });

  it("contradicts another Region, but not its own beginning while that is typed", () => {
    const settings = { user_pool_id: "eu-west-1_AbC", region: "eu-w" };
    expect(regionProblem(settings, false)).toBeNull();
    expect(regionProblem(settings, true)).toContain("eu-west-1");
    expect(regionProblem({ ...settings, region: "us-east-1" }, false)).toContain("eu-west-1");
    expect(regionProblem({ ...settings, region: " eu-west-1 " }, true)).toBeNull();
  });
});

describe("pasted keys", () => {
  it.each([
    [" AKIAIOSFODNN7EXAMPLE\n", "AKIAIOSFODNN7EXAMPLE"],
    ['"AKIA"', "AKIA"],
    ["“AKIA”", "AKIA"],
    ["'wJalr/K7+bP='", "wJalr/K7+bP="],
    ["\ufeffAKIA\u00a0\u200b", "AKIA"],
    ["wJal\r\nrXUt", "wJalrXUt"],
    ["`AKIA`", "AKIA"],
  ])("%j → %j", (text, clean) => {
    expect(cleanKey(text)).toBe(clean);
  });
});

describe("the access-key file", () => {
  it.each([
    ["as AWS writes it", "\ufeffAccess key ID,Secret access key\r\nAKIA1,se/cr+et=\r\n"],
    ["with quotes", '"Access key ID","Secret access key"\n"AKIA1","se/cr+et="\n'],
    ["with other columns", 'User name,Secret access key,Access key ID\nana,"se/cr+et=",AKIA1'],
    ["with old Mac line ends", "Access key ID,Secret access key\rAKIA1,se/cr+et="],
    ["in other letters", 'ACCESS KEY ID, secret access key \n AKIA1 , "se/cr+et="'],
    [
      "with a comma and a quote in a name",
      'n,Access key ID,Secret access key\n"a,""b",AKIA1,se/cr+et=',
    ],
  ])("is read %s", (_, text) => {
    expect(readKeyFile(text)).toEqual({
      found: true,
      accessKeyId: "AKIA1",
      secretAccessKey: "se/cr+et=",
    });
  });

  it("is refused in words when it is something else", () => {
    for (const text of ["", "name,mail\nana,a@b", "<html>"]) {
      expect(readKeyFile(text)).toMatchObject({
        found: false,
        why: expect.stringContaining("Secret access key"),
      });
    }
    expect(readKeyFile("Access key ID,Secret access key\n")).toMatchObject({
      found: false,
      why: expect.stringContaining("no key"),
    });
  });
});

const field = (key: string, part: Partial<Field> = {}): Field => ({
  key,
  label: key,
  help: "",
  kind: { type: "text" },
  group: "main",
  shownWhen: null,
  default: null,
  required: false,
  ...part,
});
const card: ConnectorCard = {
  id: "c",
  name: "",
  summary: "",
  shelf: "services",
  tables: [],
  fields: [
    field("user_pool_id"),
    field("region", { default: "us-east-1" }),
    field("sign_in", { default: "keys" }),
    field("profile", { required: true, shownWhen: { key: "sign_in", anyOf: ["profile"] } }),
    field("secret", {
      required: true,
      kind: { type: "secret" },
      shownWhen: { key: "sign_in", anyOf: ["keys"] },
    }),
  ],
};

describe("the form", () => {
  it("shows a field by the value of another, its default included", () => {
    const keys = (settings: Record<string, string>) =>
      shownFields(card, settings).map((f) => f.key);
    expect(keys({})).toEqual(["user_pool_id", "region", "sign_in", "secret"]);
    expect(keys({ sign_in: "profile" })).toEqual(["user_pool_id", "region", "sign_in", "profile"]);
  });

  it("hands over what it shows, trimmed, never a secret", () => {
    expect(
      settingsToSend(card, { user_pool_id: " x ", profile: "hidden", secret: "canary" }),
    ).toEqual({
      user_pool_id: "x",
      region: "us-east-1",
      sign_in: "keys",
    });
  });

  it("misses only what it shows", () => {
    expect(missing(card, {}, {}).map((error) => error.field)).toEqual(["secret"]);
    expect(missing(card, {}, { secret: "stored" })).toEqual([]);
    expect(
      missing(card, { sign_in: "profile", profile: " " }, {}).map((error) => error.field),
    ).toEqual(["profile"]);
  });

  it("follows the pool ID with the Region, unless another was typed by hand", () => {
    const one = typed(card, { region: "us-east-1" }, "user_pool_id", "eu-west-1_A");
    expect(one.region).toBe("eu-west-1");
    expect(typed(card, one, "user_pool_id", "eu-west-3_A").region).toBe("eu-west-3");
    const byHand = typed(card, one, "region", "ca-central-1");
    expect(typed(card, byHand, "user_pool_id", "eu-west-3_A").region).toBe("ca-central-1");
  });
});

describe("the secret holder", () => {
  it("gives an input what it holds, and reveals only the asked fields", () => {
    const holder = new SecretHolder();
    holder.put("secret", "one");
    holder.put("token", "two");
    const input = document.createElement("input");
    holder.attach("secret", input);
    expect(input.value).toBe("one");
    holder.put("secret", "three");
    expect(input.value).toBe("three");
    expect(holder.reveal(["secret", "absent"])).toEqual({ secret: "three" });
  });

  it("forgets all, inputs included", () => {
    const holder = new SecretHolder();
    const input = document.createElement("input");
    holder.attach("secret", input);
    holder.put("secret", "one");
    holder.clear();
    expect(input.value).toBe("");
    expect(holder.reveal(["secret"])).toEqual({});
  });

  it("leaves no copy when an empty value is put", () => {
    const holder = new SecretHolder();
    holder.put("secret", "one");
    holder.put("secret", "");
    expect(holder.reveal(["secret"])).toEqual({});
  });
});
