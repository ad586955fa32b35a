import { PageHeader } from "../../components";

export function Databases(_props: { dataflow: number | null; table: string | null }) {
  return <PageHeader title="Databases" />;
}
