// A CommonJS package that a bundle in several files imports by itself has no names but `default`: imported here, it has them.
export * as api from '@duckdb/node-api';
