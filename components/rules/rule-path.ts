/** The page of a rule in the console. */
export function rulePath(id: string): string {
  return `/console/rules/${encodeURIComponent(id)}`;
}
