/** A stretch of time in milliseconds: `start` belongs to it, `end` does not. */
export type Period = { start: number; end: number };

const shape =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?(Z|[+-]\d{2}:\d{2})?)?)?)?$/;

const second = 1000;
const minute = 60 * second;
const day = 24 * 60 * minute;

function utc(year: number, month: number, date: number): number {
  return new Date(0).setUTCFullYear(year, month - 1, date);
}

function offsetOf(zone: string | undefined): number | undefined {
  if (zone === undefined || zone === 'Z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(4, 6));
  if (hours > 23 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * minute;
}

/**
 * Reads a year, a month, a day or a moment (to the minute, second or millisecond; UTC unless it names an offset) as
 * the whole period it names. Undefined for anything else, and for days that no calendar has.
 */
export function parsePeriod(text: string): Period | undefined {
  const match = shape.exec(text);
  if (!match) return undefined;
  const [, y, mo, d, h, mi, s, fraction, zone] = match;
  const year = Number(y);
  if (year === 0) return undefined;
  if (mo === undefined) return { start: utc(year, 1, 1), end: utc(year + 1, 1, 1) };
  const month = Number(mo);
  if (month < 1 || month > 12) return undefined;
  if (d === undefined) return { start: utc(year, month, 1), end: utc(year, month + 1, 1) };
  const start = utc(year, month, Number(d));
  if (new Date(start).getUTCDate() !== Number(d) || Number(d) === 0) return undefined;
  if (h === undefined) return { start, end: start + day };
  const offset = offsetOf(zone);
  if (Number(h) > 23 || Number(mi) > 59 || Number(s ?? 0) > 59 || offset === undefined) return undefined;
  const time = Number(h) * 60 * minute + Number(mi) * minute + Number(s ?? 0) * second - offset;
  const at = start + time + Number((fraction ?? '').padEnd(3, '0'));
  const length = fraction !== undefined ? 1 : s !== undefined ? second : minute;
  return { start: at, end: at + length };
}

/** The moment that a string in metadata names, when it names at least a day; a day stands for its beginning. */
export function parseMoment(text: string): number | undefined {
  return text.length < 10 || text.length > 32 ? undefined : parsePeriod(text)?.start;
}
