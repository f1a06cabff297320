import { encodingOf, isEncoding, toBytes, toText } from './encodings';

/** The part of Node's Buffer that rules use: making, reading as text, joining, comparing, whole numbers. */
class ByteBuffer extends Uint8Array<ArrayBuffer> {
  override toString(encoding?: string, start = 0, end = this.length): string {
    return toText(super.subarray(start, end), encodingOf(encoding));
  }

  toJSON(): { type: 'Buffer'; data: number[] } {
    return { type: 'Buffer', data: Array.from(this) };
  }

  equals(other: Uint8Array): boolean {
    return compare(this, other) === 0;
  }

  compare(other: Uint8Array): number {
    return compare(this, other);
  }

  override slice(start?: number, end?: number) {
    return this.subarray(start, end);
  }

  write(text: string, offset = 0, length?: unknown, encoding?: string): number {
    const name = typeof length === 'string' ? length : encoding;
    const room = Math.min(typeof length === 'number' ? length : this.length, this.length - offset);
    const bytes = toBytes(String(text), encodingOf(name)).slice(0, Math.max(0, room));
    this.set(bytes, offset);
    return bytes.length;
  }

  copy(target: Uint8Array, targetStart = 0, start = 0, end = this.length): number {
    const bytes = super.subarray(start, Math.min(end, start + target.length - targetStart));
    target.set(bytes, targetStart);
    return bytes.length;
  }

  readUInt8(offset = 0): number {
    return view(this).getUint8(offset);
  }

  readUInt16BE(offset = 0): number {
    return view(this).getUint16(offset);
  }

  readUInt32BE(offset = 0): number {
    return view(this).getUint32(offset);
  }

  readInt32BE(offset = 0): number {
    return view(this).getInt32(offset);
  }

  writeUInt8(value: number, offset = 0): number {
    view(this).setUint8(offset, value);
    return offset + 1;
  }

  writeUInt16BE(value: number, offset = 0): number {
    view(this).setUint16(offset, value);
    return offset + 2;
  }

  writeUInt32BE(value: number, offset = 0): number {
    view(this).setUint32(offset, value);
    return offset + 4;
  }
}

function sized(length: number): ByteBuffer {
  return new ByteBuffer(new ArrayBuffer(length));
}

function filled(bytes: ArrayLike<number>): ByteBuffer {
  const buffer = sized(bytes.length);
  buffer.set(bytes);
  return buffer;
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function compare(left: Uint8Array, right: Uint8Array): number {
  if (!(right instanceof Uint8Array)) throw new TypeError('The argument must be a Buffer or Uint8Array.');
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return Math.sign(difference);
  }
  return Math.sign(left.length - right.length);
}

/** Callable with and without `new`, as old rules do. Typed arrays also make their slices through it. */
export function Buffer(value: unknown, second?: unknown, third?: number): ByteBuffer {
  return typeof value === 'number' ? bufferStatics.alloc(value) : bufferStatics.from(value, second, third);
}

export const bufferStatics = {
  from(value: unknown, second?: unknown, third?: number): ByteBuffer {
    if (typeof value === 'string') return filled(toBytes(value, encodingOf(second)));
    if (value instanceof ArrayBuffer)
      return new ByteBuffer(value, second === undefined ? 0 : Number(second), third);
    if (isArrayLike(value)) return filled(Array.from(value, Number));
    if (isBufferJson(value)) return filled(Array.from(value.data, Number));
    throw new TypeError('The first argument must be a string, an ArrayBuffer, a Buffer or an array.');
  },
  alloc(size: number, fill?: unknown, encoding?: unknown): ByteBuffer {
    const buffer = sized(size);
    if (typeof fill === 'number') buffer.fill(fill);
    if (typeof fill !== 'string' || fill === '') return buffer;
    const bytes = toBytes(fill, encodingOf(encoding));
    for (let at = 0; at < size; at++) buffer[at] = bytes[at % bytes.length] ?? 0;
    return buffer;
  },
  allocUnsafe(size: number): ByteBuffer {
    return sized(size);
  },
  concat(list: readonly Uint8Array[], total?: number): ByteBuffer {
    const joined = sized(total ?? list.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of list) {
      joined.set(part.subarray(0, Math.max(0, joined.length - at)), Math.min(at, joined.length));
      at += part.length;
    }
    return joined;
  },
  byteLength(value: unknown, encoding?: unknown): number {
    if (typeof value === 'string') return toBytes(value, encodingOf(encoding)).length;
    return value instanceof ArrayBuffer || ArrayBuffer.isView(value) ? value.byteLength : 0;
  },
  isBuffer: (value: unknown): boolean => value instanceof ByteBuffer,
  isEncoding,
  compare,
};

function isArrayLike(value: unknown): value is ArrayLike<unknown> {
  return typeof value === 'object' && value !== null && 'length' in value && typeof value.length === 'number';
}

function isBufferJson(value: unknown): value is { data: ArrayLike<unknown> } {
  return typeof value === 'object' && value !== null && 'data' in value && isArrayLike(value.data);
}

Object.assign(Buffer, bufferStatics);
Object.setPrototypeOf(Buffer, Uint8Array);
Buffer.prototype = ByteBuffer.prototype;
Object.defineProperty(ByteBuffer.prototype, 'constructor', {
  value: Buffer,
  writable: true,
  configurable: true,
});
