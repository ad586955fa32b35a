/** The access-key file that AWS's console offers for download: a CSV with a header. Pure. */
import { cleanKey } from "./rules";

export type KeyFile =
  | { found: true; accessKeyId: string; secretAccessKey: string }
  | { found: false; why: string };

const NOT_A_KEY_FILE =
  "This is not an access-key file from AWS: it needs the columns “Access key ID” and “Secret access key”. Download the file again when you create the key, or paste both keys.";

/** Reads the first key of the file. */
export function readKeyFile(text: string): KeyFile {
  const rows = parseCsv(text.replace(/^\ufeff/, ""));
  const header = (rows[0] ?? []).map((cell) => cell.trim().toLowerCase());
  const id = header.indexOf("access key id");
  const secret = header.indexOf("secret access key");
  if (id < 0 || secret < 0) return { found: false, why: NOT_A_KEY_FILE };
  for (const row of rows.slice(1)) {
    const accessKeyId = cleanKey(row[id] ?? "");
    const secretAccessKey = cleanKey(row[secret] ?? "");
    if (accessKeyId !== "" && secretAccessKey !== "") {
      return { found: true, accessKeyId, secretAccessKey };
    }
  }
  return {
    found: false,
    why: "This access-key file holds no key under its header. Download it again, or paste both keys.",
  };
}

/** CSV as RFC 4180 has it: quotes, doubled quotes, line ends of all three sorts. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let quoted = false;
  const endRow = () => {
    row.push(cell);
    if (row.some((value) => value !== "")) rows.push(row);
    row = [];
    cell = "";
  };
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (quoted) {
      if (char !== '"') cell += char;
      else if (text[at + 1] === '"') {
        cell += '"';
        at++;
      } else quoted = false;
    } else if (char === '"' && cell.trim() === "") {
      cell = "";
      quoted = true;
    } else if (char === ",") {
      row.push(cell);
      cell = "";
    } else if (char === "\n" || char === "\r") endRow();
    else cell += char;
  }
  endRow();
  return rows;
}
