/** A fault of a rule file, with its place. */
export interface Diagnostic {
  readonly code: string;
  readonly message: string;
  readonly help: string | null;
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1. */
  readonly column: number;
}

/** Why there is no answer: faults of rules, facts, events or days. */
export class RuleError extends Error {
  override readonly name = "RuleError";
  /** The stable name of the error, such as `missing-fact`. */
  readonly code: string;
  /** The fact, event or argument that it is about. */
  readonly field: string | null;
  /** Of rule files, every fault. */
  readonly diagnostics: readonly Diagnostic[];

  constructor(code: string, field: string | null, message: string, diagnostics: readonly Diagnostic[] = []) {
    super(message);
    this.code = code;
    this.field = field;
    this.diagnostics = diagnostics;
  }
}

interface ErrorRecord {
  readonly error: {
    readonly code: string;
    readonly field: string | null;
    readonly message: string;
    readonly diagnostics: readonly Diagnostic[];
  };
}

/** The error of a JSON text; anything else that was thrown is no error of rules and stays what it is. */
export function toRuleError(thrown: unknown): unknown {
  if (typeof thrown !== "string") return thrown;
  const { code, field, message, diagnostics } = (JSON.parse(thrown) as ErrorRecord).error;
  return new RuleError(code, field, [message, ...diagnostics.map(line)].join("\n"), diagnostics);
}

function line({ file, line, column, code, message }: Diagnostic): string {
  return `${file}:${line}:${column}: ${code}: ${message}`;
}

/** What `run` gives, or its error as a `RuleError`. */
export function told<T>(run: () => T): T {
  try {
    return run();
  } catch (thrown) {
    throw toRuleError(thrown);
  }
}
