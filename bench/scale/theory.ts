/** The probability of waiting in M/M/c, by Erlang's formula; `load` is arrivals a second times mean service. */
export function erlangC(servers: number, load: number): number {
  let blocking = 1;
  for (let each = 1; each <= servers; each++) {
    blocking = (load * blocking) / (each + load * blocking);
  }
  return blocking / (1 - (load / servers) * (1 - blocking));
}

/** The mean wait in M/M/c, in the unit of `meanService`. */
export function meanWaitOfMmc(servers: number, perSecond: number, meanService: number): number {
  const load = perSecond * meanService;
  return (erlangC(servers, load) * meanService) / (servers - load);
}

/** The mean wait in M/D/1, by Pollaczek and Khinchine. */
export function meanWaitOfMd1(perSecond: number, service: number): number {
  const load = perSecond * service;
  return (load * service) / (2 * (1 - load));
}
