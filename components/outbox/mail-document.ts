/** Lets the mail show itself and do nothing else: no script, no request, no way out of its frame. */
const head =
  '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'; img-src data:">' +
  '<base target="_blank">';

/**
 * The document of a mail's frame. The policy stands before anything of the mail's own; the doctype keeps its place, so
 * that the mail is laid out as its readers see it.
 */
export function mailDocument(html: string): string {
  const doctype = /^\s*<!doctype[^>]*>/i.exec(html)?.[0] ?? '';
  return doctype + head + html.slice(doctype.length);
}

export type TextPiece = { text: string; isLink: boolean };

/** The text of a mail, its web addresses apart. */
export function textPieces(text: string): TextPiece[] {
  return text
    .split(/(https?:\/\/[^\s<>"]+)/)
    .map((piece, index) => ({ text: piece, isLink: index % 2 === 1 }))
    .filter((piece) => piece.text !== '');
}
