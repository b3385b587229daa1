// SPDX-License-Identifier: Apache-2.0
// Tables as text (RFC 4180), also as spreadsheets write them again: a byte order mark, semicolons, other line ends.

/** The rows of a table; empty lines are no rows. What was guarded against being taken for a formula is as it was. */
export function rows(text: string): { line: number; cells: string[] }[] {
  const content = text.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n");
  const comma = /^[^\n]*?([,;\t])/.exec(content)?.[1] ?? ",";
  const found: { line: number; cells: string[] }[] = [];
  let [cells, line, begun, at]: [string[], number, number, number] = [[], 1, 1, 0];
  while (at < content.length) {
    const [cell, end] = content[at] === '"' ? quoted(content, at) : plain(content, at, comma);
    line += content.slice(at, end).split("\n").length - 1;
    cells.push(cell.replace(/^'(?=[=+\-@\t])/, ""));
    const last = content[end] !== comma;
    at = end + 1;
    if (!last && at < content.length) continue;
    if (cells.some((own) => own !== "")) found.push({ line: begun, cells });
    [cells, line, begun] = [[], line + 1, line + 1];
  }
  return found;
}

function plain(content: string, at: number, comma: string): [string, number] {
  let end = at;
  while (end < content.length && content[end] !== comma && content[end] !== "\n") end++;
  return [content.slice(at, end).trim(), end];
}

/** Up to the quote that closes it; doubled ones stand for one. */
function quoted(content: string, at: number): [string, number] {
  let [cell, end] = ["", at + 1];
  while (end < content.length) {
    if (content[end] !== '"') cell += content[end++];
    else if (content[end + 1] === '"') [cell, end] = [`${cell}"`, end + 2];
    else break;
  }
  return [cell, Math.min(end + 1, content.length)];
}
