import type { LibraryHost } from '../library-loader';

declare const annex: LibraryHost;

type Value = string | Uint8Array | File;

type Part = {
  name: string;
  value: Value;
  filename?: string | undefined;
  type?: string | undefined;
};

/** A Blob goes into a form as a File. */
function fileOf(value: unknown, name: unknown): File | undefined {
  const held = typeof value === 'object' && value !== null ? annex.blobs.get(value) : undefined;
  if (!held) return undefined;
  const { name: own = 'blob', lastModified }: { name?: unknown; lastModified?: unknown } = Object(value);
  if (Object.prototype.toString.call(value) === '[object File]' && name === undefined) return value as File;
  const options = { type: held.type, lastModified };
  return new (annex.blobClass('File'))([value], name ?? own, options) as File;
}

function bytesOf(value: Value): Uint8Array {
  if (typeof value === 'string') return Buffer.from(value);
  return value instanceof Uint8Array
    ? Buffer.from(value)
    : (annex.blobs.get(value)?.bytes ?? Buffer.from(''));
}

/** A form with parts, for the web's and for Node's libraries: a value is text, bytes or a Blob. */
export class FormData {
  readonly #parts: Part[] = [];
  readonly #boundary = `----annex${Math.random().toString(36).slice(2)}${Date.now().toString(36)}`;

  append(name: string, value: unknown, options?: unknown): void {
    const { filename, contentType } =
      typeof options === 'string' ? { filename: options, contentType: undefined } : Object(options);
    const file = fileOf(value, filename);
    if (file) {
      this.#parts.push({
        name: String(name),
        value: file,
        filename: file.name,
        type: file.type || undefined,
      });
      return;
    }
    const kept = value instanceof Uint8Array ? value : String(value);
    this.#parts.push({ name: String(name), value: kept, filename, type: contentType });
  }

  set(name: string, value: unknown, options?: unknown): void {
    this.delete(name);
    this.append(name, value, options);
  }

  delete(name: string): void {
    for (let at = this.#parts.length - 1; at >= 0; at--)
      if (this.#parts[at]?.name === name) this.#parts.splice(at, 1);
  }

  get(name: string): Value | null {
    return this.#parts.find((part) => part.name === name)?.value ?? null;
  }

  getAll(name: string): Value[] {
    return this.#parts.filter((part) => part.name === name).map(({ value }) => value);
  }

  has(name: string): boolean {
    return this.#parts.some((part) => part.name === name);
  }

  *entries(): IterableIterator<[string, Value]> {
    for (const { name, value } of this.#parts) yield [name, value];
  }

  [Symbol.iterator](): IterableIterator<[string, Value]> {
    return this.entries();
  }

  forEach(visit: (value: Value, name: string, form: FormData) => void): void {
    for (const [name, value] of this) visit(value, name, this);
  }

  get contentType(): string {
    return `multipart/form-data; boundary=${this.#boundary}`;
  }

  getBoundary(): string {
    return this.#boundary;
  }

  getHeaders(more: object = {}): Record<string, string> {
    return { ...more, 'content-type': this.contentType };
  }

  getBuffer(): Uint8Array {
    const quoted = (text: string) => text.replace(/["\r\n]/g, (found) => encodeURIComponent(found));
    const chunks = this.#parts.flatMap(({ name, value, filename, type }) => {
      const file = filename === undefined ? '' : `; filename="${quoted(filename)}"`;
      const kind = type ?? (typeof value === 'string' ? undefined : 'application/octet-stream');
      const typeLine = kind === undefined ? '' : `Content-Type: ${kind.replace(/[\r\n]/g, '')}\r\n`;
      const head = `--${this.#boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"${file}\r\n${typeLine}\r\n`;
      return [Buffer.from(head), bytesOf(value), Buffer.from('\r\n')];
    });
    return Buffer.concat([...chunks, Buffer.from(`--${this.#boundary}--\r\n`)]);
  }

  get [Symbol.toStringTag](): string {
    return 'FormData';
  }
}
