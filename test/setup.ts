import { agreement } from '@szilard/core/testing';
import { expect } from 'vitest';

interface Estimated {
  readonly value: number;
  readonly stderr: number;
}

expect.extend({
  /** |z| ≤ 4 by default; the message prints z. */
  toAgreeWith(received: Estimated, truth: number, sigmas = 4) {
    const { agrees, text } = agreement(received, truth, sigmas);
    return { pass: agrees, message: () => text };
  },
});

declare module 'vitest' {
  interface Matchers<T = any> {
    toAgreeWith(truth: number, sigmas?: number): T;
  }
}
