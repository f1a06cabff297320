import { expect, it } from 'vitest';
import { rootColumns } from '@/components/users/columns';
import { usersExportInput } from '@/lib/jobs/schemas';
import { exportField } from './export-fields';

it('names a column’s field as the export has it', () => {
  expect(exportField('email')).toEqual({ name: 'email' });
  expect(exportField('name')).toEqual({ name: 'name' });
  expect(exportField('app_metadata.trial.ends')).toEqual({ name: 'app_metadata.trial.ends' });
  expect(exportField('app_metadata.my\\:key')).toEqual({
    name: 'app_metadata.my:key',
    export_as: 'app_metadata.my\\:key',
  });
  expect(exportField('identities.connection')).toEqual({
    name: 'identities[0].connection',
    export_as: 'identities.connection',
  });
});

it('gives for every column of the list a field that the job takes', () => {
  const fields = rootColumns.map(({ name }) => exportField(name));
  expect(fields.includes(null)).toBe(false);
  expect(usersExportInput.safeParse({ format: 'csv', fields }).success).toBe(true);
});

it('has no field for a key that a path cannot name', () => {
  expect(exportField('app_metadata.a\\[0\\]')).toBeNull();
  expect(exportField('nonsense')).toBeNull();
});
