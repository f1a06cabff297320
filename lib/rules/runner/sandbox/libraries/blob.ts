import type { SharedHost } from '../shared-libraries';
import { withCode } from '../with-code';

declare const annex: SharedHost;

/** Bytes of a part: of a buffer, of a view, of another Blob, else of its text. */
function bytesOf(part: unknown, native: boolean): Uint8Array {
  if (part instanceof ArrayBuffer) return new Uint8Array(part);
  if (ArrayBuffer.isView(part)) return new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
  const held = typeof part === 'object' && part !== null ? annex.blobs.get(part) : undefined;
  if (held) return held.bytes;
  const text = String(part);
  return Buffer.from(native ? text.replace(/\r\n?/g, '\n') : text, 'utf8');
}

/** A type that is not of printable ASCII is none. */
const typeOf = (given: unknown): string => {
  const type = given === undefined ? '' : String(given);
  return /[^ -~]/.test(type) ? '' : type.toLowerCase();
};

function partsOf(given: unknown): unknown[] {
  if (given === undefined) return [];
  if (typeof given === 'object' && given !== null && Symbol.iterator in given)
    return [...(given as Iterable<unknown>)];
  throw withCode(
    new TypeError('The "sources" argument must be an instance of a sequence.'),
    'ERR_INVALID_ARG_TYPE',
  );
}

/** A place in a list as `slice` has it: from the end where it is below zero. */
function placeIn(size: number, given: unknown, otherwise: number): number {
  const place = given === undefined ? otherwise : Math.trunc(Number(given)) || 0;
  return place < 0 ? Math.max(size + place, 0) : Math.min(place, size);
}

/** Bytes that do not change, with a type. As Node has it, but for `stream`. */
export class Blob {
  constructor(parts?: unknown, options: unknown = {}) {
    const { type, endings = 'transparent' }: { type?: unknown; endings?: unknown } = Object(options);
    if (endings !== 'transparent' && endings !== 'native')
      throw withCode(new TypeError("The property 'options.endings' is invalid."), 'ERR_INVALID_ARG_VALUE');
    const all = partsOf(parts).map((part) => bytesOf(part, endings === 'native'));
    const bytes = new Uint8Array(Buffer.concat(all));
    annex.blobs.set(this, { bytes, type: typeOf(type) });
    annex.cloneables.set(this, () => new Blob([bytes], { type: typeOf(type) }));
  }

  get size(): number {
    return stateOf(this).bytes.length;
  }
  get type(): string {
    return stateOf(this).type;
  }
  slice(start?: unknown, end?: unknown, type?: unknown): Blob {
    const { bytes } = stateOf(this);
    const from = placeIn(bytes.length, start, 0);
    return new Blob([bytes.subarray(from, Math.max(from, placeIn(bytes.length, end, bytes.length)))], {
      type,
    });
  }
  async text(): Promise<string> {
    return new TextDecoder().decode(stateOf(this).bytes);
  }
  async arrayBuffer(): Promise<ArrayBuffer> {
    return stateOf(this).bytes.slice().buffer;
  }
  async bytes(): Promise<Uint8Array> {
    return stateOf(this).bytes.slice();
  }
  get [Symbol.toStringTag](): string {
    return 'Blob';
  }
}

function stateOf(blob: object) {
  const state = annex.blobs.get(blob);
  if (!state) throw withCode(new TypeError('Value of "this" must be of type Blob'), 'ERR_INVALID_THIS');
  return state;
}

export class File extends Blob {
  readonly #name: string;
  readonly #lastModified: number;

  constructor(...args: [parts?: unknown, name?: unknown, options?: unknown]) {
    const [parts, name, options] = args;
    if (args.length < 2)
      throw withCode(
        new TypeError('The "fileBits" and "fileName" arguments must be specified'),
        'ERR_MISSING_ARGS',
      );
    super(parts, options);
    const { lastModified = Date.now() }: { lastModified?: unknown } = Object(options);
    this.#name = String(name).toWellFormed();
    this.#lastModified = Number(lastModified);
    annex.cloneables.set(this, () => new File([this], this.#name, { type: this.type, lastModified }));
  }

  get name(): string {
    return this.#name;
  }
  get lastModified(): number {
    return this.#lastModified;
  }
  override get [Symbol.toStringTag](): string {
    return 'File';
  }
}

export const library = { Blob, File };
