import type { ListQuery, ReportOrder } from '../types.ts';

/** What a command line asks for. */
export type Task =
  | { readonly name: 'kinds' }
  | {
      readonly name: 'generate';
      readonly order: ReportOrder;
      /** Whether the file is saved at the end. */
      readonly save: boolean;
      /** Whether to stay until the report has ended. */
      readonly wait: boolean;
    }
  | { readonly name: 'estimate'; readonly order: ReportOrder }
  | {
      readonly name: 'list';
      readonly query: ListQuery;
      /** Whether all pages are wanted. */
      readonly all: boolean;
    }
  | { readonly name: 'watch' | 'download' | 'cancel' | 'delete'; readonly reportId: string };

export interface CommonOptions {
  /** Where `/amplify_outputs.json` is. Undefined: the local cloud's own address, started when nothing answers. */
  readonly url: string | undefined;
  /** A configuration file to use instead. */
  readonly config: string | undefined;
  readonly user: string | undefined;
  readonly password: string | undefined;
  /** A file or an existing directory. Undefined: the report's own name, here. */
  readonly output: string | undefined;
  readonly force: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
}

export interface CommandLine {
  readonly task: Task;
  readonly options: CommonOptions;
}
