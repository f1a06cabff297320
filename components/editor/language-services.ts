import { type HiddenText, hiddenName, writeHiddenText } from './hidden-text';
import { jsonDefaults, typescriptDefaults } from './monaco';
import type { ExtraLib, JsonSchema } from './types';

/** Declarations that scripts see, until the returned function is called. */
export function addLibs(libs: readonly ExtraLib[]): () => void {
  const added = libs.map(({ path, content }) => typescriptDefaults.addExtraLib(content, `ts:${path}`));
  return () => {
    for (const lib of added) lib.dispose();
  };
}

/** Puts text into one document for the language service alone, until the returned function is called. */
export function addHiddenText(document: string, hidden: HiddenText): () => void {
  const added = typescriptDefaults.addExtraLib(writeHiddenText(hidden), hiddenName(document));
  return () => added.dispose();
}

const schemasOf = new Map<string, readonly JsonSchema[]>();

function applySchemas(): void {
  jsonDefaults.setDiagnosticsOptions({
    validate: true,
    allowComments: false,
    trailingCommas: 'error',
    enableSchemaRequest: false,
    schemas: [...schemasOf].flatMap(([document, schemas]) =>
      schemas.map(({ uri, schema }) => ({ uri, schema, fileMatch: [document] })),
    ),
  });
}

/** Schemas that one JSON document is checked against, until the returned function is called. */
export function addSchemas(document: string, schemas: readonly JsonSchema[]): () => void {
  schemasOf.set(document, schemas);
  applySchemas();
  return () => {
    schemasOf.delete(document);
    applySchemas();
  };
}
