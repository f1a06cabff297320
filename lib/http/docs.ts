import { type ApiResource, describeApi } from '@/components/docs/describe-api';
import { managementDocument } from './management/document';

let described: ApiResource[] | undefined;

/** The operations of the Management API for the reference pages; made once, since declarations do not change. */
export function apiResources(): ApiResource[] {
  described ??= describeApi(managementDocument());
  return described;
}
