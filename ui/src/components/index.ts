/** The parts that every place is made of. They know nothing of dataflows or of the engine. */
export { ConfirmDialog } from "./ConfirmDialog";
export { CopyButton, ProgressLine, SearchField, SkeletonTable } from "./controls";
export { type Column, DataTable, type RowGroup } from "./DataTable";
export { EmptyState } from "./EmptyState";
export { ErrorState } from "./ErrorState";
export * from "./format";
export { PageHeader } from "./PageHeader";
export { type Status, StatusBadge, statuses, statusWord } from "./StatusBadge";
export { type Sort, sortRows, turnSort } from "./sorting";
export { Count, DateTime, Duration, None } from "./values";
