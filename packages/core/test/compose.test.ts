import {
  defineModel,
  defineReservoir,
  localDetailedBalance,
  make,
  nearest,
  type Plugin,
  randomStream,
  SzilardError,
  simulate,
} from '@szilard/core';
import { catalogModule, checksModule, createLab, examine, kinds, pluginToken, replace, replaceService } from '@szilard/core/compose';
import { estimatorsModule } from '@szilard/estimators/module';
import { draggedTrap, langevin } from '@szilard/models';
import { modelsModule } from '@szilard/models/module';
import { ideal } from '@szilard/reservoirs';
import { reservoirsModule } from '@szilard/reservoirs/module';
import { ContainerModule } from 'inversify';
import { describe, expect, test } from 'vitest';

const lab = createLab(checksModule, modelsModule, reservoirsModule);
const full = createLab(checksModule, modelsModule, reservoirsModule, estimatorsModule);
const message = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(SzilardError);
    return (error as Error).message;
  }
  throw new Error('expected an error');
};

describe('a lab', () => {
  test('finds plugins by id, or by the last part where it is unique', () => {
    expect(lab.model('langevin/dragged-trap').id).toBe('langevin/dragged-trap');
    expect(lab.model('dragged-trap').id).toBe('langevin/dragged-trap');
    expect(lab.check('second-law').law).toBe('second law');
  });

  test('an unknown id is answered with the known ones and the nearest', () => {
    const text = message(() => lab.model('langevin/dragged-trpa'));
    expect(text).toMatch(/^No model "langevin\/dragged-trpa"\. Known: .*jump\/driven-ring.*Did you mean "langevin\/dragged-trap"\?$/);
    expect(text).not.toContain('\n');
    expect(message(() => lab.reservoir('finit'))).toContain('Did you mean "finite"?');
    expect(nearest('quantum-gravity', lab.ids('reservoir'))).toBeUndefined();
  });

  test('what is no plugin is refused by name', () => {
    const words = (catalog: unknown, kind = 'model') => message(() => createLab(catalogModule(kind as 'model', catalog as never)));
    expect(words([{}])).toBe('[lab] model 0, id: expected a name, got undefined. See docs/add-a-plugin.md.');
    expect(words([{ ...draggedTrap, claims: { localDetailedBalance: 'maybe' } }])).toContain(
      'claims.localDetailedBalance: expected exact, order-1, order-2 or none, got maybe',
    );
    expect(words(null)).toContain("catalogModule('model'): expected an array of plugins, got null");
    const silent = { ...full.estimator('free-energy/bar'), calibrated: undefined };
    expect(words([silent], 'estimator')).toBe(
      '[lab] estimator "free-energy/bar", calibrated: expected true or false, got undefined. See docs/add-a-plugin.md.',
    );
    expect(words([], 'modle')).toContain(`expected one of ${kinds.join(', ')}, got modle`);
  });

  test('two plugins of one id are refused', () => {
    expect(message(() => createLab(reservoirsModule, catalogModule('reservoir', [ideal])))).toContain('two reservoirs are called "ideal"');
  });

  test('any plugin can be swapped by a later module, by our word or by the container’s own', () => {
    const mine = { ...ideal, title: 'mine' };
    expect(createLab(reservoirsModule, replace('reservoir', mine)).reservoir('ideal').title).toBe('mine');
    const own = new ContainerModule(({ rebind }) => void rebind(pluginToken('reservoir', 'ideal')).toConstantValue(mine));
    expect(createLab(reservoirsModule, own).reservoir('ideal').title).toBe('mine');
    expect(message(() => createLab(replace('reservoir', mine)))).toBe(
      '[lab] there is no reservoir "ideal" to replace yet. Load replacements only after the module that binds it.',
    );
  });

  test.each(kinds)('a %s can be swapped and used', (kind) => {
    const id = full.ids(kind)[0];
    const mine = { ...full[kind](id), title: 'mine' };
    const swapped = createLab(checksModule, modelsModule, reservoirsModule, estimatorsModule, replace(kind, mine as never));
    expect(swapped[kind](id).title).toBe('mine');
    expect(swapped.ids(kind)).toEqual(full.ids(kind));
    expect(typeof make(swapped[kind](id) as Plugin<object, unknown>)).toMatch(/object|function/);
  });

  test('services are resolved once, can be swapped, and are missed by name', async () => {
    const needy = {
      ...(ideal as Plugin<{ beta: number }, unknown>),
      id: 'needy',
      needs: ['tide' as never],
      create: (_params: unknown, environment: any) => environment.tide,
    };
    let calls = 0;
    const tide = catalogModule('model', [], { tide: () => ++calls } as never);
    const at = createLab(tide);
    expect(await at.build(needy)).toBe(1);
    expect(await at.build(needy)).toBe(1);
    expect(await createLab(tide, replaceService('tide' as never, (async () => 'ebb') as never)).build(needy)).toBe('ebb');
    await expect(createLab().build(needy)).rejects.toThrow('no service "tide" is bound');
  });
});

