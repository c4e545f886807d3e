/** What a utility cannot do with its arguments; ends the handler like a runtime error of the code. */
export class ResolverFault extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}
