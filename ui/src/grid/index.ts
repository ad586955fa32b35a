/**
 * Rows of anything the engine opens as a table: a table, two versions compared, everybody. Called by
 * the features that show rows. Knows no feature, and not where the rows come from.
 */
export {
  type Asked,
  askedIn,
  compareAddress,
  databaseAddress,
  fromAddress,
  inAddress,
  nothingAsked,
  searchOf,
  tableAddress,
  versionWord,
  versionWords,
  whereIs,
  whereKept,
} from "./address";
export type { CountedColumn } from "./CountsBar";
export { shownAs } from "./cells";
export type { About, DrawCell, OnForget, RowPlace } from "./gridProps";
export { addressAsLeft, isLeadBack, LastAskedProvider, useLastAsked } from "./lastAsked";
export { sorts } from "./personal";
export { RowsView } from "./RowsView";
export { type Ask, useAsked } from "./useAsked";
export { ForgettingProvider, useForgetting } from "./useForgetting";