describe('parameters', () => {
  test('names, types and domains are refused in one line', () => {
    expect(message(() => make(draggedTrap, { velocty: 2 } as never))).toBe(
      '[langevin/dragged-trap] has no parameter "velocty". It has: k, velocity, dt, ticks, beta. Did you mean "velocity"?',
    );
    expect(message(() => make(draggedTrap, { ticks: 0 }))).toBe(
      '[langevin/dragged-trap] ticks: expected a whole number at least 1 and at most 1000000, got 0.',
    );
    expect(message(() => make(draggedTrap, { ticks: 1.5 }))).toContain('expected a whole number');
    expect(message(() => make(draggedTrap, { beta: Number.NaN }))).toBe(
      '[langevin/dragged-trap] beta: expected a finite number above 0, got NaN.',
    );
    expect(message(() => make(draggedTrap, { beta: '1' as never }))).toContain('got "1"');
  });
});

describe('an own plugin', () => {
  // Twenty lines of physics: a bead in a quartic trap moved by a reservoir-asking random walk of one step size.
  const own = defineModel({
    ...draggedTrap,
    id: 'mine/slow-drag',
    defaults: { ...draggedTrap.defaults, velocity: 0.2 },
  });
  test('stands beside the others and is examined like them', async () => {
    const with_ = createLab(
      checksModule,
      modelsModule,
      reservoirsModule,
      catalogModule('model', [own]),
      catalogModule('reservoir', [defineReservoir({ ...ideal, id: 'mine/cold', defaults: { beta: 1 } })]),
    );
    expect(with_.ids('model')).toContain('mine/slow-drag');
    const { verdicts, broken } = await examine(with_, 'mine/slow-drag', 'mine/cold', { trajectories: 2000, rng: randomStream(1) });
    expect(verdicts.map(({ law, holds }) => `${law}: ${holds}`)).toEqual([
      'local detailed balance: yes',
      'detailed fluctuation theorem: yes',
      'integral fluctuation theorem: yes',
      'second law: yes',
    ]);
    expect(broken).toEqual([]);
  });

  test('a claim that it does not keep is reported', async () => {
    const liar = defineModel({
      ...lab.model('langevin/euler-trap'),
      id: 'mine/liar',
      claims: { localDetailedBalance: 'exact', reservoirs: ['ideal'] },
    });
    const { broken } = await examine(createLab(checksModule, reservoirsModule, catalogModule('model', [liar])), 'mine/liar', 'ideal', {
      trajectories: 500,
      rng: randomStream(1),
    });
    expect(broken).toHaveLength(1);
    expect(broken[0]).toMatch(/^mine\/liar × ideal breaks its claim of local detailed balance/);
  });
});

