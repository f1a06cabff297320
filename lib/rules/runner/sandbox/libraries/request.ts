import { Request, requestApi } from './request-core';

export const library = requestApi((options) => new Request(options));
