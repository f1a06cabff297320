/** What the reference pages read of an OpenAPI 3.1 document. */
export type ApiDocument = { paths?: Record<string, unknown> };

type Schema = {
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  const?: unknown;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  default?: unknown;
  description?: string;
  items?: Schema;
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  required?: string[];
  anyOf?: Schema[];
  oneOf?: Schema[];
};

type Operation = {
  summary?: string;
  security?: Record<string, string[]>[];
  parameters?: { name: string; in: string; required?: boolean; schema?: Schema }[];
  requestBody?: { required?: boolean; content?: Record<string, { schema?: Schema }> };
  responses?: Record<string, { description?: string; content?: Record<string, { schema?: Schema }> }>;
};

/** One member of a body or a query. `depth` 0 is the body itself. */
export type Row = { name: string; type: string; isRequired: boolean; notes: string[]; depth: number };

export type ApiAnswer = { status: string; description: string; forms: Row[][]; isError: boolean };

export type ApiOperation = {
  /** Fragment of the page. */
  id: string;
  method: string;
  path: string;
  summary: string;
  scopes: string[];
  parameters: (Row & { place: string })[];
  body: { mediaType: string; isRequired: boolean; forms: Row[][] } | null;
  answers: ApiAnswer[];
};

export type ApiResource = { name: string; operations: ApiOperation[] };

const methods = ['get', 'post', 'patch', 'put', 'delete'];
const deepest = 3;

function typeOf(schema: Schema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  const parts = schema.anyOf ?? schema.oneOf;
  if (parts) return [...new Set(parts.map(typeOf))].join(' or ');
  const types = [schema.type ?? 'any'].flat();
  return types
    .map((type) => {
      if (type === 'array') return `${typeOf(schema.items ?? {})}[]`;
      return type === 'integer' ? 'whole number' : type;
    })
    .join(' or ');
}

function range(least: number | undefined, most: number | undefined, unit: string): string[] {
  // JSON Schema's way of saying «a number that JavaScript can count with»
  const top = most !== undefined && most < Number.MAX_SAFE_INTEGER ? most : undefined;
  const bottom = least !== undefined && least > -Number.MAX_SAFE_INTEGER ? least : undefined;
  if (bottom === undefined && top === undefined) return [];
  if (bottom === undefined) return [`at most ${top}${unit}`];
  return [top === undefined ? `at least ${bottom}${unit}` : `${bottom} to ${top}${unit}`];
}

function notesOf(schema: Schema): string[] {
  return [
    ...(schema.description ? [schema.description] : []),
    ...(schema.enum ? [`one of ${schema.enum.map((value) => JSON.stringify(value)).join(', ')}`] : []),
    ...range(schema.minLength, schema.maxLength, ' characters'),
    ...range(schema.minimum, schema.maximum, ''),
    ...range(schema.minItems, schema.maxItems, ' items'),
    ...(schema.format ? [schema.format] : []),
    ...(schema.default === undefined ? [] : [`default ${JSON.stringify(schema.default)}`]),
  ];
}

/** The object whose members are worth listing: the schema itself, or what its list holds. */
function objectOf(schema: Schema): Schema | null {
  if (schema.properties) return schema;
  if (schema.items) return objectOf(schema.items);
  const parts = (schema.anyOf ?? schema.oneOf ?? []).filter((part) => part.type !== 'null');
  return parts.length === 1 && parts[0] ? objectOf(parts[0]) : null;
}

function membersOf(schema: Schema, depth: number): Row[] {
  const object = objectOf(schema);
  if (!object || depth > deepest) return [];
  return Object.entries(object.properties ?? {}).flatMap(([name, member]) => [
    {
      name,
      type: typeOf(member),
      isRequired: object.required?.includes(name) ?? false,
      notes: notesOf(member),
      depth,
    },
    ...membersOf(member, depth + 1),
  ]);
}

/** Each form that a value may have, as rows: itself, then its members. */
function formsOf(schema: Schema | undefined): Row[][] {
  if (!schema) return [];
  return (schema.anyOf ?? schema.oneOf ?? [schema]).map((form) => [
    { name: '', type: typeOf(form), isRequired: true, notes: notesOf(form), depth: 0 },
    ...membersOf(form, 1),
  ]);
}

const contentOf = (content: Record<string, { schema?: Schema }> | undefined) =>
  Object.entries(content ?? {})[0] ?? [];

function describeOperation(method: string, path: string, operation: Operation): ApiOperation {
  const short = path.replace(/^\/api\/v2/, '');
  const [mediaType, body] = contentOf(operation.requestBody?.content);
  return {
    id: `${method}-${short.replace(/[^a-z]+/gi, '-').replace(/^-|-$/g, '')}`,
    method: method.toUpperCase(),
    path: short,
    summary: operation.summary ?? '',
    scopes: (operation.security ?? []).flatMap((need) => Object.values(need).flat()),
    parameters: (operation.parameters ?? []).map(({ name, in: place, required, schema = {} }) => ({
      name,
      place,
      type: typeOf(schema),
      isRequired: required ?? false,
      notes: notesOf(schema),
      depth: 0,
    })),
    body: mediaType
      ? { mediaType, isRequired: operation.requestBody?.required ?? false, forms: formsOf(body?.schema) }
      : null,
    answers: Object.entries(operation.responses ?? {})
      .map(([status, { description = '', content }]) => ({
        status,
        description,
        forms: formsOf(contentOf(content)[1]?.schema),
        isError: Number(status) >= 400,
      }))
      .sort((a, b) => a.status.localeCompare(b.status)),
  };
}

/** The operations of an API by resource (the first part of the path), both in the order of the document. */
export function describeApi(document: ApiDocument): ApiResource[] {
  const resources = new Map<string, ApiOperation[]>();
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    const name = path.replace(/^\/api\/v2\//, '').split('/', 1)[0] ?? '';
    const found = methods.flatMap((method) => {
      const operation = (item as Record<string, Operation | undefined>)[method];
      return operation ? [describeOperation(method, path, operation)] : [];
    });
    resources.set(name, [...(resources.get(name) ?? []), ...found]);
  }
  return [...resources].map(([name, operations]) => ({ name, operations }));
}
