import { PageHeader } from "../../components";

export function RunPlace(props: { run: number }) {
  return <PageHeader title={`Run ${props.run}`} />;
}
