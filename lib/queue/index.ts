export { defineJob, type JobDefinition, type Worker, worker } from './define-job';
export { enqueue } from './enqueue';
export { readFile, removeFile, storePiece } from './files';
export { getStoredJob } from './get-job';
export type { JobHandler, JobRun, Progress, StoredJob } from './job.types';
export { type JobReport, readReports, storeReports } from './reports';
export { runJob } from './run-job';
export { type Queue, type QueueOptions, startQueue } from './start-queue';
export { sweepJobs } from './sweep-jobs';
