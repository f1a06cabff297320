import { FormData } from './form-data';

/** What axios asks of the platform that it runs on. */
export const isNode = true;
export const classes = { URLSearchParams, FormData, Blob: null };
export const protocols = ['http', 'https'];
