/** A stretch of the query that looks alike. */
export type Mark = { text: string; kind: 'field' | 'operator' | 'plain'; isFault: boolean };

const pieces =
  /"(?:\\.|[^"\\])*"?|[[{](?:"(?:\\.|[^"\\])*"|[^\]}"])*[\]}]?|(?<field>(?:\\.|[^\s()[\]{}":^~?!\\])+)(?=~?:)|(?<operator>AND|OR|NOT)(?![^\s()[\]{}"])|(?:\\.|[^\s()[\]{}":\\])+|./gsu;

function piecesOf(query: string): Omit<Mark, 'isFault'>[] {
  return [...query.matchAll(pieces)].map(({ 0: text, groups }) => ({
    text,
    kind: groups?.field ? 'field' : groups?.operator ? 'operator' : 'plain',
  }));
}

/** The query cut where its look changes, from its beginning to its end. */
export function marksOf(query: string, fault: { start: number; end: number } | null): Mark[] {
  let at = 0;
  return piecesOf(query).flatMap(({ text, kind }) => {
    const from = at;
    at += text.length;
    const cut = (point: number) => Math.min(Math.max(point - from, 0), text.length);
    const [start, end] = fault ? [cut(fault.start), cut(fault.end)] : [0, 0];
    const parts = [
      { text: text.slice(0, start), kind, isFault: false },
      { text: text.slice(start, end), kind, isFault: true },
      { text: text.slice(end), kind, isFault: false },
    ];
    return parts.filter((part) => part.text !== '');
  });
}
