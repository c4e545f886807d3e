declare module 'papaparse' {
  const papaparse: {
    unparse(rows: readonly unknown[][], options: { header: boolean }): string;
  };
  export default papaparse;
}
