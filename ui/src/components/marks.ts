/**
 * Characters that would change how a text looks without being seen: controls, line breaks and
 * bidirectional formatting. They are shown as marks, so that nobody is misled by a value. Pure.
 */

export interface Piece {
  text: string;
  /** What an unseen character is, for a mark; null for plain text. */
  mark: string | null;
}

const named: Record<string, string> = {
  "\u00AD": "soft hyphen",
  "\u061C": "Arabic letter mark",
  "\u200B": "zero width space",
  "\u200E": "left-to-right mark",
  "\u200F": "right-to-left mark",
  "\u2028": "line separator",
  "\u2029": "paragraph separator",
  "\u202A": "left-to-right embedding",
  "\u202B": "right-to-left embedding",
  "\u202C": "end of direction",
  "\u202D": "left-to-right override",
  "\u202E": "right-to-left override",
  "\u2060": "word joiner",
  "\u2066": "left-to-right isolate",
  "\u2067": "right-to-left isolate",
  "\u2068": "first strong isolate",
  "\u2069": "end of isolate",
  "\uFEFF": "byte order mark",
  "\u0000": "NUL",
  "\t": "tab",
  "\n": "line feed",
  "\r": "carriage return",
};

function unseen(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x20 || (code >= 0x7f && code <= 0x9f) || character in named;
}

function pieceOf(character: string): Piece {
  const code = character.codePointAt(0) ?? 0;
  const point = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  const name = named[character] ?? "control character";
  // Unicode has a picture for each of the first 32 controls.
  const text = code < 0x20 ? String.fromCodePoint(0x2400 + code) : point;
  return { text, mark: `${point} ${name}` };
}

/** The text in pieces, unseen characters apart. */
export function withMarks(text: string): Piece[] {
  const pieces: Piece[] = [];
  let plain = "";
  for (const character of text) {
    if (!unseen(character)) {
      plain += character;
      continue;
    }
    if (plain !== "") pieces.push({ text: plain, mark: null });
    plain = "";
    pieces.push(pieceOf(character));
  }
  if (plain !== "") pieces.push({ text: plain, mark: null });
  return pieces;
}

/** The text with its unseen characters written out, for where there is room for plain text alone. */
export function visibleText(text: string): string {
  return withMarks(text)
    .map((piece) => piece.text)
    .join("");
}
