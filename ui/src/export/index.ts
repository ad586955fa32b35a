/**
 * Handing over: the dialog that makes a file of rows or of a whole database, and what it does in the
 * background. Called by the grid and by the features, which say what there is to export. Knows neither
 * of them.
 */
export { ExportsProvider, useExport } from "./ExportsProvider";
export { FileActions } from "./notices";
export type { Offer } from "./offer";
