declare module 'papaparse' {
  const papaparse: {
    unparse(rows: readonly (readonly unknown[])[], options: { header: boolean }): string;
  };
  export default papaparse;
}
