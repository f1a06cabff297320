/** Names of exceptions that have a number since before they had names, with the constant for it. */
const legacy: readonly (readonly [name: string, code: number, constant: string])[] = [
  ['IndexSizeError', 1, 'INDEX_SIZE_ERR'],
  ['HierarchyRequestError', 3, 'HIERARCHY_REQUEST_ERR'],
  ['WrongDocumentError', 4, 'WRONG_DOCUMENT_ERR'],
  ['InvalidCharacterError', 5, 'INVALID_CHARACTER_ERR'],
  ['NoModificationAllowedError', 7, 'NO_MODIFICATION_ALLOWED_ERR'],
  ['NotFoundError', 8, 'NOT_FOUND_ERR'],
  ['NotSupportedError', 9, 'NOT_SUPPORTED_ERR'],
  ['InUseAttributeError', 10, 'INUSE_ATTRIBUTE_ERR'],
  ['InvalidStateError', 11, 'INVALID_STATE_ERR'],
  ['SyntaxError', 12, 'SYNTAX_ERR'],
  ['InvalidModificationError', 13, 'INVALID_MODIFICATION_ERR'],
  ['NamespaceError', 14, 'NAMESPACE_ERR'],
  ['InvalidAccessError', 15, 'INVALID_ACCESS_ERR'],
  ['TypeMismatchError', 17, 'TYPE_MISMATCH_ERR'],
  ['SecurityError', 18, 'SECURITY_ERR'],
  ['NetworkError', 19, 'NETWORK_ERR'],
  ['AbortError', 20, 'ABORT_ERR'],
  ['URLMismatchError', 21, 'URL_MISMATCH_ERR'],
  ['QuotaExceededError', 22, 'QUOTA_EXCEEDED_ERR'],
  ['TimeoutError', 23, 'TIMEOUT_ERR'],
  ['InvalidNodeTypeError', 24, 'INVALID_NODE_TYPE_ERR'],
  ['DataCloneError', 25, 'DATA_CLONE_ERR'],
];
const codes = new Map(legacy.map(([name, code]) => [name, code]));

/** The platform's own error, as far as scripts meet it: what an aborted request rejects with. */
export class DOMException extends Error {
  declare readonly code: number;

  /** `options`: the name, or `{ name, cause }`. */
  constructor(message: unknown = '', options: unknown = 'Error') {
    super(String(message));
    const given = typeof options === 'object' && options !== null ? options : { name: options };
    const { name = 'Error' } = given as { name?: unknown };
    const own = {
      name: String(name),
      code: codes.get(String(name)) ?? 0,
      ...('cause' in given ? { cause: given.cause } : {}),
    };
    for (const [key, value] of Object.entries(own))
      Reflect.defineProperty(this, key, { value, configurable: true });
    // Again, now that there is a name to begin with.
    Error.captureStackTrace(this, DOMException);
  }

  get [Symbol.toStringTag](): string {
    return 'DOMException';
  }
}

for (const [, value, constant] of legacy)
  for (const holder of [DOMException, DOMException.prototype])
    Reflect.defineProperty(holder, constant, { value, enumerable: true });
