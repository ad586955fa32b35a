/** The parts that every place is made of. They know nothing of dataflows or of the engine. */
export { ConfirmDialog } from "./ConfirmDialog";
export { ConnectorSymbol } from "./ConnectorSymbol";
export { CopyButton, ProgressLine, SearchField, SkeletonTable } from "./controls";
export { type Column, DataTable, type RowGroup } from "./DataTable";
export { EmptyState } from "./EmptyState";
export { ErrorState } from "./ErrorState";
export * from "./format";
export { noticeDone, noticeFailure, noticeStopped } from "./notices";
export { PageHeader } from "./PageHeader";
export { Panel } from "./Panel";
export { progressWords, RunProgress } from "./RunProgress";
export { StaleNotice } from "./StaleNotice";
export { type Status, StatusBadge, statuses, statusWord } from "./StatusBadge";
export { type Sort, sortRows, turnSort } from "./sorting";
export { CellText, ClippedText, ForeignText, NoValue, ShortText, Value } from "./Value";
export { type VirtualColumn, VirtualTable } from "./VirtualTable";
export { Count, DateTime, Duration, None, TimeOfDay } from "./values";
export { Words } from "./Words";
