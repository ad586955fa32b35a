import { expect, it } from "vitest";
import { type Choices, expectedOf, type RowsOffer } from "./offer";

const choices = { rows: "asked" } as Choices;
const offer = (part: Partial<RowsOffer>) => ({
  name: "users",
  what: {
    kind: "rows",
    subject: { kind: "people", organization: null, dataflow: null, group: null },
    query: { filters: [], search: "", sort: [{ column: "email", descending: false }] },
    found: null,
    total: null,
    columns: [],
    shown: [],
    ...part,
  } satisfies RowsOffer,
});
const searched = { search: "ann" };

it("expects as many rows as were found or as there are, where that is certain", () => {
  expect(expectedOf(offer({ total: 100, found: 100 }), choices), "sorted alone").toBe(100);
  expect(expectedOf(offer({ found: 30 }), choices), "of a group").toBe(30);
  expect(expectedOf(offer({ query: searched, found: 7, total: 100 }), choices)).toBe(7);
  expect(expectedOf(offer({ query: searched, total: 100 }), choices), "still looking").toBeNull();
  const all: Choices = { ...choices, rows: "all" };
  expect(expectedOf(offer({ query: searched, found: 7, total: 100 }), all)).toBe(100);
  expect(expectedOf(offer({ query: searched, found: 7 }), all)).toBeNull();
});
