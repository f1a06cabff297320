import autocannon from 'autocannon';

export type Target = {
  url: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  /** Paths to ask in turn, in place of the one in `url`. */
  paths?: string[];
};

export type Side = {
  name: string;
  target: Target;
  /** Done before each round: what only this side is to find. */
  before?: () => Promise<void>;
};

export type Comparison = {
  name: string;
  ours: number;
  /** Requests a second of each other side, and ours as a share of it. */
  others: { name: string; rate: number; ratio: number }[];
};

const rounds = 3;
const secondsEach = 4;
const connections = 8;

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function rate({ name, target, before }: Side, duration: number): Promise<number> {
  await before?.();
  const { url, method = 'GET', headers, body, paths } = target;
  const requests = paths?.map((path) => ({ path }));
  const options = {
    url,
    method,
    connections,
    duration,
    idReplacement: true,
    ...(headers && { headers }),
    ...(body && { body }),
    ...(requests && { requests }),
  };
  const result = await autocannon(options);
  const failed = result.non2xx + result.errors;
  if (failed > 0) throw new Error(`${name}: ${failed} of ${result.requests.total} requests failed.`);
  return result.requests.average;
}

/**
 * Requests a second of ours and of the others, in turn within one run, so that a machine whose speed drifts slows all
 * alike; medians of the rounds after a warm-up. Fails when any request does.
 */
export async function compare(name: string, ours: Side, others: Side[]): Promise<Comparison> {
  const sides = [ours, ...others];
  const rates = new Map(sides.map((side) => [side, [] as number[]]));
  for (const side of sides) await rate(side, 1);
  for (let round = 0; round < rounds; round++) {
    for (const side of sides) rates.get(side)?.push(await rate(side, secondsEach));
  }
  const of = (side: Side) => median(rates.get(side) ?? []);
  return {
    name,
    ours: of(ours),
    others: others.map((side) => ({ name: side.name, rate: of(side), ratio: of(ours) / of(side) })),
  };
}

/** One line a pair: what, ours, the other, the ratio. */
export function printComparison({ name, ours, others }: Comparison): void {
  for (const other of others) {
    const figures = `${ours.toFixed(0)}/s against ${other.rate.toFixed(0)}/s`;
    console.log(
      `${name.padEnd(28)} ${other.name.padEnd(30)} ${figures.padEnd(26)} ratio ${other.ratio.toFixed(2)}`,
    );
  }
}
