import { CaptureTag, Context, type Emitter, Liquid, LiquidError, toValueSync } from 'liquidjs';
import { Invalid } from '@/lib/errors';

/** What a template may cost. Whoever writes templates is trusted with mail, not with the server. */
const limits = {
  /** Characters of the source. */
  parseLimit: 200_000,
  /** Milliseconds of one rendering; it runs on the main thread. */
  renderLimit: 200,
  /** Characters and elements that filters, ranges and captures may make together. */
  memoryLimit: 500_000,
};
const mostOutput = 500_000;

/** Liquid's loader for `include`, `render` and `layout`: finds nothing, whatever is asked for. */
const noFiles = {
  exists: async () => false,
  existsSync: () => false,
  contains: async () => false,
  containsSync: () => false,
  resolve: (_root: string, file: string) => file,
  readFile: async () => '',
  readFileSync: () => '',
};

/** Their text is kept as it grows; the kit's own capture is not counted. */
class CountedCapture extends CaptureTag {
  override *render(ctx: Context): Generator<unknown, void, string> {
    yield* super.render(ctx);
    const captured: Record<string, unknown> = ctx.bottom();
    ctx.memoryLimit.use(String(captured[this.variable]).length);
  }
}

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&#34;',
  "'": '&#39;',
};

function escapeHtml(value: unknown): string {
  const text = value === null || value === undefined ? '' : String(value);
  return text.replace(/[&<>"']/g, (letter) => escapes[letter] ?? letter);
}

function makeEngine(isHtml: boolean): Liquid {
  const engine = new Liquid({
    ...limits,
    fs: noFiles,
    relativeReference: false,
    dynamicPartials: false,
    ownPropertyOnly: true,
    strictFilters: true,
    timezoneOffset: 0,
    ...(isHtml ? { outputEscape: 'escape' as const } : {}),
  });
  for (const tag of ['include', 'render', 'layout', 'block']) delete engine.tags[tag];
  // Not Liquid's own, and they evaluate an expression for each element without looking at the clock.
  for (const name of Object.keys(engine.filters)) if (name.endsWith('_exp')) engine.unregisterFilter(name);
  engine.registerTag('capture', CountedCapture);
  if (isHtml) {
    // Their results are HTML: escaping them again would show the entities.
    engine.registerFilter('escape', { raw: true, handler: escapeHtml });
    const withBreaks = (value: unknown) => escapeHtml(value).replace(/\r?\n/g, '<br />\n');
    engine.registerFilter('newline_to_br', { raw: true, handler: withBreaks });
  }
  return engine;
}

/** `html` escapes every value unless the template says `raw`; `text` is for headers, addresses and plain text. */
const engines = { html: makeEngine(true), text: makeEngine(false) };

export type LiquidKind = keyof typeof engines;

/** Collects what a template writes and stops it when that is too much. */
class CountedEmitter implements Emitter {
  buffer = '';
  write(value: unknown): void {
    this.buffer += typeof value === 'string' ? value : String(value ?? '');
    if (this.buffer.length > mostOutput) throw new Error(`more than ${mostOutput} characters come out`);
  }
}

/** A template that cannot be read or that fails when it runs. `message` begins with the place. */
export class TemplateProblem extends Invalid {}

function problemOf(error: unknown): TemplateProblem {
  if (!LiquidError.is(error))
    return new TemplateProblem('The template cannot be rendered.', { cause: error });
  const [line, column] = error.token.getPosition();
  const reason = error.message.split('\n')[0]?.replace(/, line:\d+, col:\d+$/, '') ?? '';
  return new TemplateProblem(`Line ${line}, column ${column}: ${reason}`);
}

/**
 * The template with these values, which must be JSON: a template sees their own members and nothing else. Files,
 * prototypes and other templates are out of its reach; time, loops and output are limited. Throws TemplateProblem.
 */
export function renderLiquid(source: string, values: object, kind: LiquidKind): string {
  const engine = engines[kind];
  try {
    const parsed = engine.parse(source);
    const emitter = new CountedEmitter();
    const context = new Context(values, engine.options, { sync: true }, { liquid: engine });
    toValueSync(engine.renderer.renderTemplates(parsed, context, emitter));
    return emitter.buffer;
  } catch (error) {
    throw problemOf(error);
  }
}

/** Throws Invalid, naming the field and the place in it, for a template that does not work with the sample values. */
export function assertRenders(
  field: string,
  source: string | null | undefined,
  sample: object,
  kind: LiquidKind,
): void {
  if (source === null || source === undefined) return;
  try {
    renderLiquid(source, sample, kind);
  } catch (error) {
    if (!(error instanceof TemplateProblem)) throw error;
    throw new Invalid(`Payload validation error: '${error.message}' on property ${field}.`, {
      errorCode: 'invalid_body',
      fields: { [field]: error.message },
      cause: error,
    });
  }
}
