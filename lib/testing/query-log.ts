export type QueryLog = {
  /** The statements since the start or the last `reset`, in order. */
  readonly statements: readonly string[];
  readonly count: number;
  reset(): void;
  /** The statements that `work` ran. Nothing else may use the database meanwhile. */
  during(work: () => Promise<unknown>): Promise<string[]>;
  record(statement: string): void;
};

export function makeQueryLog(): QueryLog {
  const statements: string[] = [];
  return {
    statements,
    get count() {
      return statements.length;
    },
    reset: () => {
      statements.length = 0;
    },
    during: async (work) => {
      const from = statements.length;
      await work();
      return statements.slice(from);
    },
    record: (statement) => {
      statements.push(statement);
    },
  };
}
