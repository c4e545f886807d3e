import { describe, expect, it } from 'vitest';
import { createSharedProjections } from './shared-projections.ts';
import { accepted } from './test-bed.ts';

describe('createSharedProjections', () => {
  it('gives subscriptions of one key one projection, and leaves the rest their own', () => {
    const projections = createSharedProjections();
    const [first, second] = [1, 2].map((n) =>
      projections.share(
        accepted({ projectionKey: 'a', args: { n }, project: () => ({ data: { n } }) }),
      ),
    );
    const other = projections.share(accepted({ projectionKey: 'b' }));

    expect(second?.project).toBe(first?.project);
    expect(second?.args).toEqual({ n: 2 });
    expect(other.project).not.toBe(first?.project);
  });

  it('keeps a projection until the last of its subscriptions is gone', () => {
    const projections = createSharedProjections();
    const shared = [1, 2].map(() => projections.share(accepted({ projectionKey: 'a' })));

    const sizes = shared.map((each) => {
      projections.release(each);
      return projections.size;
    });

    expect(sizes).toEqual([1, 0]);
  });
});
