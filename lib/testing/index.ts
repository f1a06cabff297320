export { bundled } from './bundled';
export type { QueryLog } from './query-log';
export {
  type TestClock,
  type TestContext,
  type TestDatabase,
  testAdmin,
  testDatabase,
  testStart,
} from './test-database';
