/** Anything that names branches by id, itself or in the lists below it. */
export interface Branched {
  branches?: readonly { id: string | number }[] | null | undefined;
  modifiers?: readonly { options: readonly Branched[] }[] | null | undefined;
}

/**
 * Products with Blink's ids in place of the operator's own branch codes.
 * @param idOf gives the id for a code, and whatever is no code as it is
 */
export function withBranchIds<P extends Branched>(
  products: readonly P[],
  idOf: (code: string) => string,
): P[] {
  return products.map((product) => translated(product, idOf));
}

function translated<B extends Branched>(branched: B, idOf: (code: string) => string): B {
  const { branches, modifiers } = branched;
  if (!branches?.length && !modifiers?.length) return branched;
  return {
    ...branched,
    ...(branches && { branches: branches.map((branch) => ({ ...branch, id: idFor(branch.id, idOf) })) }),
    ...(modifiers && {
      modifiers: modifiers.map((modifier) => ({
        ...modifier,
        options: modifier.options.map((option) => translated(option, idOf)),
      })),
    }),
  };
}

/** An id that is no code stays what it was, a number a number. */
function idFor(id: string | number, idOf: (code: string) => string): string | number {
  const translation = idOf(String(id));
  return translation === String(id) ? id : translation;
}
