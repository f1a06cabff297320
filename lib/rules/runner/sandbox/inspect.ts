/** Enough of Node's `util.inspect` and `util.format` for log lines to read as they did. */
const maxDepth = 2;
const maxItems = 100;
const maxString = 10_000;
const lineWidth = 72;

export function format(args: readonly unknown[]): string {
  const [head, ...rest] = args;
  if (typeof head !== 'string') return args.map((arg) => display(arg)).join(' ');
  let used = 0;
  const text = head.replace(/%[sdifjoOc%]/g, (token) => {
    if (token === '%%') return rest.length === 0 ? token : '%';
    if (used >= rest.length) return token;
    return substitute(token, rest[used++]);
  });
  return [text, ...rest.slice(used).map((arg) => display(arg))].join(' ');
}

function substitute(token: string, value: unknown): string {
  if (token === '%s') return typeof value === 'object' && value !== null ? inspect(value) : String(value);
  if (token === '%d') return typeof value === 'bigint' ? `${value}n` : String(Number(value));
  if (token === '%i') return String(Number.parseInt(String(value), 10));
  if (token === '%f') return String(Number.parseFloat(String(value)));
  if (token === '%j') return String(JSON.stringify(value));
  return token === '%c' ? '' : inspect(value);
}

function display(value: unknown): string {
  return typeof value === 'string' ? value : inspect(value);
}

/** Never throws, and calls no getter but that of an error's stack. */
export function inspect(value: unknown, options?: { depth?: number | null }): string {
  const depth = options?.depth === null ? 20 : Math.min(options?.depth ?? maxDepth, 20);
  try {
    return show(value, depth, []);
  } catch {
    return '[value that cannot be shown]';
  }
}

function show(value: unknown, depth: number, above: readonly object[]): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'symbol') return String(value);
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (typeof value === 'function') return showFunction(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (above.includes(value)) return '[Circular *1]';
  return showObject(value, depth, [...above, value]);
}

function quote(text: string): string {
  const cut = text.length > maxString ? `${text.slice(0, maxString)}...` : text;
  const escaped = cut.replace(/\\/g, '\\\\').replace(/\n/g, '\\n');
  if (!escaped.includes("'")) return `'${escaped}'`;
  return escaped.includes('"') ? `\`${escaped}\`` : `"${escaped}"`;
}

function showFunction(value: object): string {
  const name = ownValue(value, 'name');
  return typeof name === 'string' && name !== '' ? `[Function: ${name}]` : '[Function (anonymous)]';
}

function showObject(value: object, depth: number, above: readonly object[]): string {
  if (value instanceof Error) return showError(value, depth, above);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (value instanceof RegExp) return String(value);
  if (value instanceof Promise) return 'Promise { ... }';
  const name = constructorName(value);
  if (depth < 0) return Array.isArray(value) ? '[Array]' : `[${name}]`;
  if (Array.isArray(value)) return wrap('[', items(value, depth, above), ']', '');
  if (value instanceof Map) return wrap('{', mapEntries(value, depth, above), '}', `Map(${value.size}) `);
  if (value instanceof Set) {
    const shown = [...value].slice(0, maxItems).map((item) => show(item, depth - 1, above));
    return wrap('{', shown, '}', `Set(${value.size}) `);
  }
  if (ArrayBuffer.isView(value) && 'length' in value) return showBytes(value, name);
  return wrap('{', properties(value, depth, above), '}', name === 'Object' ? '' : `${name} `);
}

function showError(error: Error, depth: number, above: readonly object[]): string {
  const { stack } = error;
  const text =
    typeof stack === 'string' && stack !== '' ? stack.replace(/rule:[0-9a-f]{32}/g, 'rule') : String(error);
  const lines = text
    .split('\n')
    .filter((line) => !line.includes('<annex>') && !line.includes('(<isolated-vm'));
  const extra = properties(error, depth, above);
  return extra.length === 0 ? lines.join('\n') : `${lines.join('\n')} ${wrap('{', extra, '}', '')}`;
}

function showBytes(view: ArrayBufferView & { length?: unknown }, name: string): string {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, Math.min(view.byteLength, 50));
  if (name !== 'Buffer') return `${name}(${String(view.length)}) [ ${[...bytes].join(', ')} ]`;
  return `<Buffer ${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')}>`;
}

function items(list: readonly unknown[], depth: number, above: readonly object[]): string[] {
  const shown: string[] = [];
  for (let index = 0; index < Math.min(list.length, maxItems); index++) {
    const descriptor = Reflect.getOwnPropertyDescriptor(list, index);
    shown.push(descriptor ? showDescriptor(descriptor, depth, above) : '<empty>');
  }
  if (list.length > maxItems) shown.push(`... ${list.length - maxItems} more items`);
  return shown;
}

function mapEntries(map: Map<unknown, unknown>, depth: number, above: readonly object[]): string[] {
  return [...map]
    .slice(0, maxItems)
    .map(([key, item]) => `${show(key, depth - 1, above)} => ${show(item, depth - 1, above)}`);
}

function properties(value: object, depth: number, above: readonly object[]): string[] {
  const keys = Reflect.ownKeys(value).filter(
    (key) => Reflect.getOwnPropertyDescriptor(value, key)?.enumerable,
  );
  const shown = keys.slice(0, maxItems).map((key) => {
    const descriptor = Reflect.getOwnPropertyDescriptor(value, key);
    const name = typeof key === 'symbol' ? `[${String(key)}]` : /^[\w$]+$/.test(key) ? key : quote(key);
    return `${name}: ${descriptor ? showDescriptor(descriptor, depth, above) : 'undefined'}`;
  });
  if (keys.length > maxItems) shown.push(`... ${keys.length - maxItems} more`);
  return shown;
}

function showDescriptor(descriptor: PropertyDescriptor, depth: number, above: readonly object[]): string {
  if (descriptor.get) return descriptor.set ? '[Getter/Setter]' : '[Getter]';
  return descriptor.set ? '[Setter]' : show(descriptor.value, depth - 1, above);
}

function wrap(open: string, parts: string[], close: string, prefix: string): string {
  if (parts.length === 0) return `${prefix}${open}${close}`;
  const length = parts.reduce((sum, part) => sum + part.length + 2, 0);
  if (length <= lineWidth && !parts.some((part) => part.includes('\n'))) {
    return `${prefix}${open} ${parts.join(', ')} ${close}`;
  }
  return `${prefix}${open}\n${parts.map((part) => `  ${part.replaceAll('\n', '\n  ')}`).join(',\n')}\n${close}`;
}

function constructorName(value: object): string {
  const prototype = Reflect.getPrototypeOf(value);
  if (prototype === null) return '[Object: null prototype]';
  const maker: unknown = prototype.constructor;
  const name = typeof maker === 'function' ? ownValue(maker, 'name') : undefined;
  return typeof name === 'string' && name !== '' ? name : 'Object';
}

function ownValue(object: object, key: string): unknown {
  return Reflect.getOwnPropertyDescriptor(object, key)?.value;
}
