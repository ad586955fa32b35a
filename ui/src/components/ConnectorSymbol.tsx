import { IconFlask, IconId, IconPlug, IconUsersGroup } from "@tabler/icons-react";

/** Our own plain symbol for a connector, by its id. Its name stands beside it. */
export function ConnectorSymbol(props: { connector: string; size: string }) {
  const Sign = signOf(props.connector);
  return <Sign size={props.size} stroke={1.6} aria-hidden="true" />;
}

function signOf(connector: string) {
  if (connector.startsWith("sample")) return IconFlask;
  if (connector.includes("identity")) return IconId;
  return connector.includes("cognito") ? IconUsersGroup : IconPlug;
}
