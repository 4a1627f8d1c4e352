// The API does not tell a file's columns, but here the file itself may still be at hand: it was
// chosen in this window.

const SAMPLE = 64 * 1024;
const LABELS = { "utf-8": "utf-8", "utf-16": "utf-16le", cp1252: "windows-1252" };
const DELIMITERS = [",", ";", "\t", "|"];
const files = new Map();

export const keepFile = (id, file) => files.set(id, file);
export const keptFile = (id) => files.get(id);

/** The file's first lines; none where it cannot be read any more. */
export async function firstLines(file, encoding) {
  const bytes = await file.slice(0, SAMPLE).arrayBuffer().catch(() => new ArrayBuffer());
  const isBigEndian = encoding === "utf-16" && new Uint8Array(bytes)[0] === 0xfe;
  const decoder = new TextDecoder(isBigEndian ? "utf-16be" : LABELS[encoding] ?? "utf-8");
  return decoder.decode(bytes).split(/\r\n|\r|\n/);
}

/** The cells of a line, quotes taken off. */
function cellsOf(line, delimiter) {
  const cells = [""];
  let isQuoted = false;
  for (const each of line) {
    if (each === '"') isQuoted = !isQuoted;
    else if (each === delimiter && !isQuoted) cells.push("");
    else cells[cells.length - 1] += each;
  }
  return cells.map((cell) => cell.trim());
}

/** What makes the most columns of the first line; and whether that names them: names have no digits. */
export function guessed(lines) {
  const first = lines[0];
  const counts = DELIMITERS.map((each) => cellsOf(first, each).length);
  return { delimiter: DELIMITERS[counts.indexOf(Math.max(...counts))], header: /\d/.test(first) ? 0 : 1 };
}

/** `[value, text]` of each column: by its name or, where no line names them, by its number. */
export function columnsOf(lines, { delimiter, header }) {
  const cells = cellsOf(lines[Math.max(header - 1, 0)] ?? "", delimiter);
  if (header > 0) return [...new Set(cells)].filter(Boolean).map((name) => [name, name]);
  return cells.map((cell, index) => [String(index + 1), `${index + 1}: ${cell}`]);
}
