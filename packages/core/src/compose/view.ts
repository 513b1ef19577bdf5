import type { BatchView, ModelPlugin, ReservoirPlugin } from '../contracts/plugin.ts';
import { SzilardError } from '../errors.ts';
import { paramsOf } from './make.ts';

/**
 * What mini-batches are in the σ of this model at these parameters in this reservoir; undefined where there are none. Refuses to
 * count them twice: as the protocol of the model and as the noise of the reservoir.
 */
export function viewOf(
  model: Pick<ModelPlugin, 'id' | 'view' | 'defaults' | 'domain'>,
  params: Readonly<Record<string, unknown>>,
  reservoir?: Pick<ReservoirPlugin, 'id' | 'view'>,
): BatchView | undefined {
  const { view } = paramsOf(model, params) as { readonly view?: unknown };
  const own = model.view ?? (view === 'protocol' || view === 'reservoir' ? view : undefined);
  if (own === 'protocol' && reservoir?.view === 'reservoir')
    throw new SzilardError(
      'composition',
      `[view] ${model.id} × ${reservoir.id}: expected mini-batches to be protocol or reservoir, got both. Take the ideal reservoir, or the model's view=reservoir if it has one.`,
    );
  return own ?? reservoir?.view;
}
