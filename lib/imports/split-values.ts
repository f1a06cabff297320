import { makeHolder, type Piece, type Splitter } from './piece';

const quote = 0x22;
const backslash = 0x5c;
const newline = 0x0a;
const openObject = 0x7b;
const closeObject = 0x7d;
const openArray = 0x5b;
const closeArray = 0x5d;
const comma = 0x2c;
const isSpace = (byte: number) => byte === 0x20 || byte === newline || byte === 0x0d || byte === 0x09;

type Mode =
  | 'between'
  /** Inside a value: an object, or something that is none and ends with a comma or line. */
  | 'value'
  | 'string'
  | 'escape'
  /** After a fault: until a line that opens an object no further right than the faulty one did. */
  | 'lost';

/** What to do with a byte: go on; let a value begin or end here or before it; give the value up, at once for the next. */
type Step = 'go' | 'begin' | 'end' | 'end-before' | 'give-up' | 'restart';

type State = {
  mode: Mode;
  /** The open brackets around this byte: true for an object, false for an array. */
  open: boolean[];
  /** The last byte outside strings that is no white space. */
  last: number;
  /** Open brackets of the list itself. */
  lists: number;
  line: number;
  column: number;
  /** Nothing but white space, commas and brackets of the list stand before this byte in its line. */
  lineStart: boolean;
  startColumn: number;
  damaged: boolean;
};

const beginsLikeRecord = (state: State, byte: number) =>
  byte === openObject && state.lineStart && state.column <= state.startColumn;

function stepAtOpening(state: State, byte: number): Step {
  const keyExpected = state.open.at(-1) === true && (state.last === comma || state.last === openObject);
  if (keyExpected) return beginsLikeRecord(state, byte) ? 'restart' : 'give-up';
  state.open.push(byte === openObject);
  return 'go';
}

function stepInValue(state: State, byte: number): Step {
  if (byte === quote) {
    state.mode = 'string';
  } else if (byte === openObject || byte === openArray) {
    return stepAtOpening(state, byte);
  } else if (state.open.length === 0) {
    if (byte === closeArray) state.lists--;
    return byte === comma || byte === closeArray || byte === newline ? 'end-before' : 'go';
  } else if (byte === closeObject || byte === closeArray) {
    state.open.pop();
    return state.open.length === 0 ? 'end' : 'go';
  }
  return 'go';
}

const steps: Record<Mode, (state: State, byte: number) => Step> = {
  between(state, byte) {
    if (byte === openArray) state.lists++;
    else if (byte === closeArray) state.lists--;
    else if (byte !== comma && !isSpace(byte)) return 'begin';
    return 'go';
  },
  value: stepInValue,
  string(state, byte) {
    if (byte === backslash) state.mode = 'escape';
    else if (byte === quote) state.mode = 'value';
    return byte === newline ? 'give-up' : 'go';
  },
  escape(state) {
    state.mode = 'string';
    return 'go';
  },
  lost: (state, byte) => (beginsLikeRecord(state, byte) ? 'begin' : 'go'),
};

function moveOn(state: State, byte: number): void {
  if (!isSpace(byte)) state.last = byte;
  if (byte === newline) {
    state.line++;
    state.column = 0;
    state.lineStart = true;
    return;
  }
  state.column++;
  if (!isSpace(byte) && byte !== comma && byte !== openArray) state.lineStart = false;
}

const broken =
  'This record is broken: a quote or bracket is missing. Reading went on where the next one begins';
const cutOff = 'The file ends inside this record; it may be cut off';
const unclosed = 'The file ends before its list is closed; it may be cut off';

/**
 * Cuts a JSON array of objects, or objects one after the other, into its records without holding more than one. Each
 * is parsed by the caller, so a broken one costs no other: bytes are cut where brackets balance, and a line that ends
 * inside a text, which JSON forbids, shows that a record is broken before it can swallow the rest.
 */
export function splitValues({ maxBytes }: { maxBytes: number }): Splitter {
  const held = makeHolder(maxBytes);
  const state: State = {
    mode: 'between',
    open: [],
    last: 0,
    lists: 0,
    line: 1,
    column: 0,
    lineStart: true,
    startColumn: 0,
    damaged: false,
  };
  let row = 0;
  let startLine = 1;
  let from = 0;

  const begin = (byte: number, at: number) => {
    row++;
    startLine = state.line;
    state.startColumn = state.column;
    state.open = byte === openObject ? [true] : [];
    state.mode = byte === quote ? 'string' : 'value';
    from = at;
  };
  const finish = (mode: Mode, fault?: string): Piece => {
    const found = held.take();
    state.mode = mode;
    state.open = [];
    if (fault === undefined) return { row, line: startLine, ...found };
    state.damaged = true;
    return { row, line: startLine, fault };
  };

  return {
    push(chunk) {
      const pieces: Piece[] = [];
      from = 0;
      for (let at = 0; at < chunk.length; at++) {
        const byte = chunk[at] ?? 0;
        const step = steps[state.mode](state, byte);
        if (step === 'begin') begin(byte, at);
        else if (step !== 'go') {
          held.add(chunk.subarray(from, step === 'end' ? at + 1 : at));
          const isBroken = step === 'give-up' || step === 'restart';
          pieces.push(isBroken ? finish('lost', broken) : finish('between'));
          if (step === 'restart') begin(byte, at);
        }
        moveOn(state, byte);
      }
      const inside = state.mode !== 'between' && state.mode !== 'lost';
      if (inside) held.add(Buffer.from(chunk.subarray(from)));
      return pieces;
    },
    end() {
      if (state.mode === 'value' && state.open.length === 0) return [finish('between')];
      if (state.mode !== 'between' && state.mode !== 'lost') return [finish('between', cutOff)];
      if (state.lists <= 0 || state.damaged) return [];
      return [{ row: row + 1, line: state.line, fault: unclosed }];
    },
  };
}
