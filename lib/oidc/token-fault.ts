/** jose says what is wrong with a token by errors that carry one of its codes; TypeError means it is not even one. */
export function isTokenFault(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error instanceof TypeError || ('code' in error && String(error.code).startsWith('ERR_J'));
}
