/** The database cannot be used for a reason that the operator can mend; `message` says what to do. */
export class DatabaseProblem extends Error {
  override name = 'DatabaseProblem';
}
