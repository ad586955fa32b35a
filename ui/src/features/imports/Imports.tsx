import { PageHeader } from "../../components";

export function Imports() {
  return <PageHeader title="Imports" />;
}
