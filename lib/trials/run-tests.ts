import { AppError } from '@/lib/errors';
import { unmetExpectations } from './expectations';
import { inParallel } from './in-parallel';
import type { Expectation } from './schemas';
import type { TrialEnd } from './trial-end';

const atOnce = 4;

type Test = { id: string; name: string; expect: Expectation };

export type Ran<R> = { id: string; name: string; passed: boolean; failures: string[]; report?: R };
export type TestRun<R> = { passed: number; failed: number; duration_ms: number; results: Ran<R>[] };

/** Tries each test, some at a time, and holds what came of it against what it expects. One that cannot run has failed. */
export async function runTests<T extends Test, R>(
  tests: readonly T[],
  tryOne: (test: T) => Promise<{ end: TrialEnd; report: R }>,
): Promise<TestRun<R>> {
  const began = performance.now();
  const results = await inParallel(tests, atOnce, async (test): Promise<Ran<R>> => {
    const { id, name, expect } = test;
    try {
      const { end, report } = await tryOne(test);
      const failures = unmetExpectations(expect, end);
      return { id, name, passed: failures.length === 0, failures, report };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { id, name, passed: false, failures: [`It could not run: ${error.message}`] };
    }
  });
  const passed = results.filter((result) => result.passed).length;
  const duration_ms = Math.round(performance.now() - began);
  return { passed, failed: results.length - passed, duration_ms, results };
}
