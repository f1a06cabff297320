export { importRules, type RulesImport } from './import-rules';
export {
  type ImportJournal,
  type ImportOptions,
  type ImportStep,
  type ImportSummary,
  importUsers,
} from './import-users';
export type { FileFault } from './parse-json-file';
export {
  maxRecordBytes,
  openRecordFile,
  type RecordFile,
  readRecords,
  type SourceRecord,
} from './read-records';
export type { RowError, RowErrorCode } from './row-errors';
export type { RowReport } from './row-report';
