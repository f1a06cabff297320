import type { Bag } from '@/lib/metadata';
import { reservedAppMetadataKeys } from '@/lib/metadata/limits';

/** The rules for keys as a JSON schema, so that the editor marks a bad key where it stands. */
export function bagSchema(bag: Bag): { uri: string; schema: object } {
  const anywhere = {
    propertyNames: {
      pattern: '^[^.$\\u0000-\\u001f\\u007f][^.\\u0000-\\u001f\\u007f]*$',
      errorMessage: 'A key may not be empty, begin with $, or contain a dot or control characters.',
    },
    additionalProperties: { $ref: '#/$defs/value' },
    items: { $ref: '#/$defs/value' },
  };
  const first = bag === 'app_metadata' ? [{ propertyNames: { not: { enum: reservedAppMetadataKeys } } }] : [];
  return {
    uri: `annex://schemas/${bag}.json`,
    schema: { type: 'object', allOf: [{ $ref: '#/$defs/value' }, ...first], $defs: { value: anywhere } },
  };
}
