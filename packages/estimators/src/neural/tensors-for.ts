import { SzilardError, type Tensors } from '@szilard/core';

/** The service that trains, or a refusal that says where to get it. */
export function tensorsFor(id: string, tensors: Tensors | undefined): Tensors {
  if (tensors) return tensors;
  throw new SzilardError(
    'composition',
    `[${id}] tensors: expected the service, got none. Build the estimator with lab.build, or give make { tensors } as its third argument.`,
  );
}
