import type { Json, JsonObject } from '@/db/schema/columns';
import { isSameJson } from '@/lib/json';

/** Of true, null or an empty text it says nothing where else they stand. */
const isTelling = (value: Json | undefined): value is Json =>
  typeof value === 'number' ||
  (typeof value === 'string' && value !== '') ||
  (typeof value === 'object' && value !== null && Object.keys(value).length > 0);

const member = (path: string, name: string) =>
  /^[A-Za-z_$][\w$]*$/.test(name) ? `${path}.${name}` : `${path}[${JSON.stringify(name)}]`;

function* placesIn(value: Json, path: string): Generator<{ path: string; value: Json }> {
  if (typeof value !== 'object' || value === null) return;
  const isList = Array.isArray(value);
  for (const [name, item] of Object.entries<Json>(value)) {
    const place = isList ? `${path}[${name}]` : member(path, name);
    yield { path: place, value: item };
    yield* placesIn(item, place);
  }
}

const mostFound = 3;
const mostLookedAt = 10_000;

/** Where in what code was given the same value stands, such as `event.user.app_metadata.plan`; a few places. Pure. */
export function whereIs(value: Json | undefined, given: JsonObject): string[] {
  if (!isTelling(value)) return [];
  const found: string[] = [];
  let looked = 0;
  for (const [root, part] of Object.entries(given)) {
    for (const place of placesIn(part, root)) {
      if (found.length === mostFound || ++looked > mostLookedAt) return found;
      if (isSameJson(place.value, value)) found.push(place.path);
    }
  }
  return found;
}
