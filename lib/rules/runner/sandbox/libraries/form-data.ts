type Part = {
  name: string;
  value: string | Uint8Array;
  filename?: string | undefined;
  type?: string | undefined;
};

/** A form with parts, for the web's and for Node's libraries: a value is text or bytes. */
export class FormData {
  readonly #parts: Part[] = [];
  readonly #boundary = `----annex${Math.random().toString(36).slice(2)}${Date.now().toString(36)}`;

  append(name: string, value: unknown, options?: unknown): void {
    const { filename, contentType } =
      typeof options === 'string' ? { filename: options, contentType: undefined } : Object(options);
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

  get(name: string): string | Uint8Array | null {
    return this.#parts.find((part) => part.name === name)?.value ?? null;
  }

  getAll(name: string): (string | Uint8Array)[] {
    return this.#parts.filter((part) => part.name === name).map(({ value }) => value);
  }

  has(name: string): boolean {
    return this.#parts.some((part) => part.name === name);
  }

  *entries(): IterableIterator<[string, string | Uint8Array]> {
    for (const { name, value } of this.#parts) yield [name, value];
  }

  [Symbol.iterator](): IterableIterator<[string, string | Uint8Array]> {
    return this.entries();
  }

  forEach(visit: (value: string | Uint8Array, name: string, form: FormData) => void): void {
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
      return [
        Buffer.from(head),
        typeof value === 'string' ? Buffer.from(value) : Buffer.from(value),
        Buffer.from('\r\n'),
      ];
    });
    return Buffer.concat([...chunks, Buffer.from(`--${this.#boundary}--\r\n`)]);
  }

  get [Symbol.toStringTag](): string {
    return 'FormData';
  }
}
