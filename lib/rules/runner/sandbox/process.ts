type Clock = { now(): number };

/** What scripts may know of a process: none of the one that they run in. Its clock is that of `performance`. */
export function createProcess(nodeVersion: string, clock: Clock, nextTick: unknown) {
  function hrtime(before?: unknown): [seconds: number, nanoseconds: number] {
    const [seconds = 0, nanoseconds = 0]: unknown[] = Array.isArray(before) ? before : [];
    const passed = clock.now() - Number(seconds) * 1_000 - Number(nanoseconds) / 1_000_000;
    const whole = Math.floor(passed / 1_000);
    return [whole, Math.round((passed - whole * 1_000) * 1_000_000)];
  }
  return {
    version: nodeVersion,
    versions: Object.freeze({ node: nodeVersion.slice(1) }),
    env: Object.freeze({}),
    nextTick,
    hrtime: Object.assign(hrtime, { bigint: () => BigInt(clock.now()) * 1_000_000n }),
    uptime: () => clock.now() / 1_000,
  };
}
