/** A piece of HTML that is safe to place in a page. */
export class Html {
  constructor(readonly text: string) {}
}

type Piece = Html | string | number | null | undefined | readonly Piece[];

/** A template in which everything that is not already HTML is escaped. */
export function html(fixed: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  return new Html(fixed.map((part, index) => (index === 0 ? part : place(pieces[index - 1]) + part)).join(""));
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function place(piece: Piece): string {
  if (piece === null || piece === undefined) return "";
  if (piece instanceof Html) return piece.text;
  if (typeof piece === "object") return piece.map(place).join("");
  return String(piece).replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
