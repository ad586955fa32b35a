import { PageHeader } from "../../components";

export function History() {
  return <PageHeader title="Run history" />;
}
