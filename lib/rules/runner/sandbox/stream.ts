import { Buffer } from './buffer';
import { unfinished } from './encodings';
import { EventEmitter } from './events';
import { util } from './util';

type Emitting = {
  on(name: string, listener: (value?: unknown) => void): unknown;
  emit(name: string, ...args: unknown[]): boolean;
};
type Sink = { write(chunk: unknown): unknown; end(): unknown; emit?(name: string, source: unknown): unknown };

/** Node's oldest kind of stream: an emitter of `data` and `end` that can be piped. Enough for libraries that parse. */
export function Stream(this: unknown): void {
  Reflect.apply(EventEmitter, this, []);
}
util.inherits(Stream, EventEmitter);

Stream.prototype.pipe = function pipe(this: Emitting, target: Sink): Sink {
  this.on('data', (chunk) => target.write(chunk));
  this.on('end', () => target.end());
  target.emit?.('pipe', this);
  return target;
};

Stream.Stream = Stream;
for (const name of ['Readable', 'Writable', 'Duplex', 'Transform', 'PassThrough'])
  Object.defineProperty(Stream, name, { value: Stream, enumerable: true });

/** Bytes to text, with a character that is cut in two kept for the next part. */
export class StringDecoder {
  readonly encoding: string;
  #held: ReturnType<typeof Buffer> = Buffer('');

  constructor(encoding = 'utf8') {
    this.encoding = encoding;
  }

  write(bytes: Uint8Array): string {
    const all = Buffer(Array.from([...this.#held, ...bytes]));
    const keep = this.encoding.replace('-', '').toLowerCase() === 'utf8' ? unfinished(all) : 0;
    this.#held = Buffer(Array.from(all.subarray(all.length - keep)));
    return all.toString(this.encoding, 0, all.length - keep);
  }

  end(bytes?: Uint8Array): string {
    const text = (bytes ? this.write(bytes) : '') + Buffer(Array.from(this.#held)).toString(this.encoding);
    this.#held = Buffer('');
    return text;
  }
}
