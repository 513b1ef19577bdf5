import type { ExampleResult } from '@szilard/report';
import type { Checkpoints, Example, ExampleContext, Findings } from './example.ts';

export interface RunOptions extends Omit<ExampleContext, 'keep' | 'checkpoints'> {
  /** All examples were asked for, none by name: long ones run at quick size. */
  readonly suite?: boolean;
  /** Where an example finds and leaves finished pieces; cleared when it is done. */
  readonly checkpoints?: (id: string) => Checkpoints & { clear(): void };
  /** Called after every finished part with all that there is so far. */
  readonly onResult?: (results: readonly ExampleResult[]) => void;
}

/** Run examples one after the other. What was found before an interruption or an error is kept and handed on. */
export async function runExamples(
  chosen: readonly Example[],
  { onResult, suite, checkpoints, ...context }: RunOptions,
): Promise<{ results: ExampleResult[]; interrupted: boolean; error?: unknown }> {
  const results: ExampleResult[] = [];
  for (const { id, title, run, long } of chosen) {
    const begun = performance.now();
    const found: { [K in keyof Findings]: Findings[K][number][] } = { systems: [], comparisons: [], notes: [], broken: [], charts: [] };
    const at = results.length;
    const book = () => {
      results[at] = { id, title, ...found, seconds: (performance.now() - begun) / 1000 } as ExampleResult;
      onResult?.(results);
    };
    const keep = (part: Partial<Findings>) => {
      for (const key of Object.keys(part) as (keyof Findings)[]) (found[key] as unknown[]).push(...part[key]!);
      book();
    };
    const short = suite === true && long === true && !context.quick;
    const kept = checkpoints?.(id);
    try {
      context.signal?.throwIfAborted();
      if (short) keep({ notes: [`at quick size, because all examples were asked for; in full: szilard run ${id}`] });
      await run({ ...context, quick: context.quick || short, keep, ...(kept ? { checkpoints: kept } : {}) });
      kept?.clear();
      book();
    } catch (error) {
      if (context.signal?.aborted) return { results, interrupted: true };
      return { results, interrupted: true, error };
    }
  }
  return { results, interrupted: false };
}
