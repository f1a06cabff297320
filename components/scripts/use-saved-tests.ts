import { useState } from 'react';
import type { z } from 'zod';
import type { ActionResult } from '@/lib/http/schemas';
import { postJson } from './post-json';

type Result = {
  id: string;
  name: string;
  passed: boolean;
  failures: string[];
  report?: { duration_ms: number } | undefined;
};
type Run = { results: Result[] };

type Options<I, V extends { id: string }, S extends z.ZodType<Run>> = {
  /** Where tests are run, what is asked there for code and some tests, and what comes back. */
  path: string;
  request: (code: string, ids: readonly string[] | undefined) => object;
  schema: S;
  initial: readonly V[];
  code: string;
  latestCode: () => string;
  create: (test: I) => Promise<ActionResult<V>>;
  update: (id: string, test: I) => Promise<ActionResult<V>>;
  remove: (id: string) => Promise<ActionResult<null>>;
};

/** Saved tests of some code, and how the last run of them went. */
export function useSavedTests<I, V extends { id: string }, S extends z.ZodType<Run>>(
  options: Options<I, V, S>,
) {
  const { path, schema, code, latestCode } = options;
  const [tests, setTests] = useState(options.initial);
  const [results, setResults] = useState<ReadonlyMap<string, Result>>(new Map());
  /** The code that the results are about. */
  const [ran, setRan] = useState<string | null>(null);
  const [isRunning, setRunning] = useState(false);
  const [message, setMessage] = useState<string | null>(null);

  /** Runs all of them, or those named, over the code as it stands. */
  const run = async (ids?: readonly string[]) => {
    if (isRunning) return;
    const latest = latestCode();
    setRunning(true);
    setMessage(null);
    const result = await postJson(path, options.request(latest, ids), { schema }).catch(() => null);
    setRunning(false);
    if (!result?.ok) {
      setMessage(result?.message ?? 'The tests did not run: Annex could not be reached. Try again.');
      return;
    }
    const kept = ids && ran === latest ? [...results] : [];
    setResults(new Map([...kept, ...result.data.results.map((each) => [each.id, each] as const)]));
    setRan(latest);
  };

  /** Saves a new test, or another one in the place of `id`. */
  const save = async (test: I, id?: string): Promise<ActionResult<V>> => {
    const result = await (id === undefined ? options.create(test) : options.update(id, test));
    if (!result.ok) return result;
    setTests(
      id === undefined ? [...tests, result.data] : tests.map((old) => (old.id === id ? result.data : old)),
    );
    forget(result.data.id);
    return result;
  };

  const remove = async (id: string): Promise<ActionResult<null>> => {
    const result = await options.remove(id);
    if (!result.ok) return result;
    setTests(tests.filter((old) => old.id !== id));
    forget(id);
    return result;
  };

  const forget = (id: string) => setResults(new Map([...results].filter(([known]) => known !== id)));

  return {
    tests,
    results,
    passed: [...results.values()].filter((result) => result.passed).length,
    /** The results are about the code as it stands. */
    isCurrent: ran === code,
    isRunning,
    message,
    run: (ids?: readonly string[]) => void run(ids),
    save,
    remove,
  };
}
