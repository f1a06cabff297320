'use client';

import { useSyncExternalStore } from 'react';

const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];
const relative = new Intl.RelativeTimeFormat('en-GB', { numeric: 'auto' });
const absolute = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** "3 hours ago". */
export function relativeTime(from: Date, now: Date): string {
  const seconds = (from.getTime() - now.getTime()) / 1000;
  const unit = units.find(([, length]) => Math.abs(seconds) >= length);
  return unit ? relative.format(Math.round(seconds / unit[1]), unit[0]) : 'just now';
}

const never = () => () => undefined;

/**
 * A moment in words, with the exact one in the reader's own zone on hover. The server does not know that zone, so its
 * page says the day in UTC until scripts run.
 */
export function Time({ value, className }: { value: string; className?: string }) {
  const isClient = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const date = new Date(value);
  return (
    <time dateTime={value} title={isClient ? absolute.format(date) : value} className={className}>
      {isClient ? relativeTime(date, new Date()) : value.slice(0, 10)}
    </time>
  );
}
