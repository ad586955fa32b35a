import { QueryClientProvider } from "@tanstack/react-query";
import { renderHook, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { expect, it } from "vitest";
import { type Api, installApi } from "./api";
import { makeQueryClient, useIsMasked, usePreferences } from "./queries";

function use(preferences: () => Promise<unknown>) {
  installApi({ commands: { preferences } } as unknown as Api);
  const client = makeQueryClient();
  const wrapper = (props: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{props.children}</QueryClientProvider>
  );
  return renderHook(() => ({ isMasked: useIsMasked(), query: usePreferences() }), { wrapper });
}

it("personal data is masked until it is known that it is not", async () => {
  const { result } = use(async () => ({ maskPersonalData: false }));
  expect(result.current.isMasked).toBe(true);
  await waitFor(() => expect(result.current.isMasked).toBe(false));
});

it("personal data is masked where nobody can say whether it is", async () => {
  const { result } = use(() => Promise.reject(new Error("The disk does not answer.")));
  await waitFor(() => expect(result.current.query.isError).toBe(true));
  expect(result.current.isMasked).toBe(true);
});
