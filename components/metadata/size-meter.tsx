import { maxMetadataBytes } from '@/lib/metadata/limits';
import type { JsonObject } from './json';

const bytesOf = (value: JsonObject) => new TextEncoder().encode(JSON.stringify(value)).length;
const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(1)} kB`;

/** How much of a user's room for metadata is taken, once it is worth knowing. */
export function SizeMeter({ value, others }: { value: JsonObject | null; others: JsonObject }) {
  const used = bytesOf(value ?? {}) + bytesOf(others);
  if (used < maxMetadataBytes / 4) return null;
  return (
    <span className="text-xs text-muted tabular-nums">
      {kilobytes(used)} of {kilobytes(maxMetadataBytes)} used by both
    </span>
  );
}
