/** What the fake's tables cost, worked out as the engine does it. */
import type { Cost, SourceCosts, Speed, Table } from "../bindings";

const READINGS: Record<string, { calls: number; atLeast?: boolean; granted: number }> = {
  ListUsers: { calls: 414, granted: 30 },
  ListUsersInGroup: { calls: 14, atLeast: true, granted: 30 },
  ListGroups: { calls: 1, granted: 5 },
  DescribeUserPool: { calls: 1, granted: 15 },
  ListUserPoolClients: { calls: 1, atLeast: true, granted: 5 },
  AdminListUserAuthEvents: { calls: 12_400, atLeast: true, granted: 50 },
  ListIdentities: { calls: 40, granted: 5 },
  DescribeIdentityPool: { calls: 1, granted: 5 },
  ListRecords: { calls: 2_400, atLeast: true, granted: 5 },
};

const ROWS: Record<string, number> = { users: 12_400, groups: 14, user_pool: 1, identities: 2_400 };

const SHARES = { gentle: 1 / 3, balanced: 2 / 3, full: 1 };

export function fakeCosts(tables: Table[], settings: Record<string, string>): SourceCosts {
  const needed = new Set(tables.flatMap((table) => [...(table.discoveredBy ?? []), table.reading]));
  return {
    tables: tables.map((table) => ({
      table: table.id,
      rows: ROWS[table.id] ?? null,
      readings: [...(table.discoveredBy ?? []), table.reading],
    })),
    readings: [...needed].map((reading) => {
      const { calls, atLeast, granted } = READINGS[reading] ?? { calls: 1, granted: 5 };
      return {
        reading,
        calls,
        atLeast: atLeast ?? false,
        proof: reading === "ListUsers",
        category: reading,
        granted: settings.speed === undefined ? null : granted,
      };
    }),
    speed: (settings.speed as Speed | undefined) ?? "unlimited",
  };
}

export function fakeEstimate(costs: SourceCosts, tables: string[]): Cost {
  const chosen = costs.tables.filter((cost) => tables.includes(cost.table));
  const made = costs.readings.filter((cost) =>
    chosen.some((table) => table.readings.includes(cost.reading)),
  );
  const rows = chosen.map((cost) => cost.rows).filter((count) => count !== null);
  const seconds = (share: number) =>
    Math.max(1, ...made.map((cost) => Math.ceil(cost.calls / ((cost.granted ?? 1) * share))));
  const hasQuota = made.some((cost) => cost.granted !== null);
  const atSpeeds = hasQuota
    ? Object.entries(SHARES).map(([speed, share]) => ({
        speed: speed as Speed,
        seconds: seconds(share),
      }))
    : [];
  return {
    effort: {
      rows: rows.length === 0 ? null : rows.reduce((sum, count) => sum + count, 0),
      calls: made.length === 0 ? 0 : made.reduce((sum, cost) => sum + cost.calls, 1),
      atLeast: made.some((cost) => cost.atLeast),
      seconds: atSpeeds.find((at) => at.speed === costs.speed)?.seconds ?? null,
    },
    rowsUnknown: rows.length < chosen.length,
    proof: made.some((cost) => cost.proof),
    atSpeeds,
  };
}