describe('a run that goes wrong', () => {
  const bath = make(ideal);
  const trap = make(draggedTrap);
  const exploding = (after: number) => {
    let seen = 0;
    const { fuse: _fuse, ...x } = trap.subsystems.x;
    const kernel = {
      ...x.kernel,
      step(...args: Parameters<typeof x.kernel.step>) {
        x.kernel.step(...args);
        if (++seen > after) args[3].data[2] = Number.NaN;
      },
    };
    return { ...trap, subsystems: { ...trap.subsystems, x: { ...x, kernel } }, reservoirs: { x: bath, theta: bath } };
  };
  test('a non-finite state stops it with tick and trajectory', () => {
    expect(message(() => simulate(exploding(4), { trajectories: 10, rng: randomStream(1) }))).toBe(
      '[simulate] tick 5 of 20, trajectory 2, seat x: expected a finite state and energy, got state (NaN) with energy NaN. Shorten dt, or look at what the force returns near this state.',
    );
  });
  test('a fused pass is stopped at the same tick as the plain contract', () => {
    const subsystem = langevin({
      energy: (x) => (x > 1.2 && x < 1.21 ? Number.POSITIVE_INFINITY : 0.5 * x * x),
      force: (x) => -x,
      dt: 0.1,
    });
    const { fuse: _fuse, ...plain } = subsystem;
    const e = (x: typeof plain) => ({ ...trap, subsystems: { ...trap.subsystems, x }, reservoirs: { x: bath, theta: bath } });
    const words = (x: typeof plain) => message(() => simulate(e(x), { trajectories: 100, rng: randomStream(2), ledger: 'totals' }));
    expect(words(subsystem)).toContain('with energy Infinity');
    expect(words(subsystem)).toBe(words(plain));
  });

  test('a bath that is none is refused by name', () => {
    const e = {
      ...trap,
      reservoirs: { x: { open: () => ({ ...bath.open(1, randomStream(1), {} as never), beta: Float64Array.of(-1) }) }, theta: bath },
    };
    expect(message(() => simulate(e, { trajectories: 1, rng: randomStream(1) }))).toContain(
      'reservoirs.x.open().beta: expected inverse temperatures above 0, got -1',
    );
  });

  test('a NaN that reaches the ledger makes the verdict undecided, not yes', () => {
    const { fuse: _fuse, ...x } = trap.subsystems.x;
    const kernel = {
      ...x.kernel,
      logDensity: (_from: unknown, _to: unknown, _given: unknown, out: Float64Array) => void out.fill(Number.NaN),
    };
    const run = simulate(
      { ...trap, subsystems: { ...trap.subsystems, x: { ...x, kernel } }, reservoirs: { x: bath, theta: bath } },
      { trajectories: 10, rng: randomStream(1) },
    );
    expect(localDetailedBalance(run).holds).toBe('undecided');
  });
  test('what is no experiment is refused at the border, by name', () => {
    const e = { ...trap, reservoirs: { x: bath, theta: bath } };
    const { x } = e.subsystems;
    const words = (broken: object) => message(() => simulate({ ...e, ...broken }, { trajectories: 1, rng: randomStream(1) }));
    const withX = (broken: object) => words({ subsystems: { ...e.subsystems, x: { ...x, ...broken } } });
    expect(words({ ticks: [] })).toBe('[simulate] ticks: expected at least one tick, got none. Give the model some dynamics.');
    expect(words({ subsystems: { x } })).toBe(
      '[simulate] subsystems.theta: expected a subsystem, got none. Use `still` for an empty seat.',
    );
    expect(withX({ dim: 1.5 })).toBe(
      '[simulate] subsystems.x.dim: expected a whole number of at least 0, got 1.5. See docs/add-a-plugin.md.',
    );
    expect(withX({ energy: undefined })).toContain('subsystems.x.energy: expected a function, got none');
    expect(withX({ kernel: { step() {} } })).toContain('subsystems.x.kernel.logDensity: expected a function, got none');
    expect(withX({ kernel: { ...x.kernel, parity: Int8Array.of(1, 1) } })).toContain(
      'subsystems.x.kernel.parity: expected 1 entries of 1 or -1, got 1,1',
    );
    expect(words({ reservoirs: { x: bath } })).toContain('reservoirs.theta.open: expected a function, got none');
    expect(words({ end: { ...e.end, logDensity: 3 } })).toContain('end.logDensity: expected a function, got number');
    expect(words({ ticks: [{ mover: 'y', control: new Float64Array(2) }] })).toContain(
      "ticks[0].mover: expected 'x', 'theta' or 'random', got y",
    );
    expect(words({ ticks: [{ mover: 'theta', control: new Float64Array(2) }] })).toContain('got the empty seat theta');
    expect(words({ ticks: [{ mover: 'x', control: [0, 1] }] })).toContain('ticks[0].control: expected a Float64Array');
    const sample = (_rng: unknown, at: { data: Float64Array }) => void at.data.fill(Number.NaN);
    expect(words({ start: { ...e.start, sample } })).toContain(
      'before the first tick, trajectory 0, seat x: expected a finite state and energy, got state (NaN)',
    );
  });

  test.each([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'a density of %f for moves that were drawn is no ratio of 0: undecided',
    (bad) => {
      const { fuse: _fuse, ...x } = trap.subsystems.x;
      const kernel = { ...x.kernel, logDensity: (_from: unknown, _to: unknown, _given: unknown, out: Float64Array) => void out.fill(bad) };
      const e = { ...trap, subsystems: { ...trap.subsystems, x: { ...x, kernel } }, reservoirs: { x: bath, theta: bath } };
      expect(localDetailedBalance(simulate(e, { trajectories: 10, rng: randomStream(1) })).holds).toBe('undecided');
    },
  );

  test('options are checked', () => {
    const e = { ...trap, reservoirs: { x: bath, theta: bath } };
    expect(message(() => simulate(e, { trajectories: 0, rng: randomStream(1) }))).toBe(
      '[simulate] trajectories: expected a whole number of at least 1, got 0.',
    );
  });
});
