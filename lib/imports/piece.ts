/** The bytes of one JSON value of a file, or why they could not be taken. Rows count from 1, so do lines. */
export type Piece = { row: number; line: number } & ({ bytes: Buffer } | { fault: string });

/** Cuts a file into pieces, a chunk at a time. */
export type Splitter = {
  /** The pieces that are whole with this chunk. */
  push(chunk: Buffer): Piece[];
  /** What is left when the file has ended. */
  end(): Piece[];
};

/** Collects the bytes of one piece and forgets them when they are more than `maxBytes`. */
export type Holder = {
  readonly size: number;
  add(part: Buffer): void;
  /** The piece's content, or that it was too long; empties the holder. */
  take(): { bytes: Buffer } | { fault: string };
};

export function makeHolder(maxBytes: number): Holder {
  let parts: Buffer[] = [];
  let size = 0;
  return {
    get size() {
      return size;
    },
    add(part) {
      size += part.length;
      if (size <= maxBytes) parts.push(part);
      else parts = [];
    },
    take() {
      const [first, ...rest] = parts;
      const bytes = first && rest.length === 0 ? first : Buffer.concat(parts);
      const found =
        size <= maxBytes ? { bytes } : { fault: `A record may have ${maxBytes} bytes; this one has ${size}` };
      parts = [];
      size = 0;
      return found;
    },
  };
}
