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
}

export interface Workshop {
  readonly root: string;
  /** Folder for what is made on the way: programs, data. */
  readonly made: string;
  /** Python to run peers with. */
  readonly python: string;
  /** Is this Python module there? If not it is said so, once. */
  has(module: string): boolean;
  /** Where a C program was compiled to; null, and said so, where that is not to be had. */
  compiled(source: string, flags?: readonly string[]): string | null;
  /** A file of the folder SZILARD_PEERS; null, and said so, where it is not to be had. */
  peer(path: string): string | null;
}

export interface Job {
  readonly title: string;
  /** What is counted per second, and how many of it make 1 in the table. */
  readonly unit: string;
  readonly scale: number;
  /** What was asked of everybody, below the table. */
  readonly note: string;
  /** Ours is the one whose name begins with Szilard; each case has one. */
  programs(workshop: Workshop): readonly Program[];
}
