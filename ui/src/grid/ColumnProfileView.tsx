import { UnstyledButton } from "@mantine/core";
import { IconFilter } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { CellText, formatCount, plural, Value } from "../components";
import { type ColumnProfile, type ColumnType, type StoredColumn, useIsMasked } from "../ipc";
import { shownAs } from "./cells";
import { endsOf, isEachOnce, misfitWords, overWords, restWords, share, sortWords } from "./profile";
import classes from "./profile.module.css";
import { Spread } from "./Spread";

function Fact(props: { name: string; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}

function OfText(props: { name: string; text: string | null; column: string; isCounted?: boolean }) {
  if (props.text === null) return null;
  const length = [...props.text].length;
  return (
    <Fact name={props.name}>
      <Value value={props.text} column={props.column} />
      {props.isCounted ? <span className={classes.dim}>{plural(length, "character")}</span> : null}
    </Fact>
  );
}

/** The values that stand on most rows; choosing one asks for its rows. */
function Frequent(props: {
  profile: ColumnProfile;
  kind: ColumnType;
  /** Whether the values are masked: what is shown of them finds no row. */
  isMasked: boolean;
  onFilter: (value: string) => void;
}) {
  const { profile } = props;
  if (profile.frequent.length === 0) return null;
  return (
    <section aria-label="Most frequent values">
      <h3 className={classes.part}>Most frequent</h3>
      {isEachOnce(profile) ? (
        <p className={classes.dim}>Each value stands on one row alone. Some of them:</p>
      ) : props.isMasked ? null : (
        <p className={classes.dim}>Choose a value to see its rows alone.</p>
      )}
      {props.isMasked ? (
        <p className={classes.dim}>
          Personal data is masked: lift the mask to see the rows of a value alone.
        </p>
      ) : null}
      <ol className={classes.frequent}>
        {profile.frequent.map(({ value, rows }, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: masked values may be alike, and none moves
          <li key={place}>
            <UnstyledButton
              className={classes.value}
              disabled={props.isMasked}
              onClick={() => props.onFilter(value)}
            >
              <span className={classes.bar} aria-hidden="true">
                <span style={{ width: `${(rows / profile.rows) * 100}%` }} />
              </span>
              <span className={classes.words}>
                <IconFilter size="var(--ph-icon-small)" aria-hidden="true" />
                <span className={classes.clipped}>
                  <CellText value={shownAs(value, props.kind)} />
                </span>{" "}
                <span className={classes.count}>
                  {formatCount(rows)}{" "}
                  <span className="ph-hidden-text">{rows === 1 ? "row" : "rows"}</span>
                </span>{" "}
                <span className={classes.share}>{share(rows, profile.rows)}</span>
              </span>
            </UnstyledButton>
          </li>
        ))}
      </ol>
      {restWords(profile) ? <p className={classes.dim}>{restWords(profile)}</p> : null}
    </section>
  );
}

/** What the values of a column are like. */
export function ColumnProfileView(props: {
  column: StoredColumn;
  profile: ColumnProfile;
  isFiltered: boolean;
  onFilter: (value: string) => void;
}) {
  const { column, profile } = props;
  const isMasked = useIsMasked();
  const ends = endsOf(column.kind);
  const misfits = misfitWords(profile, column.kind);
  const isLong = column.kind === "text" || column.kind === "json";
  return (
    <>
      <p className={classes.dim}>
        {overWords(profile, props.isFiltered)} Type: {sortWords(column)}.
      </p>
      <dl className={classes.facts}>
        <Fact name="Filled">
          <span className={classes.figure}>{share(profile.filled, profile.rows)}</span>
          <span className={classes.dim}>
            {plural(profile.filled, "row")}
            {profile.filled < profile.rows
              ? `; ${formatCount(profile.rows - profile.filled)} without a value`
              : ""}
          </span>
        </Fact>
        <Fact name="Distinct values">
          <span className={classes.figure}>{formatCount(profile.distinct)}</span>
        </Fact>
        {isLong ? (
          <>
            <OfText name="Shortest" text={profile.shortest} column={column.name} isCounted />
            <OfText name="Longest" text={profile.longest} column={column.name} isCounted />
          </>
        ) : null}
        {column.kind === "boolean" ? null : (
          <>
            <OfText name={ends.least} text={profile.least} column={column.name} />
            <OfText name={ends.greatest} text={profile.greatest} column={column.name} />
          </>
        )}
      </dl>
      {misfits ? <p className={classes.dim}>{misfits}</p> : null}
      <Spread spread={profile.spread} kind={column.kind} />
      <Frequent
        profile={profile}
        kind={column.kind}
        isMasked={isMasked && column.personal !== "none"}
        onFilter={props.onFilter}
      />
    </>
  );
}
