import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Invalid } from '@/lib/errors';
import type { Piece, Splitter } from './piece';
import { splitLines } from './split-lines';
import { splitValues } from './split-values';

/** The largest record that is read. A user's metadata is at most 64 kB; escapes and identities add to it. */
export const maxRecordBytes = 1024 * 1024;

/** One record of a file: its value, or why there is none. `bytes` is its size in the file. */
export type SourceRecord = { row: number; line: number; bytes: number } & (
  | { value: unknown }
  | { fault: string }
);

type Chunks = AsyncIterable<Buffer>;

/** Chunks as they come, the first one long enough to tell the content by. */
async function* withHead(chunks: Chunks, headBytes: number): AsyncGenerator<Buffer> {
  let head: Buffer[] | null = [];
  for await (const chunk of chunks) {
    if (head === null) {
      yield chunk;
      continue;
    }
    head.push(chunk);
    const joined = Buffer.concat(head);
    if (joined.length < headBytes) continue;
    head = null;
    yield joined;
  }
  if (head !== null && head.length > 0) yield Buffer.concat(head);
}

async function* unzipped(chunks: Chunks): AsyncGenerator<Buffer> {
  const iterator = withHead(chunks, 4)[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done) return;
  const all = (async function* () {
    yield first.value;
    yield* iterator;
  })();
  const [a, b] = first.value;
  yield* a === 0x1f && b === 0x8b ? Readable.from(all).compose(createGunzip()) : all;
}

const refusals: { magic: number[]; sentence: string }[] = [
  { magic: [0x50, 0x4b, 0x03, 0x04], sentence: 'is a zip archive. Unpack it and give the file inside' },
  { magic: [0xff, 0xfe], sentence: 'is in UTF-16. Convert it to UTF-8' },
  { magic: [0xfe, 0xff], sentence: 'is in UTF-16. Convert it to UTF-8' },
];

function withoutMark(head: Buffer): Buffer {
  return head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? head.subarray(3) : head;
}

/** NDJSON is cut by lines, which no broken record can outlive; everything else by brackets. Throws Invalid for no JSON. */
function chooseSplitter(head: Buffer): Splitter {
  const refused = refusals.find(({ magic }) => magic.every((byte, index) => head[index] === byte));
  if (refused) throw new Invalid(`The file ${refused.sentence}.`);
  const text = head.toString('utf8').trimStart();
  if (text === '') return splitLines({ maxBytes: maxRecordBytes });
  if (text.startsWith('[') || /^\{\s*(\n|$)/.test(text)) return splitValues({ maxBytes: maxRecordBytes });
  if (text.startsWith('{')) return splitLines({ maxBytes: maxRecordBytes });
  const shown = JSON.stringify(text.slice(0, 30).split('\n', 1)[0]);
  throw new Invalid(
    `The file is not JSON: it begins with ${shown}. A users export or import file is needed, as a JSON array or one JSON object a line.`,
  );
}

/** What is wrong with a text, without the piece of it that the engine quotes: that may be a piece of a secret. */
function faultOf({ message }: SyntaxError): string {
  return `This is not JSON: ${message.replace(/,? (\.\.\.)?"[\s\S]*$/, '')}`;
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function parse(piece: Piece): SourceRecord {
  const { row, line } = piece;
  if ('fault' in piece) return { row, line, bytes: 0, fault: piece.fault };
  const bytes = piece.bytes.length;
  try {
    return { row, line, bytes, value: JSON.parse(decoder.decode(piece.bytes)) };
  } catch (error) {
    const reason = error instanceof SyntaxError ? faultOf(error) : 'This is not UTF-8 text';
    return { row, line, bytes, fault: reason };
  }
}

const isDamage = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && /^Z_/.test(String(error.code));

/**
 * The records of an Auth0 users file: newline-delimited JSON, a JSON array, or objects one after the other; gzip of any
 * of them; told apart by content. Streams, and holds one record at a time. A record that cannot be read comes as a
 * fault and the next one follows. Throws Invalid when the file is none of these.
 */
export async function* readRecords(chunks: Chunks): AsyncGenerator<SourceRecord> {
  let splitter: Splitter | undefined;
  let last = { row: 0, line: 0 };
  try {
    for await (const chunk of withHead(unzipped(chunks), 64)) {
      const content = splitter ? chunk : withoutMark(chunk);
      splitter ??= chooseSplitter(content);
      for (const piece of splitter.push(content)) {
        last = piece;
        yield parse(piece);
      }
    }
  } catch (error) {
    if (!isDamage(error)) throw error;
    const fault = `The gzip data ends early or is damaged, so nothing after this could be read: ${error.message}`;
    yield { row: last.row + 1, line: last.line + 1, bytes: 0, fault };
    return;
  }
  for (const piece of splitter?.end() ?? []) yield parse(piece);
}

export type RecordFile = {
  records: AsyncIterable<SourceRecord>;
  size: number;
  /** How much of `size` has been read. */
  position(): number;
};

/** The records of the file at `path`. Throws Invalid when there is no such file or it is none. */
export async function openRecordFile(path: string): Promise<RecordFile> {
  const found = await stat(path).catch((error: unknown) => {
    throw new Invalid(`There is no file ${path}, or it may not be read.`, { cause: error });
  });
  if (!found.isFile()) throw new Invalid(`${path} is not a file.`);
  const stream = createReadStream(path, { highWaterMark: 256 * 1024 });
  return { records: readRecords(stream), size: found.size, position: () => stream.bytesRead };
}
