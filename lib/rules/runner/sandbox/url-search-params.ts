type Pair = [string, string];

export class URLSearchParams {
  #pairs: Pair[];
  #changed: (() => void) | undefined;

  constructor(init: unknown = '', changed?: () => void) {
    this.#pairs = readPairs(init);
    this.#changed = changed;
  }

  append(name: string, value: string): void {
    this.#pairs.push([String(name), String(value)]);
    this.#changed?.();
  }

  set(name: string, value: string): void {
    const first = this.#pairs.find(([key]) => key === String(name));
    if (!first) {
      this.append(name, value);
      return;
    }
    first[1] = String(value);
    this.#pairs = this.#pairs.filter((pair) => pair === first || pair[0] !== String(name));
    this.#changed?.();
  }

  delete(name: string): void {
    this.#pairs = this.#pairs.filter(([key]) => key !== String(name));
    this.#changed?.();
  }

  sort(): void {
    this.#pairs.sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
    this.#changed?.();
  }

  get(name: string): string | null {
    return this.#pairs.find(([key]) => key === String(name))?.[1] ?? null;
  }

  getAll(name: string): string[] {
    return this.#pairs.filter(([key]) => key === String(name)).map(([, value]) => value);
  }

  has(name: string): boolean {
    return this.#pairs.some(([key]) => key === String(name));
  }

  get size(): number {
    return this.#pairs.length;
  }

  forEach(visit: (value: string, name: string, params: URLSearchParams) => void): void {
    for (const [name, value] of this.#pairs) visit(value, name, this);
  }

  *entries(): IterableIterator<Pair> {
    for (const [name, value] of this.#pairs) yield [name, value];
  }

  *keys(): IterableIterator<string> {
    for (const [name] of this.#pairs) yield name;
  }

  *values(): IterableIterator<string> {
    for (const [, value] of this.#pairs) yield value;
  }

  [Symbol.iterator](): IterableIterator<Pair> {
    return this.entries();
  }

  get [Symbol.toStringTag](): string {
    return 'URLSearchParams';
  }

  toString(): string {
    return this.#pairs.map(([name, value]) => `${escapeForm(name)}=${escapeForm(value)}`).join('&');
  }
}

function readPairs(init: unknown): Pair[] {
  if (typeof init === 'object' && init !== null) {
    const entries: unknown[] = Symbol.iterator in init ? [...iterable(init)] : Object.entries(init);
    return entries.map((entry) => {
      const [name, value] = [...iterable(entry)];
      return [String(name), String(value)];
    });
  }
  const text = String(init ?? '').replace(/^\?/, '');
  return text
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const at = part.indexOf('=');
      return at < 0
        ? [unescapeForm(part), '']
        : [unescapeForm(part.slice(0, at)), unescapeForm(part.slice(at + 1))];
    });
}

function iterable(value: unknown): Iterable<unknown> {
  if (typeof value !== 'object' || value === null || !(Symbol.iterator in value))
    throw new TypeError('A pair of name and value is needed.');
  return value as Iterable<unknown>;
}

function escapeForm(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replace(/%20/g, '+')
    .replace(/[!'()~]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}

export function unescapeForm(text: string): string {
  const spaced = text.replace(/\+/g, ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}
