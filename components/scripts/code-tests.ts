/** The saved tests of some code and how their last run went, as far as a deploy looks at them. */
export type CodeTests = {
  tests: readonly unknown[];
  results: ReadonlyMap<string, { id: string; name: string; passed: boolean; failures: readonly string[] }>;
  passed: number;
  isRunning: boolean;
  /** The results are about the code as it stands. */
  isCurrent: boolean;
  message: string | null;
  run: () => void;
};
