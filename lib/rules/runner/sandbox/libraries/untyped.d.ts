declare module 'axios/lib/core/AxiosError.js' {
  const AxiosError: {
    new (message: unknown, code?: unknown, config?: unknown, request?: unknown): Error;
    ERR_NOT_SUPPORT: string;
    ECONNABORTED: string;
  };
  export default AxiosError;
}
declare module 'axios/lib/core/buildFullPath.js' {
  export default function buildFullPath(base: unknown, url: unknown, allowAbsolute: unknown): string;
}
declare module 'axios/lib/core/settle.js' {
  export default function settle(
    resolve: (response: unknown) => void,
    reject: (error: unknown) => void,
    response: object,
  ): void;
}
declare module 'axios/lib/helpers/buildURL.js' {
  export default function buildURL(url: string, params: unknown, serializer: unknown): string;
}
declare module 'axios/lib/cancel/CanceledError.js' {
  const CanceledError: new (message?: string, config?: unknown) => Error;
  export default CanceledError;
}
declare module 'jsonwebtoken';
declare module 'uuid';
declare module 'uuid/v3';
declare module 'uuid/v5';
declare module 'lodash-parts' {
  /** By name, what loads a function of lodash that stands by itself. */
  export const parts: Record<string, () => unknown>;
}
