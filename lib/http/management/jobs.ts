import { z } from 'zod';
import {
  createUsersExport,
  createUsersImport,
  discardImportFile,
  getJob,
  jobErrorView,
  jobView,
  listJobErrors,
  receiveImportFile,
  type UsersImportInput,
  usersExportInput,
} from '@/lib/jobs';
import { declare, type ManagementApp } from './operation';
import { readUpload } from './read-upload';

/** `/jobs`: `reference/management-api.md` 6. */
export function mountJobs(app: ManagementApp): void {
  declare(app, {
    method: 'post',
    path: '/jobs/users-imports',
    summary: 'Import users from a file',
    scopes: ['create:users'],
    query: z.looseObject({}), // some clients send one; the contract heeds nothing of it
    upload: 'multipart/form-data',
    responses: { 202: jobView },
    handle: async (ctx, { request }) => {
      const { fields, file } = await readUpload(request, {
        name: 'users',
        take: (chunks) => receiveImportFile(ctx, chunks),
        undo: (received) => discardImportFile(ctx, received),
      });
      return { status: 202, body: await createUsersImport(ctx, fields as UsersImportInput, file) };
    },
  });
  declare(app, {
    method: 'post',
    path: '/jobs/users-exports',
    summary: 'Export users to a file',
    scopes: ['read:users'],
    body: usersExportInput,
    responses: { 200: jobView },
    handle: async (ctx, { body }) => ({ body: await createUsersExport(ctx, body) }),
  });
  declare(app, {
    method: 'get',
    path: '/jobs/{id}',
    summary: 'Get a job',
    scopes: ['create:users', 'read:users'],
    responses: { 200: jobView },
    handle: async (ctx, { id }) => ({ body: await getJob(ctx, id) }),
  });
  declare(app, {
    method: 'get',
    path: '/jobs/{id}/errors',
    summary: 'List what went wrong in a job',
    scopes: ['create:users', 'read:users'],
    responses: { 200: z.union([z.array(jobErrorView), jobView]), 204: null },
    handle: async (ctx, { id }) => {
      const found = await listJobErrors(ctx, id);
      if ('job' in found) return { body: found.job };
      return found.errors ? { items: found.errors } : { status: 204 };
    },
  });
}
