export { getJob } from './get-job';
export { type JobErrors, listJobErrors } from './list-job-errors';
export * from './schemas';
export { createUsersExport } from './users-export/create-users-export';
export { type ExportFile, openExport } from './users-export/open-export';
export { createUsersImport } from './users-import/create-users-import';
export { discardImportFile, type ReceivedFile, receiveImportFile } from './users-import/receive-file';
export { jobWorkers } from './workers';
