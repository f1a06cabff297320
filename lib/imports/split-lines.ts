import { makeHolder, type Piece, type Splitter } from './piece';

const newline = 0x0a;
const isBlank = (bytes: Buffer) => bytes.every((byte) => byte === 0x20 || byte === 0x0d || byte === 0x09);

/** Cuts newline-delimited JSON into its lines, without those that are blank; holds no more than one. */
export function splitLines({ maxBytes }: { maxBytes: number }): Splitter {
  const held = makeHolder(maxBytes);
  let row = 0;
  let line = 0;

  const finish = (): Piece[] => {
    line++;
    const found = held.take();
    return 'bytes' in found && isBlank(found.bytes) ? [] : [{ row: ++row, line, ...found }];
  };

  return {
    push(chunk) {
      const pieces: Piece[] = [];
      let from = 0;
      for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, from)) {
        held.add(chunk.subarray(from, at));
        pieces.push(...finish());
        from = at + 1;
      }
      if (from < chunk.length) held.add(Buffer.from(chunk.subarray(from)));
      return pieces;
    },
    end: () => (held.size > 0 ? finish() : []),
  };
}
