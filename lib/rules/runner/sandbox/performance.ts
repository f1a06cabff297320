/**
 * `performance`, whose clock is that of `Date.now`: a finer one would tell a script about nothing but what else this
 * machine is doing. It never goes back, and begins with the isolate, as Node's with its process.
 */
export function createPerformance() {
  const timeOrigin = Date.now();
  let latest = 0;

  class Performance {
    get timeOrigin(): number {
      return timeOrigin;
    }
    now(): number {
      latest = Math.max(latest, Date.now() - timeOrigin);
      return latest;
    }
    toJSON(): { timeOrigin: number } {
      return { timeOrigin };
    }
    get [Symbol.toStringTag](): string {
      return 'Performance';
    }
  }

  return new Performance();
}
