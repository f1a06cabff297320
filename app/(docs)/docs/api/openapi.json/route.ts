import { managementDocument } from '@/lib/http/management/document';

/** The Management API as OpenAPI 3.1. */
export function GET(): Response {
  return Response.json(managementDocument());
}
