export * from './action-schemas';
export * from './explanation-schemas';
export * from './replay-schemas';
export * from './rule-schemas';
export {
  type Expectation,
  type ExpectedPart,
  expectation,
  expectedParts,
  networks,
  oneSubject,
  protocols,
  type RecordedCall,
  type RecordedWrite,
  type Stub,
  stub,
  subject,
  surroundings,
  type TokenReport,
} from './trial-schemas';
