/** Text that is put into another. */
export type Insertion = {
  at: number;
  text: string;
  /** Whether it belongs to what follows; otherwise it belongs to what stands before it. */
  opens?: boolean;
};

/** A text with insertions, and the way between positions in it and in the text without them. */
export type Woven = {
  text: string;
  toWoven(position: number): number;
  /** Where what is inserted ends up: where it was put. */
  toOriginal(position: number): number;
  /** Whether all of it was inserted. */
  hides(start: number, length: number): boolean;
  /** Whether any of it was inserted. */
  touches(start: number, length: number): boolean;
};

/** Puts the insertions into the text, in whatever order they are given. */
export function weave(original: string, insertions: readonly Insertion[]): Woven {
  const ordered = insertions.toSorted(
    (one, other) => one.at - other.at || Number(one.opens ?? false) - Number(other.opens ?? false),
  );
  let text = '';
  let taken = 0;
  const pieces = ordered.map((insertion) => {
    text += original.slice(taken, insertion.at);
    taken = insertion.at;
    const start = text.length;
    text += insertion.text;
    return { ...insertion, start, end: text.length };
  });
  text += original.slice(taken);

  /** A place at the edge of a piece is outside, but before a piece that opens. */
  const isInside = (position: number, { start, end, opens }: (typeof pieces)[number]) =>
    position < end && (opens ? position >= start : position > start);

  return {
    text,
    toWoven: (position) =>
      pieces.reduce(
        (woven, { at, text: { length }, opens }) =>
          at < position || (opens && at === position) ? woven + length : woven,
        position,
      ),
    toOriginal: (position) =>
      pieces.reduce(
        (place, { start, end }) => place - Math.max(0, Math.min(position, end) - start),
        position,
      ),
    hides: (start, length) =>
      pieces.some((piece) =>
        length === 0 ? isInside(start, piece) : start >= piece.start && start + length <= piece.end,
      ),
    touches: (start, length) =>
      pieces.some((piece) =>
        length === 0 ? isInside(start, piece) : start < piece.end && start + length > piece.start,
      ),
  };
}
