// A job of the bench: one piece of work that ours and others do. One file of bench/jobs each, its default export of this shape.

export interface Program {
  /** Which case it runs. */
  readonly on: string;
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /**
   * How its rows are called in the table, by what it calls itself: it prints lines {"impl": …, "rate": …}, best of its repetitions.
   * Others of its lines are recorded, and not shown.
   */
  readonly shown: Readonly<Record<string, string>>;
  /** Cores it may use; absent: one. */
  readonly cores?: number;
}

export interface Workshop {
  readonly root: string;
  /** Folder for what is made on the way: programs, data. */
  readonly made: string;
  /** Python to run peers with. */
  readonly python: string;
  /** Is this Python module there? If not it is said so, once. */
  has(module: string): boolean;
  /** Where a C program was compiled to, under a name of its own if it is compiled in several ways; null, and said so, where that is not to be had. */
  compiled(source: string, flags?: readonly string[], name?: string): string | null;
  /** A file of the folder SZILARD_PEERS; null, and said so, where it is not to be had. */
  peer(path: string): string | null;
}

export interface Job {
  /** `costs`: there are no peers, the table says what a unit costs from case to case. Absent: ratios to peers. */
  readonly kind?: 'costs';
  readonly title: string;
  /** What is counted per second, and how many of it make 1 in the table. */
  readonly unit: string;
  readonly scale: number;
  /** What was asked of everybody, below the table. */
  readonly note: string;
  /** How many times as fast as a row ours should be at least: case → our row → the other row. */
  readonly targets?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, number>>>>>>;
  /** Ours are those whose names begin with Szilard; each case has one at least. */
  programs(workshop: Workshop): readonly Program[];
}
