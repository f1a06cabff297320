import { pbkdf2Rounds, scryptCost } from './native-cost';

/** A value of DER (X.690): definite lengths only, which is what OpenSSL and everybody else writes. */
type Value = { tag: number; content: Buffer };

const unreadable = () =>
  new RangeError(
    'The encrypted private key is not of a form whose cost can be told; PKCS #8 in DER or PEM is.',
  );

function valuesOf(data: Buffer): Value[] {
  const values: Value[] = [];
  for (let at = 0; at < data.length; ) {
    const tag = data[at] ?? 0;
    const first = data[at + 1] ?? 0x80;
    const long = first > 0x80 ? first - 0x80 : 0;
    if (first === 0x80 || long > 4 || at + 2 + long > data.length) throw unreadable();
    const length = long === 0 ? first : data.readUIntBE(at + 2, long);
    const begin = at + 2 + long;
    if (begin + length > data.length) throw unreadable();
    values.push({ tag, content: data.subarray(begin, begin + length) });
    at = begin + length;
  }
  return values;
}

const [INTEGER, OCTETS, OID, SEQUENCE] = [0x02, 0x04, 0x06, 0x30];

function inside(value: Value | undefined): Value[] {
  if (value?.tag !== SEQUENCE) throw unreadable();
  return valuesOf(value.content);
}

function oidOf(value: Value | undefined): string {
  if (value?.tag !== OID) throw unreadable();
  return value.content.toString('hex');
}

function numberOf(value: Value | undefined): number {
  if (value?.tag !== INTEGER || value.content.length === 0 || value.content.length > 6) throw unreadable();
  return value.content.readUIntBE(0, value.content.length);
}

/** What of `crypto` a pseudorandom function of RFC 8018 is made with; the slowest there is where it is another one. */
const digests: Record<string, string> = {
  '2a864886f70d0206': 'md5',
  '2a864886f70d0207': 'sha1',
  '2a864886f70d0208': 'sha224',
  '2a864886f70d0209': 'sha256',
  '2a864886f70d020a': 'sha384',
  '2a864886f70d020b': 'sha512',
  '2a864886f70d020c': 'sha512-224',
  '2a864886f70d020d': 'sha512-256',
};
const slowest = 'sha3-224';
/** Bytes of the longest key and vector that are derived for a cipher. */
const derived = 48;

const pbes2 = '2a864886f70d01050d';
const pbkdf2 = '2a864886f70d01050c';
const scrypt = '2b06010401da47040b';
/** PBES1, and the schemes of PKCS #12: salt and iterations. */
const older = /^2a864886f70d01(05(01|03|04|06|0a|0b)|0c01(01|02|03|04|05|06))$/;

function assertKdf([algorithm, parameters]: Value[]): void {
  const [salt, ...rest] = inside(parameters);
  if (salt?.tag !== OCTETS) throw unreadable();
  const numbers = rest.filter(({ tag }) => tag === INTEGER).map(numberOf);
  switch (oidOf(algorithm)) {
    case pbkdf2: {
      const prf = rest.find(({ tag }) => tag === SEQUENCE);
      const digest = prf ? (digests[oidOf(inside(prf)[0])] ?? slowest) : 'sha1';
      pbkdf2Rounds(numbers[0], { digest, size: derived });
      return;
    }
    case scrypt:
      scryptCost({ N: numbers[0], r: numbers[1], p: numbers[2] });
      return;
    default:
      throw unreadable();
  }
}

/** Refuses an encrypted key (EncryptedPrivateKeyInfo, RFC 5958) that would take too long to open; others pass. */
export function assertCheapToOpen(der: Buffer): void {
  const [whole] = valuesOf(der);
  const [first] = inside(whole);
  // The version, of a key that is not encrypted.
  if (first?.tag === INTEGER) return;
  const [scheme, parameters] = inside(first);
  const name = oidOf(scheme);
  if (name === pbes2) {
    assertKdf(inside(inside(parameters)[0]));
  } else if (older.test(name)) {
    pbkdf2Rounds(numberOf(inside(parameters)[1]), { digest: slowest, size: derived });
  } else {
    throw unreadable();
  }
}

const block =
  /-----BEGIN ((?:ENCRYPTED |RSA |EC |DSA )?PRIVATE KEY)-----((?:(?!-----)[\s\S])*)-----END \1-----/;

export type GivenKey = { key: Buffer; format: 'pem' | 'der'; type?: string | undefined };

/**
 * A key that is to be opened with a passphrase, as OpenSSL is to see it: what was looked at and nothing beside it.
 * Throws RangeError when it would take too long, before the work begins. The older form of PEM, which names its cipher
 * in a header, takes one round of MD5.
 */
export function keyToOpen({ key, format, type }: GivenKey): GivenKey {
  if (format === 'der') {
    if (type === 'pkcs8') assertCheapToOpen(key);
    return { key, format, type };
  }
  const whole = key.toString('latin1');
  const [text, label, body = ''] = block.exec(whole) ?? [];
  if (text === undefined) {
    if (whole.includes('PRIVATE KEY')) throw unreadable();
    return { key, format };
  }
  if (label !== 'PRIVATE KEY' && label !== 'ENCRYPTED PRIVATE KEY') {
    return { key: Buffer.from(text, 'latin1'), format };
  }
  if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(body)) throw unreadable();
  const der = Buffer.from(body, 'base64');
  assertCheapToOpen(der);
  return { key: der, format: 'der', type: 'pkcs8' };
}
